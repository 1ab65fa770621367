-- unit
ALTER TABLE public.place ALTER COLUMN id TYPE bigint;
ALTER TABLE public.visit ADD COLUMN at public.place;
