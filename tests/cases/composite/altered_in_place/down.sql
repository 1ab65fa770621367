-- unit
COMMENT ON COLUMN public.address.town IS NULL;

-- hazard DATA_LOSS: drops the attribute with its values
ALTER TYPE public.address DROP ATTRIBUTE country;

-- hazard DATA_LOSS: drops the attribute with its values
ALTER TYPE public.address DROP ATTRIBUTE state;

ALTER TYPE public.point ALTER ATTRIBUTE x TYPE real;
ALTER TYPE public.point ALTER ATTRIBUTE y TYPE real;
