-- unit
ALTER FOREIGN TABLE public.customers RENAME TO clients;
ALTER TABLE public.clients RENAME COLUMN id TO number;
ALTER FOREIGN TABLE public.clients OPTIONS (DROP fetch_size, SET table_name 'clients', ADD updatable 'false');
ALTER TABLE public.clients ALTER COLUMN number TYPE bigint;
ALTER TABLE public.clients ALTER COLUMN number SET NOT NULL;
DROP VIEW public.order_ids;
DROP FOREIGN TABLE public.orders;

CREATE FOREIGN TABLE public.orders (
    id bigint OPTIONS (column_name 'order_id') NOT NULL,
    state text DEFAULT 'new'::text,
    CONSTRAINT orders_state_check CHECK ((state <> ''::text))
) SERVER new OPTIONS (schema_name 'app', table_name 'orders');

CREATE VIEW public.order_ids AS
SELECT orders.id
   FROM public.orders;

GRANT SELECT ON TABLE public.orders TO PUBLIC;
COMMENT ON FOREIGN TABLE public.orders IS 'far away';
COMMENT ON COLUMN public.orders.id IS 'theirs';
