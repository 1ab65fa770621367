-- unit
CREATE MATERIALIZED VIEW public.popular WITH (fillfactor = 80) AS
SELECT visits.page,
    count(*) AS times
   FROM public.visits
  GROUP BY visits.page;

CREATE UNIQUE INDEX popular_page ON public.popular USING btree (page);
CREATE INDEX popular_times ON public.popular USING btree (times DESC);
COMMENT ON MATERIALIZED VIEW public.popular IS 'Refreshed at night';
COMMENT ON COLUMN public.popular.times IS 'visits so far';
COMMENT ON INDEX public.popular_times IS 'for the front page';
