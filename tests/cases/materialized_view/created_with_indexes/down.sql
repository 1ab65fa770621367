-- unit
DROP MATERIALIZED VIEW public.popular;
