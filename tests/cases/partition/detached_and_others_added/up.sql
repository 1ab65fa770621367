-- unit
ALTER TABLE public.log DETACH PARTITION public.log_1;
LOCK TABLE ONLY public.log, public.log_2 IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE log_2_rows ON COMMIT DROP AS SELECT * FROM public.log_2 WHERE (day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-04-01');

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.log_2;

LOCK TABLE ONLY public.log, public.log_3 IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE log_3_rows ON COMMIT DROP AS SELECT * FROM public.log_3 WHERE (day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-04-01');

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.log_3;

CREATE TABLE public.log_quarter PARTITION OF public.log FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');
INSERT INTO public.log_quarter (day, line) SELECT day, line FROM pg_temp.log_2_rows WHERE day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-04-01';
INSERT INTO public.log_quarter (day, line) SELECT day, line FROM pg_temp.log_3_rows WHERE day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-04-01';
