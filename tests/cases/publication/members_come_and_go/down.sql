-- unit
ALTER PUBLICATION feed DROP TABLE public.c;

-- hazard DATA_LOSS: subscribers miss what changes from now on
DROP PUBLICATION everything;

CREATE TABLE public.b (
    id integer NOT NULL,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);

CREATE PUBLICATION everything FOR ALL TABLES;
ALTER PUBLICATION feed DROP TABLES IN SCHEMA audit;
ALTER PUBLICATION feed SET (publish = 'insert, update', publish_via_partition_root = 'false');
ALTER PUBLICATION feed ADD TABLE public.b;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.c;
