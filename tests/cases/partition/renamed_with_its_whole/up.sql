-- unit
ALTER TABLE public.a RENAME TO part;
ALTER TABLE public.t RENAME TO whole;
ALTER TABLE public.whole RENAME COLUMN amount TO total;
