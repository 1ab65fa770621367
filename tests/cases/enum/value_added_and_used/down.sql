-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.jobs;

DROP TYPE public.state;
CREATE TYPE public.state AS ENUM ('new', 'done');
