-- unit
ALTER TABLE public.people NOT OF;
ALTER TABLE public.new_people OF public.person;
