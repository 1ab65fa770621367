-- unit
ALTER TABLE public.a RENAME COLUMN state TO status;
ALTER PUBLICATION feed RENAME TO fed;
ALTER PUBLICATION fed DROP TABLE public.a;
ALTER TABLE public.a ALTER COLUMN status TYPE character varying(20);
ALTER PUBLICATION fed ADD TABLE public.a (id, n, status) WHERE (status <> 'x' and n > 0);
