-- unit
DROP FUNCTION public.in_it();
drop language own;
DROP FUNCTION public.handle();
