-- unit
DROP INDEX public.alone_amount;
ALTER TABLE public.alone ALTER COLUMN amount TYPE numeric(12,2);
ALTER TABLE public.alone ALTER COLUMN amount SET DEFAULT 0;

-- hazard MAY_FAIL: fails if rows of alone violate it
ALTER TABLE public.alone ADD CONSTRAINT amount_positive CHECK (amount >= 0);

CREATE INDEX alone_amount_idx ON public.alone USING btree (amount) WHERE (amount > 100);

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.alone DROP COLUMN note;

-- hazard MAY_FAIL: fails if a row of alone is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.whole ATTACH PARTITION public.alone FOR VALUES IN ('a', 'b');
