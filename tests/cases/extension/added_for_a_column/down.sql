-- unit
ALTER TABLE public.users ALTER COLUMN email TYPE text;
DROP EXTENSION citext;
