-- unit
LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TYPE public.inner_one RENAME TO inner_one__old;

CREATE TYPE public.inner_one AS (
    n integer
);

ALTER TYPE public.outer_one RENAME TO outer_one__old;

CREATE TYPE public.outer_one AS (
    i public.inner_one,
    t text
);

ALTER DOMAIN public.wrapped RENAME TO wrapped__old;
CREATE DOMAIN public.wrapped AS public.outer_one;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of n does not fit into integer
ALTER TABLE public.t ALTER COLUMN a TYPE public.inner_one USING CASE WHEN a IS DISTINCT FROM NULL THEN ROW((a).n::integer)::text::public.inner_one END;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of n does not fit into integer
ALTER TABLE public.t ALTER COLUMN b TYPE public.outer_one[] USING b::text[]::public.outer_one[];

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of n does not fit into integer
ALTER TABLE public.t ALTER COLUMN c TYPE public.wrapped USING CASE WHEN c IS DISTINCT FROM NULL THEN ROW(CASE WHEN (c).i IS DISTINCT FROM NULL THEN ROW(((c).i).n::integer)::text::public.inner_one END, (c).t)::text::public.outer_one END;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT ROW(1)::public.inner_one;
DROP DOMAIN public.wrapped__old;
DROP TYPE public.outer_one__old;
DROP TYPE public.inner_one__old;
