-- unit
DROP MATERIALIZED VIEW public.sums;
DROP VIEW public.large_totals;
DROP VIEW public.totals;

-- hazard MAY_FAIL: fails if a value of total does not fit into integer
ALTER TABLE public.orders ALTER COLUMN total TYPE integer;

CREATE VIEW public.totals AS
SELECT orders.id,
    orders.total
   FROM public.orders;

CREATE VIEW public.large_totals AS
SELECT totals.id
   FROM public.totals
  WHERE (totals.total > 1000);

CREATE MATERIALIZED VIEW public.sums AS
SELECT sum(orders.total) AS total,
    orders.id
   FROM public.orders
  GROUP BY orders.id;

CREATE UNIQUE INDEX ix_sums ON public.sums USING btree (id);
COMMENT ON VIEW public.totals IS 'All of them';
