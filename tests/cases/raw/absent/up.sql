-- unit
drop conversion public.latin;
