-- unit
ALTER TYPE public.person RENAME ATTRIBUTE name TO full_name CASCADE;
ALTER TABLE public.people NOT OF;

-- hazard DATA_LOSS: drops the attribute with its values
ALTER TYPE public.person DROP ATTRIBUTE born;

ALTER TYPE public.person ADD ATTRIBUTE email text;
ALTER TYPE public.person ALTER ATTRIBUTE id TYPE bigint;
ALTER TABLE public.people ADD COLUMN email text;
DROP VIEW public.names;
ALTER TABLE public.people ALTER COLUMN id TYPE bigint;

CREATE VIEW public.names AS
SELECT people.id
   FROM public.people;

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.people DROP COLUMN born;

ALTER TABLE public.people OF public.person;
