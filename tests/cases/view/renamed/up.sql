-- unit
ALTER VIEW public.all_orders RENAME TO every_order;
