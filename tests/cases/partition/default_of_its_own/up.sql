-- unit
ALTER TABLE public.job_0 ALTER COLUMN state SET DEFAULT 'new'::text;
ALTER TABLE public.job ALTER COLUMN state SET DEFAULT 'fresh';
ALTER TABLE public.job ALTER COLUMN tries SET DEFAULT 5;
ALTER TABLE public.job_0 ALTER COLUMN state SET DEFAULT 'queued'::text;
ALTER TABLE public.job_0 ALTER COLUMN tries DROP DEFAULT;
ALTER TABLE public.job_1 ALTER COLUMN tries SET DEFAULT 2;

-- hazard MAY_FAIL: fails if rows of job_1 violate it
ALTER TABLE public.job_1 ADD CONSTRAINT state_known CHECK (state in ('fresh', 'done'));
