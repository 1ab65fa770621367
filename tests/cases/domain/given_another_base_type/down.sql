-- unit
SET LOCAL check_function_bodies = off;

LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
DROP FUNCTION public.next_code(public.code);
ALTER DOMAIN public.code RENAME TO code__old;
CREATE DOMAIN public.code AS integer DEFAULT 1 CONSTRAINT code_check CHECK ((VALUE > 0));
ALTER DOMAIN public.codes RENAME TO codes__old;
CREATE DOMAIN public.codes AS public.code[];
ALTER TYPE public.item RENAME TO item__old;

CREATE TYPE public.item AS (
    what public.code,
    note text
);

CREATE FUNCTION public.next_code(c public.code) RETURNS public.code LANGUAGE sql AS $$select c + 1$$;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of code does not fit into integer
ALTER TABLE public.t ALTER COLUMN c TYPE public.code USING c::bigint;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of code does not fit into integer
ALTER TABLE public.t ALTER COLUMN more TYPE public.code[] USING more::bigint[];

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of code does not fit into integer
ALTER TABLE public.t ALTER COLUMN most TYPE public.codes USING most::text::public.codes;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if a value of code does not fit into integer
ALTER TABLE public.t ALTER COLUMN item TYPE public.item USING CASE WHEN item IS DISTINCT FROM NULL THEN ROW((item).what::bigint, (item).note)::text::public.item END;

ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 5;
COMMENT ON DOMAIN public.code IS 'stays';
DROP DOMAIN public.codes__old;
DROP TYPE public.item__old;
DROP DOMAIN public.code__old;
