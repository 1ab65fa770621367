-- unit
ALTER TABLE public.whole RENAME COLUMN total TO amount;
ALTER TABLE public.part RENAME TO a;
ALTER TABLE public.whole RENAME TO t;
