-- unit
ALTER TYPE public.d RENAME ATTRIBUTE z TO a;
ALTER TYPE public.d RENAME TO c;
