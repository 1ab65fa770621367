-- unit
ALTER STATISTICS public.t_ab RENAME TO t_a_and_b;
DROP STATISTICS public.t_a_and_b;
DROP STATISTICS public.t_rows;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
CREATE STATISTICS public.t_a_and_b (mcv, ndistinct) ON a, b FROM public.t;
ALTER STATISTICS public.t_a_and_b SET STATISTICS 500;
CREATE STATISTICS public.t_rows ON (a + b), (lower(c)) FROM public.t;
COMMENT ON STATISTICS public.t_rows IS 'kept';
