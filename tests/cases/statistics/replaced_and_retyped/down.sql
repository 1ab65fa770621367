-- unit
DROP STATISTICS public.t_a_and_b;
DROP STATISTICS public.t_rows;

-- hazard MAY_FAIL: fails if a value of a does not fit into integer
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE STATISTICS public.t_a_and_b (dependencies) ON a, b FROM public.t;
CREATE STATISTICS public.t_rows ON (a + b), (lower(c)) FROM public.t;
ALTER STATISTICS public.t_a_and_b RENAME TO t_ab;
