-- unit
CREATE OPERATOR CLASS public.by_length FOR TYPE text USING btree FAMILY public.lengths AS
    OPERATOR 1 public.<# (text, text),
    OPERATOR 3 public.=# (text, text),
    FUNCTION 1 (text, text) public.compare(text, text);

ALTER OPERATOR FAMILY public.lengths USING btree ADD OPERATOR 1 public.<# (text, integer);
ALTER OPERATOR FAMILY public.lengths USING btree ADD FUNCTION 1 (text, integer) public.compare(text, integer);
COMMENT ON OPERATOR FAMILY public.lengths USING btree IS 'of texts and numbers';
DROP OPERATOR FAMILY public.was USING hash;
