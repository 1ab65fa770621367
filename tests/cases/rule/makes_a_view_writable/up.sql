-- unit
CREATE RULE "never empty" AS ON UPDATE TO public.people WHERE (new.name = ''::text) DO INSTEAD NOTHING;
ALTER TABLE public.people ENABLE ALWAYS RULE "never empty";

CREATE RULE enter AS ON INSERT TO public.present DO INSTEAD INSERT INTO public.people (id, name)
  VALUES (new.id, new.name);

CREATE RULE leave AS ON DELETE TO public.present DO INSTEAD (UPDATE public.people SET gone = true
  WHERE (people.id = old.id);
NOTIFY people);

COMMENT ON RULE "never empty" ON public.people IS 'names stay';
