-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.calls_new_0;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.calls_new;

-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.calls ALTER COLUMN id TYPE integer;
