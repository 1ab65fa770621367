-- unit
ALTER INDEX public.t_note ATTACH PARTITION public.note_24;
