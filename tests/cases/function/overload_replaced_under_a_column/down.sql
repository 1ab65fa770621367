-- unit
SET LOCAL check_function_bodies = off;

CREATE FUNCTION public.twice(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT x * 2$$;
ALTER TABLE public.t DROP COLUMN b;
DROP FUNCTION public.twice(integer, integer);
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (public.twice(a)) STORED;
