-- unit
ALTER FOREIGN TABLE public.clients OPTIONS (DROP updatable, ADD fetch_size '100', SET table_name 'c');
ALTER TABLE public.clients ALTER COLUMN number DROP NOT NULL;
ALTER TABLE public.clients ALTER COLUMN number TYPE integer;
DROP VIEW public.order_ids;
DROP FOREIGN TABLE public.orders;

CREATE FOREIGN TABLE public.orders (
    id integer OPTIONS (column_name 'order_id') NOT NULL,
    state text DEFAULT 'new'::text,
    CONSTRAINT orders_state_check CHECK ((state <> ''::text))
) SERVER old OPTIONS (schema_name 'app', table_name 'orders');

CREATE VIEW public.order_ids AS
SELECT orders.id
   FROM public.orders;

COMMENT ON FOREIGN TABLE public.orders IS 'far away';
COMMENT ON COLUMN public.orders.id IS 'theirs';
ALTER TABLE public.clients RENAME COLUMN number TO id;
ALTER FOREIGN TABLE public.clients RENAME TO customers;
