-- unit
SET LOCAL check_function_bodies = off;

ALTER OPERATOR FAMILY public.lengths USING btree DROP FUNCTION 1 (text, integer);
DROP FUNCTION public.compare(text, integer);
CREATE FUNCTION public.compare(a text, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$select sign(length(a) - b)::integer$$;
ALTER OPERATOR FAMILY public.lengths USING btree ADD FUNCTION 1 (text, integer) public.compare(text, integer);
