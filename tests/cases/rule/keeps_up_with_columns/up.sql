-- unit
ALTER TABLE public.t RENAME COLUMN a TO amount;
ALTER RULE log_change ON public.t RENAME TO logged;
DROP RULE logged ON public.t;
ALTER TABLE public.log ALTER COLUMN t TYPE bigint;
ALTER TABLE public.log ADD COLUMN is_now integer;
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;

CREATE RULE logged AS ON UPDATE TO public.t WHERE (old.amount <> new.amount) DO ALSO INSERT INTO public.log (t, was, is_now)
  VALUES (old.id, old.amount, new.amount);
