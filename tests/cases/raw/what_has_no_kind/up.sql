-- unit
SET LOCAL check_function_bodies = off;

CREATE FUNCTION public.handle() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
create language own handler public.handle;
comment on language own is 'a language of our own';
CREATE FUNCTION public.in_it() RETURNS integer LANGUAGE own AS $$begin return 1; end$$;
