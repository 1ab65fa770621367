-- unit
DROP VIEW public.first_of_them;
DROP MATERIALIZED VIEW public.popular;

CREATE MATERIALIZED VIEW public.popular AS
SELECT DISTINCT visits.page
   FROM public.visits;

CREATE VIEW public.first_of_them AS
SELECT popular.page
   FROM public.popular
 LIMIT 10;

CREATE INDEX popular_page ON public.popular USING btree (page);
