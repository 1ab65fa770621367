-- unit
ALTER TABLE public.t SET (fillfactor = 60, autovacuum_enabled = false, toast.vacuum_truncate = false, toast.autovacuum_enabled = false);

CREATE TABLE public.new (
    a text
) WITH (parallel_workers = 2, fillfactor = 50, autovacuum_enabled = false);

CREATE VIEW public.v WITH (security_invoker = true, security_barrier = true) AS
SELECT new_1.a
   FROM public.new new_1;
