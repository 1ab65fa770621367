-- unit
DROP TRIGGER g ON public.t;

-- hazard MAY_FAIL: fails if a value of a does not fit into integer
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE TRIGGER g BEFORE UPDATE OF a ON public.t FOR EACH ROW WHEN ((old.a IS DISTINCT FROM new.a)) EXECUTE FUNCTION public.f();
