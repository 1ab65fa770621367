-- unit
CREATE OR REPLACE AGGREGATE public.a(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
DROP AGGREGATE public.b(integer);
CREATE AGGREGATE public.b(integer) (SFUNC = int4pl, STYPE = integer);
COMMENT ON AGGREGATE public.b(integer) IS 'kept';
ALTER AGGREGATE public.new_name(text) RENAME TO old_name;
