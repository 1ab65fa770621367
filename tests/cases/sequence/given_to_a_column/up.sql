-- unit
ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
ALTER SEQUENCE public.numbers AS bigint CACHE 10;
ALTER SEQUENCE public.numbers OWNED BY public.t.n;
ALTER TABLE public.t ALTER COLUMN n SET DEFAULT nextval('public.numbers'::regclass);
