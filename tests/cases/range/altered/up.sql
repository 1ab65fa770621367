-- unit
SET LOCAL check_function_bodies = off;

ALTER TYPE public.old_name RENAME TO new_name;
ALTER FUNCTION public.old_name(time without time zone, time without time zone) RENAME TO new_name;
ALTER FUNCTION public.old_name(time without time zone, time without time zone, text) RENAME TO new_name;
ALTER TYPE public.qs RENAME TO many_q;
ALTER FUNCTION public.qs() RENAME TO many_q;
ALTER FUNCTION public.qs(public.q) RENAME TO many_q;
ALTER FUNCTION public.qs(public.q[]) RENAME TO many_q;
ALTER TYPE public.old_name_multirange RENAME TO new_name_multirange;
ALTER FUNCTION public.old_name_multirange() RENAME TO new_name_multirange;
ALTER FUNCTION public.old_name_multirange(public.new_name) RENAME TO new_name_multirange;
ALTER FUNCTION public.old_name_multirange(public.new_name[]) RENAME TO new_name_multirange;

-- hazard MAY_FAIL: fails if a value of q does not fit into public.many_q
ALTER TABLE public.t ALTER COLUMN q TYPE public.many_q USING q::text::public.many_q;

DROP FUNCTION public.f(public.r);
DROP TYPE public.r;
CREATE TYPE public.r AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);
CREATE FUNCTION public.f(r public.r) RETURNS boolean LANGUAGE sql AS $$select isempty(r)$$;
COMMENT ON TYPE public.r IS 'kept';
