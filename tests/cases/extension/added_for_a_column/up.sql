-- unit
CREATE EXTENSION citext SCHEMA public;

-- hazard MAY_FAIL: fails if a value of email does not fit into public.citext
ALTER TABLE public.users ALTER COLUMN email TYPE public.citext USING email::public.citext;
