-- unit
DROP INDEX public.i;
CREATE INDEX i ON public.t USING btree (a);
DROP OPERATOR CLASS public.by_length USING btree;
DROP OPERATOR FAMILY public.by_length USING btree;
