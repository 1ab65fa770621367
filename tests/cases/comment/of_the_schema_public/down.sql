-- unit
COMMENT ON SCHEMA public IS 'Ours';

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.t;
