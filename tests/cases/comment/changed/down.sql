-- unit
COMMENT ON TABLE public.t IS 'first';
COMMENT ON COLUMN public.t.a IS 'it''s a';
