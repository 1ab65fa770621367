-- unit
ALTER TABLE public.members RENAME TO people;
ALTER TABLE public.docs RENAME COLUMN team TO group_id;
ALTER TABLE public.people RENAME COLUMN user_id TO person_id;
ALTER POLICY seen ON public.docs RENAME TO read;
DROP POLICY "any row" ON public.docs;
ALTER TABLE public.docs FORCE ROW LEVEL SECURITY;
ALTER POLICY read ON public.docs TO "odd ""role""", reader;
ALTER POLICY writable ON public.docs WITH CHECK (group_id > 1);
CREATE POLICY "any row" ON public.docs USING (true);
COMMENT ON POLICY writable ON public.docs IS 'by the owner';
