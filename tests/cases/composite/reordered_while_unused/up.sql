-- unit
SET LOCAL check_function_bodies = off;

DROP FUNCTION public.f(public.c);
DROP TYPE public.c;

CREATE TYPE public.c AS (
    b text,
    a integer
);

CREATE FUNCTION public.f(c public.c) RETURNS text LANGUAGE sql AS $$select c.b$$;
COMMENT ON TYPE public.c IS 'kept';
COMMENT ON COLUMN public.c.b IS 'kept, too';
