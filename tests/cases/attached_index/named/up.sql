-- unit
-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id, at);

ALTER INDEX public.old RENAME TO new;
ALTER INDEX public.new SET (fillfactor = 70);
ALTER INDEX public.t_24_pkey RENAME TO key_24;
ALTER INDEX public.t_25_note_idx RENAME TO note_25;
