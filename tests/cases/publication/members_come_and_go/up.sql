-- unit
ALTER PUBLICATION feed DROP TABLE public.b;

-- hazard DATA_LOSS: subscribers miss what changes from now on
DROP PUBLICATION everything;

CREATE TABLE public.c (
    id integer NOT NULL,
    CONSTRAINT c_pkey PRIMARY KEY (id)
);

ALTER PUBLICATION feed ADD TABLES IN SCHEMA audit;
ALTER PUBLICATION feed SET (publish = 'insert', publish_via_partition_root = 'true');
CREATE PUBLICATION everything FOR TABLE public.a (id, state) WHERE (state <> 'x'), TABLE public.c;
ALTER PUBLICATION feed ADD TABLE public.c;
COMMENT ON PUBLICATION everything IS 'no longer';

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.b;
