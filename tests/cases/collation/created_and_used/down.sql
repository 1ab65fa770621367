-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.t;

DROP TYPE public.c;
DROP DOMAIN public.label;
DROP COLLATION public.german;
DROP COLLATION public.plain;
