-- unit
ALTER AGGREGATE public.old_name(text) RENAME TO new_name;
CREATE OR REPLACE AGGREGATE public.a(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1', PARALLEL = restricted, SSPACE = 64);
DROP AGGREGATE public.b(integer);
CREATE AGGREGATE public.b(integer) (SFUNC = int4_sum, STYPE = bigint);
COMMENT ON AGGREGATE public.b(integer) IS 'kept';
