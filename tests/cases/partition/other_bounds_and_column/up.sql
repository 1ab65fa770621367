-- unit
ALTER TABLE public.calls DETACH PARTITION public.calls_north;
CREATE TEMPORARY TABLE calls_north_rows ON COMMIT DROP AS SELECT * FROM public.calls_north WHERE (region IN ('n', 'ne')) IS NOT TRUE;
DELETE FROM public.calls_north WHERE (region IN ('n', 'ne')) IS NOT TRUE;
CREATE TABLE public.calls_rest PARTITION OF public.calls DEFAULT;

-- hazard MAY_FAIL: fails if a row of calls_north is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.calls ATTACH PARTITION public.calls_north FOR VALUES IN ('n', 'ne');

INSERT INTO public.calls (id, region) SELECT id, region FROM pg_temp.calls_north_rows;
DROP INDEX public.calls_id_idx;

-- hazard MAY_FAIL: fails if a row of public.calls has no id
ALTER TABLE public.calls ALTER COLUMN id SET NOT NULL;

ALTER TABLE public.calls ADD COLUMN made date DEFAULT '2024-01-01' NOT NULL;
CREATE INDEX calls_made_idx ON public.calls USING btree (made);

-- hazard MAY_FAIL: fails if rows of calls_north are not unique
CREATE UNIQUE INDEX calls_north_one ON public.calls_north USING btree (made, id);
