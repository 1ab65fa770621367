-- unit
ALTER TABLE public.customers ADD COLUMN status character varying(20);
UPDATE public.customers SET status = lower(kyc_status) WHERE status IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;

-- hazard MAY_FAIL: fails if a row of public.customers has no status
ALTER TABLE public.customers ALTER COLUMN status SET NOT NULL;
