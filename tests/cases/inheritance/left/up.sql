-- unit
ALTER TABLE public.heir NO INHERIT public.other;
ALTER TABLE public.base ALTER COLUMN id TYPE bigint;
