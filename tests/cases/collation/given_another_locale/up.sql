-- unit
LOCK TABLE public.t IN ACCESS EXCLUSIVE MODE;
DROP INDEX public.t_b;
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
ALTER TABLE public.t DROP CONSTRAINT t_b_check;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER COLLATION public.german RENAME TO german__old;
CREATE COLLATION public.german (PROVIDER = icu, LOCALE = 'de-u-co-phonebk', DETERMINISTIC = false);
ALTER DOMAIN public.label RENAME TO label__old;
CREATE DOMAIN public.label AS text COLLATE public.german CONSTRAINT label_check CHECK ((VALUE <> ''::text));

-- hazard REWRITE: rebuilds the indexes on a of t
ALTER TABLE public.t ALTER COLUMN a TYPE character varying(10) COLLATE public.german;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN n TYPE public.label USING n::text::public.label;

-- hazard REWRITE: rewrites t under an ACCESS EXCLUSIVE lock
ALTER TABLE public.t ALTER COLUMN l TYPE public.label[] USING l::text[]::public.label[];

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::character varying;

-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (((a)::text > 'b'::text));

-- hazard MAY_FAIL: fails if rows of t violate it
ALTER TABLE public.t ADD CONSTRAINT t_b_check CHECK ((b > ('x'::text COLLATE public.german)));

CREATE INDEX t_b ON public.t USING btree (b COLLATE public.german);
COMMENT ON COLLATION public.german IS 'kept';
DROP DOMAIN public.label__old;
DROP COLLATION public.german__old;
