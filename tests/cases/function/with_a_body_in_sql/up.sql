-- unit
CREATE TABLE public.visits (
    id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    page text NOT NULL,
    CONSTRAINT visits_pkey PRIMARY KEY (id)
);

CREATE FUNCTION public.next_visit() RETURNS bigint LANGUAGE sql STABLE
RETURN (SELECT (max(visits.id) + 1) FROM public.visits);

CREATE FUNCTION public.add_visit(page text) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO public.visits (page)
   VALUES (add_visit.page);
 SELECT count(*) AS count
    FROM public.visits;
END;
