-- unit
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

-- hazard MAY_FAIL: fails if a value of a does not fit into public.status[]
ALTER TABLE public.t ALTER COLUMN a TYPE public.status[] USING CASE WHEN a IS NOT NULL THEN ARRAY[a]::public.status[] END;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '{new}'::public.status[];
