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
) PARTITION BY RANGE (at);

CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
ALTER TABLE public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);

CREATE VIEW public.noted AS
SELECT events.id
   FROM public.events
  WHERE (events.note <> 'none'::text);

-- hazard REWRITE: copies events under an ACCESS EXCLUSIVE lock
-- hazard MAY_FAIL: fails if no part of events takes a row of it
INSERT INTO public.events (id, at, note) SELECT id, at, note FROM ONLY public.events__old;

-- hazard MAY_FAIL: fails if rows of events violate it
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);

-- hazard MAY_FAIL: fails if rows of replies violate it
ALTER TABLE public.replies ADD CONSTRAINT replies_event FOREIGN KEY (event, event_at) REFERENCES public.events (id, at);

CREATE INDEX events_note ON public.events USING btree (note);
DROP TABLE public.events__old;
