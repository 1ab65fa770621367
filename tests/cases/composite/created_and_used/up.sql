-- unit
SET LOCAL check_function_bodies = off;

CREATE TYPE public.country AS ENUM ('de', 'fr');

CREATE TYPE public.address AS (
    street text COLLATE "C",
    zip character varying(10),
    country public.country,
    lines text[]
);

CREATE TYPE public.person AS (
    name text,
    home public.address
);

CREATE TYPE public.nothing AS ();
CREATE FUNCTION public.zip_of(a public.address) RETURNS text LANGUAGE sql AS $$select a.zip$$;

CREATE TABLE public.cities (
    id integer NOT NULL,
    mayor public.person DEFAULT row('x', null)::public.person,
    houses public.address[],
    CONSTRAINT cities_pkey PRIMARY KEY (id)
);

CREATE FUNCTION public.owner(c public.cities) RETURNS public.person LANGUAGE sql AS $$select c.mayor$$;
COMMENT ON TYPE public.address IS 'Where somebody lives';
COMMENT ON COLUMN public.address.zip IS 'with letters';
