-- unit
DROP TRIGGER put ON public.v;
