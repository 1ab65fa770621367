-- unit
COMMENT ON COLUMN public.v.a IS NULL;
