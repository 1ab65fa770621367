-- unit
ALTER TABLE public.t ALTER COLUMN at DROP DEFAULT;

-- hazard MAY_FAIL: fails if a value of at does not fit into timestamp with time zone
-- hazard IRREVERSIBLE: USING changes the values of at; the downgrade restores its type, not what they were
ALTER TABLE public.t ALTER COLUMN at TYPE timestamp with time zone USING to_timestamp(at);

ALTER TABLE public.t ALTER COLUMN at SET DEFAULT now();
