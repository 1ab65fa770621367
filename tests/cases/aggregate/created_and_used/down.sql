-- unit
DROP VIEW public.v;
DROP AGGREGATE public.largest(integer);
DROP AGGREGATE public.my_count(*);
DROP AGGREGATE public.first_of(double precision ORDER BY anyelement);
DROP FUNCTION public.larger(integer, integer);
