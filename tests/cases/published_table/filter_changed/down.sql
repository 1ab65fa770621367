-- unit
ALTER PUBLICATION fed DROP TABLE public.a;

-- hazard MAY_FAIL: fails if a value of status does not fit into character varying(10)
ALTER TABLE public.a ALTER COLUMN status TYPE character varying(10);

ALTER PUBLICATION fed ADD TABLE public.a (id, status) WHERE (((status)::text <> 'x'::text));
ALTER PUBLICATION fed RENAME TO feed;
ALTER TABLE public.a RENAME COLUMN status TO state;
