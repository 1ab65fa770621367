-- unit
ALTER TABLE public.t SET (fillfactor = 70, autovacuum_enabled = false);
ALTER TABLE public.t RESET (toast.vacuum_truncate);
DROP VIEW public.v;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.new;
