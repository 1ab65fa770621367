-- unit
ALTER INDEX public.later_note_idx RENAME TO t_25_note_idx;
ALTER TABLE public.later RENAME TO t_25;
