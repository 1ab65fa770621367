-- unit
ALTER TABLE public.calls DETACH PARTITION public.calls_north;
CREATE TEMPORARY TABLE calls_north_rows ON COMMIT DROP AS SELECT * FROM public.calls_north WHERE (region IN ('n')) IS NOT TRUE;
DELETE FROM public.calls_north WHERE (region IN ('n')) IS NOT TRUE;
DROP INDEX public.calls_north_one;
LOCK TABLE ONLY public.calls, public.calls_rest IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE calls_rest_rows ON COMMIT DROP AS SELECT * FROM public.calls_rest WHERE (region IN ('n'));

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.calls_rest;

-- hazard MAY_FAIL: fails if a row of calls_north is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.calls ATTACH PARTITION public.calls_north FOR VALUES IN ('n');

INSERT INTO public.calls (id, region) SELECT id, region FROM pg_temp.calls_north_rows;
INSERT INTO public.calls (id, region) SELECT id, region FROM pg_temp.calls_rest_rows;
DROP INDEX public.calls_made_idx;
ALTER TABLE public.calls ALTER COLUMN id DROP NOT NULL;
CREATE INDEX calls_id_idx ON public.calls USING btree (id);

-- hazard DATA_LOSS: drops the column with its values
ALTER TABLE public.calls DROP COLUMN made;
