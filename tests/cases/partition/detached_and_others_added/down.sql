-- unit
LOCK TABLE ONLY public.log, public.log_quarter IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE log_quarter_rows ON COMMIT DROP AS SELECT * FROM public.log_quarter WHERE (day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-02-01') OR (day IS NOT NULL AND day >= '2024-02-01' AND day < '2024-03-01') OR (day IS NOT NULL AND day >= '2024-03-01' AND day < '2024-04-01');

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.log_quarter;

CREATE UNLOGGED TABLE public.log_2 PARTITION OF public.log FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
INSERT INTO public.log_2 (day, line) SELECT day, line FROM pg_temp.log_quarter_rows WHERE day IS NOT NULL AND day >= '2024-02-01' AND day < '2024-03-01';
CREATE TABLE public.log_3 PARTITION OF public.log FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
INSERT INTO public.log_3 (day, line) SELECT day, line FROM pg_temp.log_quarter_rows WHERE day IS NOT NULL AND day >= '2024-03-01' AND day < '2024-04-01';

-- hazard MAY_FAIL: fails if a row of log_1 is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.log ATTACH PARTITION public.log_1 FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');

INSERT INTO public.log_1 (day, line) SELECT day, line FROM pg_temp.log_quarter_rows WHERE day IS NOT NULL AND day >= '2024-01-01' AND day < '2024-02-01';
