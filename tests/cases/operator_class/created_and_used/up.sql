-- unit
DROP INDEX public.i;
CREATE OPERATOR FAMILY public.by_length USING btree;

CREATE OPERATOR CLASS public.by_length FOR TYPE text USING btree FAMILY public.by_length AS
    OPERATOR 1 public.<# (text, text),
    OPERATOR 3 public.=# (text, text),
    FUNCTION 1 (text, text) public.compare(text, text);

ALTER OPERATOR FAMILY public.by_length USING btree ADD FUNCTION 4 (text, text) btequalimage(oid);
CREATE INDEX i ON public.t USING btree (a public.by_length);
COMMENT ON OPERATOR CLASS public.by_length USING btree IS 'Short ones first';
