-- unit
ALTER TABLE public.c DROP CONSTRAINT c_a_fkey;
ALTER TABLE public.p DROP CONSTRAINT p_pkey;
ALTER TABLE public.p ALTER COLUMN a DROP NOT NULL;

-- hazard MAY_FAIL: fails if rows of p violate it
ALTER TABLE public.p ADD CONSTRAINT p_a_key UNIQUE (a);

-- hazard MAY_FAIL: fails if rows of c violate it
ALTER TABLE public.c ADD CONSTRAINT c_a_fkey FOREIGN KEY (a) REFERENCES public.p (a);

-- hazard MAY_FAIL: fails if rows of p violate it
ALTER TABLE public.p ADD CONSTRAINT p_pkey PRIMARY KEY (b);
