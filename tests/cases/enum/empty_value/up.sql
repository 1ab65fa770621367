-- unit
ALTER TYPE public.answer ADD VALUE '' BEFORE 'yes';
