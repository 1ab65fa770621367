-- unit
CREATE COLLATION public.german (PROVIDER = icu, LOCALE = 'de');
CREATE COLLATION public.plain (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE DOMAIN public.label AS text COLLATE public.german;

CREATE TYPE public.c AS (
    x text COLLATE public.german
);

CREATE TABLE public.t (
    a text COLLATE public.german,
    b text,
    n public.label,
    CONSTRAINT t_b_check CHECK (b > 'x' collate public.plain)
);

CREATE INDEX t_b ON public.t USING btree (b COLLATE public.german);
COMMENT ON COLLATION public.german IS 'phone book';
