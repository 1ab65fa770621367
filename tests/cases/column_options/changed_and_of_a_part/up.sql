-- unit
ALTER FOREIGN TABLE public.far ALTER COLUMN b OPTIONS (DROP name);
ALTER TABLE public.far ADD COLUMN c text OPTIONS (name 'C') COLLATE "C" NOT NULL;
ALTER FOREIGN TABLE public.far ALTER COLUMN a OPTIONS (DROP size, SET name 'AA', ADD unit 'm');
ALTER FOREIGN TABLE public.old_events ALTER COLUMN data OPTIONS (ADD name 'payload');
ALTER TABLE public.old_events ALTER COLUMN data SET DEFAULT 'old';
