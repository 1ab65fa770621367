-- unit
-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.customers DROP COLUMN level;

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.customers DROP COLUMN note;
