-- unit
ALTER TABLE public.events DETACH PARTITION public.events_2024;
CREATE TEMPORARY TABLE events_2024_rows ON COMMIT DROP AS SELECT * FROM public.events_2024 WHERE (at IS NOT NULL AND at >= '2024-01-01 00:00:00+00' AND at < '2024-07-01 00:00:00+00') IS NOT TRUE;
DELETE FROM public.events_2024 WHERE (at IS NOT NULL AND at >= '2024-01-01 00:00:00+00' AND at < '2024-07-01 00:00:00+00') IS NOT TRUE;
LOCK TABLE ONLY public.events, public.events_2025 IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE events_2025_rows ON COMMIT DROP AS SELECT * FROM public.events_2025 WHERE (at IS NOT NULL AND at >= '2024-01-01 00:00:00+00' AND at < '2024-07-01 00:00:00+00');

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.events_2025;

LOCK TABLE ONLY public.events, public.events_rest IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE events_2024_1_rows ON COMMIT DROP AS SELECT * FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-01-01 00:00:00+00' AND at < '2024-07-01 00:00:00+00';
DELETE FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-01-01 00:00:00+00' AND at < '2024-07-01 00:00:00+00';

-- hazard MAY_FAIL: fails if a row of events_2024 is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-07-01 00:00:00+00');

INSERT INTO public.events_2024 (at, id, kind) OVERRIDING SYSTEM VALUE SELECT at, id, kind FROM pg_temp.events_2024_1_rows;
INSERT INTO public.events (at, id, kind) OVERRIDING SYSTEM VALUE SELECT at, id, kind FROM pg_temp.events_2024_rows;
INSERT INTO public.events (at, id, kind) OVERRIDING SYSTEM VALUE SELECT at, id, kind FROM pg_temp.events_2025_rows;
