-- unit
ALTER TABLE public.calls ALTER COLUMN id TYPE bigint;
CREATE TABLE public.calls_new PARTITION OF public.calls FOR VALUES FROM ('2024-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE public.calls_new_0 PARTITION OF public.calls_new FOR VALUES WITH (modulus 1, remainder 0);
