-- unit
ALTER INDEX public.note_25 RENAME TO t_25_note_idx;
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER INDEX public.new RENAME TO old;
ALTER INDEX public.old RESET (fillfactor);
