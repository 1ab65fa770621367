-- unit
-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.t DROP COLUMN at;

ALTER TABLE public.t ADD COLUMN at bigint DEFAULT 0;
