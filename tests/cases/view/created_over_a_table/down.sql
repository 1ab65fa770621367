-- unit
DROP VIEW public.a_list;
DROP VIEW public.active_customers;

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.customers DROP COLUMN deleted;
