-- unit
DROP TYPE public.answer;
CREATE TYPE public.answer AS ENUM ('yes');
