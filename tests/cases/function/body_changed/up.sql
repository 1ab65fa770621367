-- unit
SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$begin new.at := clock_timestamp(); return new; end$$;
