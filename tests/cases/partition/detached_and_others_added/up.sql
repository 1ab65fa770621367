-- unit
ALTER TABLE public.log DETACH PARTITION public.log_1;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.log_2;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.log_3;

CREATE TABLE public.log_quarter PARTITION OF public.log FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');
