-- unit
ALTER TABLE public.whole DETACH PARTITION public.alone;
DROP INDEX public.alone_amount_idx;
ALTER TABLE public.alone DROP CONSTRAINT amount_positive;

-- hazard DATA_LOSS: values of amount may be rounded, cut or shifted to fit numeric(10,2)
-- hazard MAY_FAIL: fails if a value of amount does not fit into numeric(10,2)
ALTER TABLE public.alone ALTER COLUMN amount TYPE numeric(10,2);

ALTER TABLE public.alone ADD COLUMN note text;
ALTER TABLE public.alone ALTER COLUMN amount SET DEFAULT 1;
CREATE INDEX alone_amount ON public.alone USING btree (amount) WHERE (amount > (100)::numeric);
