-- unit
SET LOCAL check_function_bodies = off;

CREATE FUNCTION public.open() RETURNS integer LANGUAGE sql AS $$select 1$$;
CREATE FUNCTION public.closed() RETURNS integer LANGUAGE sql AS $$select 1$$;

CREATE TABLE public.u (
    a integer
);

GRANT EXECUTE ON ROUTINE public.open() TO PUBLIC;
REVOKE INSERT ON TABLE public.u FROM reader;
GRANT ALL ON TABLE public.u TO CURRENT_USER;
GRANT SELECT, UPDATE ON TABLE public.u TO reader;
GRANT ALL ON TABLE public.u TO writer;
REVOKE EXECUTE ON ROUTINE public.closed() FROM PUBLIC;
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE VIEW public.v AS
SELECT t.a
   FROM public.t;

REVOKE SELECT, INSERT ON TABLE public.v FROM reader;
GRANT ALL ON TABLE public.v TO CURRENT_USER;
REVOKE ALL ON TABLE public.v FROM writer;
GRANT ALL ON TABLE public.v TO CURRENT_USER;
