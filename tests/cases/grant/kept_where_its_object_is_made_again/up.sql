-- unit
SET LOCAL check_function_bodies = off;

LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;

-- hazard MAY_FAIL: fails if a row of public.t.m holds 'gone'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE m::text IN ('gone')) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.m hold a value that is removed from public.mood',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

REVOKE SELECT (g, id) ON TABLE public.t FROM reader;
ALTER TYPE public.mood RENAME TO mood__old;
CREATE TYPE public.mood AS ENUM ('good', 'bad');

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood;

REVOKE USAGE ON TYPE public.mood FROM PUBLIC;
GRANT USAGE ON TYPE public.mood TO reader;
COMMENT ON TYPE public.mood IS 'kept';
DROP TYPE public.mood__old;
DROP VIEW public.v;
ALTER TABLE public.t DROP COLUMN g;
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;
ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (id + 2) STORED;

CREATE VIEW public.v AS
SELECT t.id
   FROM public.t;

GRANT SELECT (g, id) ON TABLE public.t TO reader;
GRANT SELECT ON TABLE public.v TO reader;
COMMENT ON COLUMN public.t.g IS 'kept';
DROP FUNCTION public.f();
CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql AS $$select 1::bigint$$;
REVOKE EXECUTE ON ROUTINE public.f() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.f() TO reader WITH GRANT OPTION;
COMMENT ON ROUTINE public.f() IS 'kept';
