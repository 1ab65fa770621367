-- unit
COMMENT ON COLUMN public.events_a.body IS NULL;
ALTER TABLE public.events_a ALTER COLUMN note DROP NOT NULL;
ALTER TABLE public.events_a ALTER COLUMN body SET STORAGE EXTENDED;
ALTER TABLE public.events_a ALTER COLUMN body SET COMPRESSION default;
ALTER TABLE ONLY public.events_a ALTER COLUMN score SET STATISTICS -1;
ALTER TABLE public.events_a ALTER COLUMN score RESET (n_distinct);
ALTER TABLE public.base ALTER COLUMN a SET STORAGE EXTENDED;
ALTER TABLE public.base ALTER COLUMN b DROP NOT NULL;

-- hazard MAY_FAIL: fails if a row of public.events_a has no gone
ALTER TABLE public.events_a ALTER COLUMN gone SET NOT NULL;

ALTER TABLE public.events_a ALTER COLUMN gone SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.events_a ALTER COLUMN gone SET STATISTICS 50;
ALTER TABLE public.heir ALTER COLUMN a SET STORAGE EXTERNAL;

-- hazard MAY_FAIL: fails if a row of public.heir has no b
ALTER TABLE public.heir ALTER COLUMN b SET NOT NULL;

COMMENT ON COLUMN public.events_a.gone IS 'of the part';
