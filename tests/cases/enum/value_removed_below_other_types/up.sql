-- unit
SET LOCAL check_function_bodies = off;

LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;
LOCK TABLE public.u IN ACCESS EXCLUSIVE MODE;

-- hazard MAY_FAIL: fails if a row of public.t.k holds 'sad'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE k::text IN ('sad')) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.k hold a value that is removed from public.kind_mood',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

-- hazard MAY_FAIL: fails if a row of public.t.l holds 'sad'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE l::text[] && ARRAY['sad']) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.l hold a value that is removed from public.kind_mood',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

-- hazard MAY_FAIL: fails if a row of public.t.m holds 'sad'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE m::text[] && ARRAY['sad']) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.m hold a value that is removed from public.moods',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

-- hazard MAY_FAIL: fails if a row of public.t.d holds 'sad'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.t WHERE ((d).morning::text IN ('sad') OR (d).evening::text IN ('sad'))) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.t.d hold a value that is removed from public.day',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

-- hazard MAY_FAIL: fails if a row of public.u.ds holds 'sad'
DO $$BEGIN
  IF EXISTS (SELECT FROM public.u WHERE EXISTS (SELECT FROM unnest(ds) AS each WHERE (each).morning::text IN ('sad') OR (each).evening::text IN ('sad'))) THEN
    RAISE EXCEPTION USING
      MESSAGE = 'rows of public.u.ds hold a value that is removed from public.day',
      HINT = 'Change those rows first, or map the value in the model.';
  END IF;
END$$;

ALTER TABLE public.t ALTER COLUMN k DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN d DROP DEFAULT;
DROP FUNCTION public.f(public.day, public.kind_mood);
ALTER TYPE public.mood RENAME TO mood__old;
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
ALTER DOMAIN public.kind_mood RENAME TO kind_mood__old;
CREATE DOMAIN public.kind_mood AS public.mood DEFAULT 'happy'::public.mood CONSTRAINT kind_mood_check CHECK ((VALUE IS NOT NULL));
ALTER DOMAIN public.moods RENAME TO moods__old;
CREATE DOMAIN public.moods AS public.mood[];
ALTER TYPE public.day RENAME TO day__old;

CREATE TYPE public.day AS (
    morning public.mood,
    evening public.kind_mood
);

CREATE FUNCTION public.f(d public.day, m public.kind_mood DEFAULT 'happy') RETURNS public.mood LANGUAGE sql AS $$select d.morning$$;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN k TYPE public.kind_mood USING k::text::public.kind_mood;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN l TYPE public.kind_mood[] USING l::text[]::public.kind_mood[];

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN m TYPE public.moods USING m::text::public.moods;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN d TYPE public.day USING d::text::public.day;

-- hazard REWRITE: rewrites u under an ACCESS EXCLUSIVE lock
ALTER TABLE public.u ALTER COLUMN ds TYPE public.day[] USING ds::text[]::public.day[];

ALTER TABLE public.t ALTER COLUMN k SET DEFAULT 'happy'::public.kind_mood;
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT row('happy', 'happy')::public.day;
DROP DOMAIN public.moods__old;
DROP TYPE public.day__old;
DROP DOMAIN public.kind_mood__old;
DROP TYPE public.mood__old;
