-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.jobs;

ALTER TABLE public.finished_jobs RENAME TO jobs;
