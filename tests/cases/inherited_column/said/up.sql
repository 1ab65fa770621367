-- unit
COMMENT ON COLUMN public.events_a.gone IS NULL;
ALTER TABLE public.events_a ALTER COLUMN gone DROP NOT NULL;
ALTER TABLE public.events_a ALTER COLUMN gone SET STORAGE EXTENDED;
ALTER TABLE ONLY public.events_a ALTER COLUMN gone SET STATISTICS -1;
ALTER TABLE public.heir ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.base ALTER COLUMN a SET STORAGE MAIN;

-- hazard MAY_FAIL: fails if a row of public.base has no b
ALTER TABLE public.base ALTER COLUMN b SET NOT NULL;

UPDATE public.events_a SET note = 'none' WHERE note IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;

-- hazard MAY_FAIL: fails if a row of public.events_a has no note
ALTER TABLE public.events_a ALTER COLUMN note SET NOT NULL;

ALTER TABLE public.events_a ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE public.events_a ALTER COLUMN body SET COMPRESSION pglz;
ALTER TABLE ONLY public.events_a ALTER COLUMN score SET STATISTICS 500;
ALTER TABLE public.events_a ALTER COLUMN score SET (n_distinct = 100);
ALTER TABLE public.heir ALTER COLUMN a SET STORAGE EXTERNAL;
COMMENT ON COLUMN public.events_a.body IS 'packed already';
