-- unit
LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TYPE public.inner_one RENAME TO inner_one__old;

CREATE TYPE public.inner_one AS (
    a integer,
    b numeric
);

ALTER DOMAIN public.wrapped RENAME TO wrapped__old;
CREATE DOMAIN public.wrapped AS public.inner_one;
ALTER TYPE public.outer_one RENAME TO outer_one__old;

CREATE TYPE public.outer_one AS (
    i public.inner_one,
    t text
);

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of b does not fit into numeric
-- hazard DATA_LOSS: drops attribute new with its values
ALTER TABLE public.t ALTER COLUMN a TYPE public.inner_one USING CASE WHEN a IS DISTINCT FROM NULL THEN ROW((a).a, (a).b::numeric)::text::public.inner_one END;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of b does not fit into numeric
-- hazard DATA_LOSS: drops attribute new with its values
ALTER TABLE public.t ALTER COLUMN b TYPE public.outer_one USING CASE WHEN b IS DISTINCT FROM NULL THEN ROW(CASE WHEN (b).i IS DISTINCT FROM NULL THEN ROW(((b).i).a, ((b).i).b::numeric)::text::public.inner_one END, (b).t)::text::public.outer_one END;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of b does not fit into numeric
-- hazard DATA_LOSS: drops attribute new with its values
ALTER TABLE public.t ALTER COLUMN c TYPE public.wrapped USING CASE WHEN c IS DISTINCT FROM NULL THEN ROW((c).a, (c).b::numeric)::text::public.inner_one END;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT ROW(1, (2)::numeric)::public.inner_one;
DROP DOMAIN public.wrapped__old;
DROP TYPE public.outer_one__old;
DROP TYPE public.inner_one__old;
