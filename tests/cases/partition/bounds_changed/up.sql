-- unit
ALTER TABLE public.events DETACH PARTITION public.events_2024;
CREATE TABLE public.events_2025 PARTITION OF public.events FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');

-- hazard MAY_FAIL: fails if a row of events_2024 is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
