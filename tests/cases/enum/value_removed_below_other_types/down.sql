-- unit
ALTER TYPE public.mood ADD VALUE 'sad' BEFORE 'ok';
-- unit
SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION public.f(d public.day, m public.kind_mood DEFAULT 'ok'::public.mood) RETURNS public.mood LANGUAGE sql AS $$select d.morning$$;
ALTER TABLE public.t ALTER COLUMN d SET DEFAULT ROW('ok'::public.mood, ('happy'::public.mood)::public.kind_mood)::public.day;
ALTER TABLE public.t ALTER COLUMN k SET DEFAULT ('ok'::public.mood)::public.kind_mood;
