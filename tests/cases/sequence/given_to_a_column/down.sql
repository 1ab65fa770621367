-- unit
ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT;
ALTER SEQUENCE public.numbers AS integer CACHE 1;
ALTER SEQUENCE public.numbers OWNED BY NONE;

-- hazard MAY_FAIL: fails if a value of n does not fit into integer
ALTER TABLE public.t ALTER COLUMN n TYPE integer;

ALTER TABLE public.t ALTER COLUMN n SET DEFAULT nextval('public.numbers'::regclass);
