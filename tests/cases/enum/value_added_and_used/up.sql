-- unit
ALTER TYPE public.state ADD VALUE 'running' BEFORE 'done';
-- unit
CREATE TABLE public.jobs (
    state public.state DEFAULT 'running'::public.state NOT NULL
);
