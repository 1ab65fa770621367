-- unit
LOCK TABLE public.jobs IN ACCESS EXCLUSIVE MODE;
DROP INDEX public.ix_open;
ALTER TABLE public.jobs DROP CONSTRAINT jobs_state_check;
ALTER TABLE public.jobs ALTER COLUMN state DROP DEFAULT;
ALTER TYPE public.state RENAME TO state__old;
CREATE TYPE public.state AS ENUM ('new', 'done');

-- hazard REWRITE: rewrites jobs under an ACCESS EXCLUSIVE lock
-- hazard DATA_LOSS: 'stale' becomes 'done'; the downgrade cannot tell them apart
ALTER TABLE public.jobs ALTER COLUMN state TYPE public.state USING (CASE state::text WHEN 'stale' THEN 'done' ELSE state::text END)::public.state;

-- hazard REWRITE: rewrites jobs under an ACCESS EXCLUSIVE lock
-- hazard DATA_LOSS: 'stale' becomes 'done'; the downgrade cannot tell them apart
ALTER TABLE public.jobs ALTER COLUMN past TYPE public.state[] USING array_replace(past::text[], 'stale', 'done')::public.state[];

ALTER TABLE public.jobs ALTER COLUMN state SET DEFAULT 'new'::public.state;

-- hazard MAY_FAIL: fails if rows of jobs violate it
ALTER TABLE public.jobs ADD CONSTRAINT jobs_state_check CHECK ((state <> 'done'::public.state));

CREATE INDEX ix_open ON public.jobs USING btree (id) WHERE (state = 'new'::public.state);
DROP TYPE public.state__old;
