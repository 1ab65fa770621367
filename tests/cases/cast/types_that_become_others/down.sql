-- unit
SET LOCAL check_function_bodies = off;

LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;

-- hazard MAY_FAIL: fails if a row of public.t.m holds 'c'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE m::text IN ('c')) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.m hold a value that is removed from public.temper',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
DROP CAST (integer AS public.temper);
DROP CAST (integer AS s.feeling);
DROP FUNCTION public.mood_of(integer);
ALTER TYPE public.temper RENAME TO temper__old;
CREATE TYPE public.temper AS ENUM ('a', 'b');
CREATE FUNCTION public.mood_of(integer) RETURNS public.temper LANGUAGE sql IMMUTABLE AS $$select 'b'::public.mood$$;
CREATE CAST (integer AS public.temper) WITH FUNCTION public.mood_of(integer) AS ASSIGNMENT;
CREATE CAST (public.temper AS character varying) WITH INOUT AS IMPLICIT;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN m TYPE public.temper USING m::text::public.temper;

ALTER TABLE public.t ALTER COLUMN m SET DEFAULT (3)::public.temper;
COMMENT ON CAST (integer as public.temper) IS 'by number';
DROP TYPE public.temper__old;
DROP TYPE s.feeling;
DROP SCHEMA s;
ALTER TYPE public.temper RENAME TO mood;
