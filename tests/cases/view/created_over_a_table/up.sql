-- unit
ALTER TABLE public.customers ADD COLUMN deleted boolean DEFAULT false NOT NULL;

CREATE VIEW public.active_customers WITH (security_barrier = true) AS
SELECT customers.id,
    customers.name
   FROM public.customers
  WHERE (NOT customers.deleted);

CREATE VIEW public.a_list AS
SELECT active_customers.name
   FROM public.active_customers;

COMMENT ON VIEW public.active_customers IS 'Without those who left';
COMMENT ON COLUMN public.active_customers.name IS 'as given';
