-- unit
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

-- hazard DATA_LOSS: values of a may be rounded, cut or shifted to fit public.status
-- hazard MAY_FAIL: fails if a value of a does not fit into public.status
ALTER TABLE public.t ALTER COLUMN a TYPE public.status USING a[1];

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'new'::public.status;
