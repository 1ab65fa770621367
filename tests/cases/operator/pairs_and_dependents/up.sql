-- unit
SET LOCAL check_function_bodies = off;

ALTER TABLE public.t DROP CONSTRAINT t_a_check;
CREATE FUNCTION public.three(a integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$select a = 3$$;
CREATE OPERATOR public.!!! (RIGHTARG = integer, FUNCTION = public.three);
DROP VIEW public.v;
DROP OPERATOR public.=== (integer, integer);
CREATE OPERATOR public.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.same, COMMUTATOR = OPERATOR(public.===), NEGATOR = OPERATOR(public.!!!), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);

-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a OPERATOR(public.===) 3));

DROP OPERATOR public.!!! (integer, integer);
CREATE OPERATOR public.!!! (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.other, NEGATOR = OPERATOR(public.===), RESTRICT = neqsel);

CREATE VIEW public.v AS
SELECT t.a
   FROM public.t
  WHERE ((t.b OPERATOR(public.!!!) 4) AND (t.a OPERATOR(public.===) 3));

COMMENT ON OPERATOR public.!!! (integer, integer) IS 'other';
