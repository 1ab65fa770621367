-- unit
ALTER TYPE public.state ADD VALUE 'stale' BEFORE 'done';
