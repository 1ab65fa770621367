-- unit
COMMENT ON COLUMN public.t.a IS NULL;
COMMENT ON TABLE public.t IS 'second';
