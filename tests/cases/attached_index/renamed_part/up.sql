-- unit
ALTER TABLE public.t_25 RENAME TO later;
ALTER INDEX public.t_25_note_idx RENAME TO later_note_idx;
