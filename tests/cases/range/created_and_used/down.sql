-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.t;

DROP TYPE public.float_range;
DROP TYPE public.span;
DROP TYPE public.by_own;
DROP FUNCTION public.distance(integer, integer);
