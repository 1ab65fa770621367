-- unit
ALTER TABLE public.heir RENAME COLUMN b TO b_old;
DROP INDEX public.heir_b;
ALTER TABLE public.base ADD COLUMN b text;
UPDATE public.heir SET b = b_old;
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE public.base SET b = '' WHERE b IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;

-- hazard MAY_FAIL: fails if a row of public.base has no b
ALTER TABLE public.base ALTER COLUMN b SET NOT NULL;

CREATE INDEX heir_b ON public.heir USING btree (b);
ALTER TABLE public.heir DROP COLUMN b_old;
