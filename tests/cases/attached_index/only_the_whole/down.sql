-- unit
DROP INDEX public.t_note;
CREATE INDEX t_note ON ONLY public.t USING btree (note);
CREATE INDEX note_24 ON public.t_24 USING btree (note);
