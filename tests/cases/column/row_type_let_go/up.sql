-- unit
-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.visit DROP COLUMN at;

-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.place ALTER COLUMN id TYPE integer;
