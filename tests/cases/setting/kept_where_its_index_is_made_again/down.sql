-- unit
ALTER TABLE public.t SET WITHOUT CLUSTER;
ALTER TABLE public.t REPLICA IDENTITY DEFAULT;
ALTER TABLE public.u SET WITHOUT CLUSTER;
DROP INDEX public.t_ab;
DROP INDEX public."u ""a";
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a);

-- hazard MAY_FAIL: fails if rows of t are not unique
CREATE UNIQUE INDEX t_ab ON public.t USING btree (a, b);

ALTER TABLE public.t CLUSTER ON t_pkey;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_ab;
ALTER TABLE public.u REPLICA IDENTITY FULL;
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'kept';
COMMENT ON INDEX public.t_pkey IS 'kept, too';
