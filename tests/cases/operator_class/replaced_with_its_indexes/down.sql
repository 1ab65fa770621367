-- unit
DROP INDEX public.i;
DROP OPERATOR CLASS public.by_length USING btree;

CREATE OPERATOR CLASS public.by_length FOR TYPE text USING btree FAMILY public.by_length AS
    OPERATOR 1 public.<# (text, text),
    OPERATOR 3 public.=# (text, text),
    FUNCTION 1 (text, text) public.compare(text, text);

CREATE INDEX i ON public.t USING btree (a public.by_length);
ALTER OPERATOR CLASS public.new_name USING hash RENAME TO old_name;
