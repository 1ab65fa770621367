-- unit
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
DROP VIEW public.v;
DROP OPERATOR public.!!! (integer, integer);
CREATE OPERATOR public.!!! (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.other, RESTRICT = neqsel);
DROP OPERATOR public.=== (integer, integer);
CREATE OPERATOR public.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.same, COMMUTATOR = OPERATOR(public.===), RESTRICT = eqsel);

-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a OPERATOR(public.===) 3));

DROP OPERATOR public.!!! (NONE, integer);

CREATE VIEW public.v AS
SELECT t.a
   FROM public.t
  WHERE ((t.b OPERATOR(public.!!!) 4) AND (t.a OPERATOR(public.===) 3));

COMMENT ON OPERATOR public.!!! (integer, integer) IS 'not the same';
DROP FUNCTION public.three(integer);
