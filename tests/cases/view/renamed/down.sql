-- unit
ALTER VIEW public.every_order RENAME TO all_orders;
