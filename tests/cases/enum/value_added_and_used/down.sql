-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.jobs;

ALTER TYPE public.state RENAME TO state__old;
CREATE TYPE public.state AS ENUM ('new', 'done');
DROP TYPE public.state__old;
