-- unit
-- hazard MAY_FAIL: fails if a value of b does not fit into character varying(9)
ALTER TABLE public.base ALTER COLUMN b TYPE character varying(9);

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE ONLY public.base DROP COLUMN b;
