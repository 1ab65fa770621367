-- unit
ALTER TABLE public.events DETACH PARTITION public.events_24;
CREATE TEMPORARY TABLE events_24_rows ON COMMIT DROP AS SELECT * FROM public.events_24 WHERE (at IS NOT NULL AND at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;
DELETE FROM public.events_24 WHERE (at IS NOT NULL AND at >= '2024-01-01' AND at < '2024-07-01') IS NOT TRUE;
LOCK TABLE ONLY public.events, public.events_rest IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE events_24b_2_rows ON COMMIT DROP AS SELECT * FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-07-01' AND at < '2025-01-01';
DELETE FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-07-01' AND at < '2025-01-01';
CREATE TABLE public.events_24b PARTITION OF public.events FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
INSERT INTO public.events_24b (at, id) OVERRIDING SYSTEM VALUE SELECT at, id FROM pg_temp.events_24b_2_rows;
LOCK TABLE ONLY public.events, public.events_rest IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE events_25_3_rows ON COMMIT DROP AS SELECT * FROM public.events_rest WHERE at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01';
DELETE FROM public.events_rest WHERE at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01';
CREATE TABLE public.events_25 PARTITION OF public.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO public.events_25 (at, id) OVERRIDING SYSTEM VALUE SELECT at, id FROM pg_temp.events_25_3_rows;
LOCK TABLE ONLY public.events, public.events_rest IN ACCESS EXCLUSIVE MODE;
CREATE TEMPORARY TABLE events_24_1_rows ON COMMIT DROP AS SELECT * FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-01-01' AND at < '2024-07-01';
DELETE FROM public.events_rest WHERE at IS NOT NULL AND at >= '2024-01-01' AND at < '2024-07-01';

-- hazard MAY_FAIL: fails if a row of events_24 is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.events ATTACH PARTITION public.events_24 FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

INSERT INTO public.events_24 (at, id) OVERRIDING SYSTEM VALUE SELECT at, id FROM pg_temp.events_24_1_rows;
INSERT INTO public.events (at, id) OVERRIDING SYSTEM VALUE SELECT at, id FROM pg_temp.events_24_rows;
