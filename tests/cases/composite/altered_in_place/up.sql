-- unit
ALTER TYPE public.address ADD ATTRIBUTE country text;
ALTER TYPE public.address ADD ATTRIBUTE state text;
ALTER TYPE public.point ALTER ATTRIBUTE x TYPE double precision;
ALTER TYPE public.point ALTER ATTRIBUTE y TYPE double precision;
COMMENT ON COLUMN public.address.town IS 'or village';
