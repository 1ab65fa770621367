-- unit
ALTER TYPE public.c RENAME TO d;
ALTER TYPE public.d RENAME ATTRIBUTE a TO z;
