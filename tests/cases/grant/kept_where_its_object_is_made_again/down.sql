-- unit
ALTER TYPE public.mood ADD VALUE 'gone';
-- unit
SET LOCAL check_function_bodies = off;

REVOKE SELECT (g, id) ON TABLE public.t FROM reader;
DROP VIEW public.v;
ALTER TABLE public.t DROP COLUMN g;

-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.t ALTER COLUMN id TYPE integer;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS ((id + 1)) STORED;

CREATE VIEW public.v AS
SELECT t.id
   FROM public.t;

GRANT SELECT (g, id) ON TABLE public.t TO reader;
GRANT SELECT ON TABLE public.v TO reader;
COMMENT ON COLUMN public.t.g IS 'kept';
DROP FUNCTION public.f();
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $$select 1$$;
REVOKE EXECUTE ON ROUTINE public.f() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE public.f() TO reader WITH GRANT OPTION;
COMMENT ON ROUTINE public.f() IS 'kept';
