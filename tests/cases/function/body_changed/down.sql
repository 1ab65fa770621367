-- unit
SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$begin new.at := now(); return new; end$$;
