-- unit
SET LOCAL check_function_bodies = off;

CREATE FUNCTION public.larger(state integer, value integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$select case when value > state then value else state end$$;
CREATE AGGREGATE public.largest(integer) (SFUNC = public.larger, STYPE = integer, COMBINEFUNC = public.larger, INITCOND = '0', PARALLEL = safe, SORTOP = >);
CREATE AGGREGATE public.my_count(*) (SFUNC = int8inc, STYPE = bigint, MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = bigint, INITCOND = '0', MINITCOND = '0');
CREATE AGGREGATE public.first_of(fraction double precision ORDER BY value anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

CREATE VIEW public.v AS
SELECT public.largest(i.i) AS l
   FROM generate_series(1, 3) i(i);

COMMENT ON AGGREGATE public.largest(integer) IS 'as max';
