-- unit
DROP INDEX public.events_note;
ALTER TABLE public.replies DROP CONSTRAINT replies_event;
ALTER TABLE public.events DROP CONSTRAINT events_pkey;
DROP VIEW public.noted;
ALTER TABLE public.events RENAME TO events__old;

CREATE TABLE public.events (
    id bigint NOT NULL,
    at date NOT NULL,
    note text DEFAULT 'none'::text,
    size integer GENERATED ALWAYS AS (length(note)) STORED
);

ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
ALTER TABLE public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);

-- hazard REWRITE: copies events under an ACCESS EXCLUSIVE lock
INSERT INTO public.events (id, at, note) SELECT id, at, note FROM public.events__old;

-- hazard MAY_FAIL: fails if rows of events violate it
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);

-- hazard MAY_FAIL: fails if rows of replies violate it
ALTER TABLE public.replies ADD CONSTRAINT replies_event FOREIGN KEY (event, event_at) REFERENCES public.events (id, at);

CREATE VIEW public.noted AS
SELECT events.id
   FROM public.events
  WHERE (events.note <> 'none'::text);

CREATE INDEX events_note ON public.events USING btree (note);
DROP TABLE public.events_2024;
DROP TABLE public.events_rest;
DROP TABLE public.events__old;
