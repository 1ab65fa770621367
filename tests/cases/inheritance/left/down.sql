-- unit
-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.base ALTER COLUMN id TYPE integer;

ALTER TABLE public.heir INHERIT public.other;
