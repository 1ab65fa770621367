-- unit
-- hazard MAY_FAIL: fails if a value of email does not fit into text
ALTER TABLE public.users ALTER COLUMN email TYPE text USING email::text::text;

DROP EXTENSION citext;
