-- unit
DROP FUNCTION public.zip_of(public.address);
DROP FUNCTION public.owner(public.cities);

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.cities;

DROP TYPE public.person;
DROP TYPE public.address;
DROP TYPE public.nothing;
DROP TYPE public.country;
