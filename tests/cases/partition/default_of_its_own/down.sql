-- unit
ALTER TABLE public.job_1 DROP CONSTRAINT state_known;
ALTER TABLE public.job_0 ALTER COLUMN state SET DEFAULT 'fresh';
ALTER TABLE public.job_0 ALTER COLUMN tries SET DEFAULT 5;
ALTER TABLE public.job_1 ALTER COLUMN tries SET DEFAULT 5;
ALTER TABLE public.job ALTER COLUMN state SET DEFAULT 'new'::text;
ALTER TABLE public.job ALTER COLUMN tries SET DEFAULT 3;
ALTER TABLE public.job_0 ALTER COLUMN state SET DEFAULT 'queued'::text;
