-- unit
DROP FUNCTION public.add_visit(text);
DROP FUNCTION public.next_visit();

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.visits;
