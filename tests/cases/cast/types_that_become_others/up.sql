-- unit
SET LOCAL check_function_bodies = off;

ALTER TYPE public.mood RENAME TO temper;
LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;

-- hazard MAY_FAIL: fails if a row of public.t.m holds 'a'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE m::text IN ('a')) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.m hold a value that is removed from public.temper',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
CREATE SCHEMA s;
CREATE TYPE s.feeling AS ENUM ('b', 'c');
CREATE CAST (integer AS s.feeling) WITH INOUT;
DROP CAST (public.temper AS character varying);
DROP CAST (integer AS public.temper);
DROP FUNCTION public.mood_of(integer);
ALTER TYPE public.temper RENAME TO temper__old;
CREATE TYPE public.temper AS ENUM ('b', 'c');
CREATE FUNCTION public.mood_of(integer) RETURNS public.temper LANGUAGE sql IMMUTABLE AS $$select 'b'::public.temper$$;
CREATE CAST (integer AS public.temper) WITH FUNCTION public.mood_of(integer) AS ASSIGNMENT;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN m TYPE public.temper USING m::text::public.temper;

ALTER TABLE public.t ALTER COLUMN m SET DEFAULT (3)::public.temper;
COMMENT ON CAST (integer as public.temper) IS 'by the number';
DROP TYPE public.temper__old;
