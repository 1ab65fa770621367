-- unit
-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.people;

DROP FUNCTION public.domain_of(public.email);
DROP DOMAIN public.work_email;
DROP DOMAIN public.email;
DROP FUNCTION public.not_spam(text);
