-- unit
COMMENT ON OPERATOR FAMILY public.lengths USING btree IS NULL;
CREATE OPERATOR FAMILY public.was USING hash;
ALTER OPERATOR FAMILY public.lengths USING btree DROP OPERATOR 1 (text, integer);
ALTER OPERATOR FAMILY public.lengths USING btree DROP FUNCTION 1 (text, integer);
DROP OPERATOR CLASS public.by_length USING btree;
