-- unit
ALTER TABLE public.people NOT OF;

-- hazard DATA_LOSS: drops the attribute with its values
ALTER TYPE public.person DROP ATTRIBUTE email;

ALTER TYPE public.person ADD ATTRIBUTE born date;
ALTER TYPE public.person ALTER ATTRIBUTE id TYPE integer;
ALTER TABLE public.people ADD COLUMN born date;
DROP VIEW public.names;

-- hazard MAY_FAIL: fails if a value of id does not fit into integer
ALTER TABLE public.people ALTER COLUMN id TYPE integer;

CREATE VIEW public.names AS
SELECT people.id
   FROM public.people;

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.people DROP COLUMN email;

ALTER TABLE public.people OF public.person;
ALTER TYPE public.person RENAME ATTRIBUTE full_name TO name CASCADE;
