-- unit
DROP POLICY "any row" ON public.docs;
DROP POLICY writable ON public.docs;
ALTER TABLE public.docs NO FORCE ROW LEVEL SECURITY;
CREATE POLICY "any row" ON public.docs AS RESTRICTIVE USING (true);
ALTER POLICY read ON public.docs TO reader;
CREATE POLICY writable ON public.docs TO writer USING ((group_id > 0));
ALTER POLICY read ON public.docs RENAME TO seen;
ALTER TABLE public.docs RENAME COLUMN group_id TO team;
ALTER TABLE public.people RENAME COLUMN person_id TO user_id;
ALTER TABLE public.people RENAME TO members;
