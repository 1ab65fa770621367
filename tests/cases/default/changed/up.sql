-- unit
ALTER TABLE public.payments ALTER COLUMN amount SET DEFAULT 3.49;
