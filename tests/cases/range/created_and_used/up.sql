-- unit
SET LOCAL check_function_bodies = off;

CREATE TYPE public.float_range AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
CREATE TYPE public.span AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C", MULTIRANGE_TYPE_NAME = public.spans);
CREATE FUNCTION public.distance(a integer, b integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$select (a - b)::float8$$;
CREATE TYPE public.by_own AS RANGE (SUBTYPE = integer, SUBTYPE_DIFF = public.distance);

CREATE TABLE public.t (
    f public.float_range,
    s public.span DEFAULT 'empty'::public.span,
    m public.spans
);

COMMENT ON TYPE public.float_range IS 'From here to there';
