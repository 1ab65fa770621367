-- unit
DROP VIEW public.readers;
DROP VIEW public.totals;

CREATE VIEW public.totals AS
SELECT orders.id, orders.total, orders.note FROM public.orders;

CREATE VIEW public.readers AS
SELECT totals.id
   FROM public.totals;
