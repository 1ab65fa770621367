-- unit
ALTER TABLE public.t ALTER COLUMN at DROP DEFAULT;

-- hazard MAY_FAIL: fails if a value of at does not fit into bigint
ALTER TABLE public.t ALTER COLUMN at TYPE bigint USING at::text::bigint;

ALTER TABLE public.t ALTER COLUMN at SET DEFAULT 0;
