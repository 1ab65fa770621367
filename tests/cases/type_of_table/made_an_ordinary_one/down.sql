-- unit
ALTER TABLE public.new_people NOT OF;
ALTER TABLE public.people OF public.person;
