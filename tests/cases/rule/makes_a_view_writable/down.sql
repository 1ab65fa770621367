-- unit
DROP RULE "never empty" ON public.people;
DROP RULE enter ON public.present;
DROP RULE leave ON public.present;
