-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.people;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.guests;
