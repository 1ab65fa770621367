-- unit
CREATE OR REPLACE VIEW public.totals AS
SELECT orders.id,
    orders.total,
    orders.note
   FROM public.orders;
