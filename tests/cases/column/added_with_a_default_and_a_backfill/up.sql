-- unit
ALTER TABLE public.customers ADD COLUMN level integer DEFAULT 7 NOT NULL;
UPDATE public.customers SET level = length(kyc_status);
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE public.customers ADD COLUMN note text;
UPDATE public.customers SET note = 'old';
SET CONSTRAINTS ALL IMMEDIATE;
