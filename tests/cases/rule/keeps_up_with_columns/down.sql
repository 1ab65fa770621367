-- unit
DROP RULE logged ON public.t;

-- hazard MAY_FAIL: fails if a value of t does not fit into integer
ALTER TABLE public.log ALTER COLUMN t TYPE integer;

-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.t ALTER COLUMN id TYPE integer;

CREATE RULE logged AS ON UPDATE TO public.t WHERE (old.amount <> new.amount) DO ALSO INSERT INTO public.log (t, was)
  VALUES (old.id, old.amount);

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.log DROP COLUMN is_now;

ALTER RULE logged ON public.t RENAME TO log_change;
ALTER TABLE public.t RENAME COLUMN amount TO a;
