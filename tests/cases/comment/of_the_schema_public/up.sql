-- unit
COMMENT ON SCHEMA public IS 'standard public schema';

CREATE TABLE public.t (
    a integer
);
