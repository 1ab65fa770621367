-- unit
CREATE TABLE public.people (
    id bigint NOT NULL,
    name text DEFAULT 'nobody' NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (id)
);

CREATE TABLE public.guests (
    id bigint,
    name text,
    CONSTRAINT guests_named CHECK (name <> '')
);

CREATE INDEX guests_name ON public.guests USING btree (name);
COMMENT ON TABLE public.people IS 'All of them';
COMMENT ON COLUMN public.people.name IS 'as said';
ALTER TABLE public.guests OF public.person;
ALTER TABLE public.people OF public.person;
