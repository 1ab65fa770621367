-- unit
SET LOCAL check_function_bodies = off;

ALTER TYPE public.new_name_multirange RENAME TO old_name_multirange;
ALTER FUNCTION public.new_name_multirange() RENAME TO old_name_multirange;
ALTER FUNCTION public.new_name_multirange(public.new_name) RENAME TO old_name_multirange;
ALTER FUNCTION public.new_name_multirange(public.new_name[]) RENAME TO old_name_multirange;
ALTER TYPE public.many_q RENAME TO qs;
ALTER FUNCTION public.many_q() RENAME TO qs;
ALTER FUNCTION public.many_q(public.q) RENAME TO qs;
ALTER FUNCTION public.many_q(public.q[]) RENAME TO qs;

-- hazard MAY_FAIL: fails if a value of q does not fit into public.qs
ALTER TABLE public.t ALTER COLUMN q TYPE public.qs USING q::text::public.qs;

DROP FUNCTION public.f(public.r);
DROP TYPE public.r;
CREATE TYPE public.r AS RANGE (SUBTYPE = double precision);
CREATE FUNCTION public.f(r public.r) RETURNS boolean LANGUAGE sql AS $$select isempty(r)$$;
COMMENT ON TYPE public.r IS 'kept';
ALTER TYPE public.new_name RENAME TO old_name;
ALTER FUNCTION public.new_name(time without time zone, time without time zone) RENAME TO old_name;
ALTER FUNCTION public.new_name(time without time zone, time without time zone, text) RENAME TO old_name;
