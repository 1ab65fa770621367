-- unit
ALTER TABLE public.events DETACH PARTITION public.events_2024;

-- hazard DATA_LOSS: drops the table with its rows
DROP TABLE public.events_2025;

-- hazard MAY_FAIL: fails if a row of events_2024 is outside of its bounds, or one of the default partition is inside
ALTER TABLE public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-07-01 00:00:00+00');
