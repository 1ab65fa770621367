-- unit
SET LOCAL check_function_bodies = off;

CREATE DOMAIN public.email AS text COLLATE "C" DEFAULT 'a@b' NOT NULL CONSTRAINT email_check CHECK (value ~ '@');
CREATE DOMAIN public.work_email AS public.email CONSTRAINT work_email_check CHECK (value !~ 'gmail');
ALTER DOMAIN public.work_email DROP DEFAULT;
ALTER DOMAIN public.email ADD CONSTRAINT email_lower CHECK (value = lower(value)) NOT VALID;
CREATE FUNCTION public.not_spam(address text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$select address <> 'spam@spam'$$;
ALTER DOMAIN public.email ADD CONSTRAINT email_length CHECK (length(value) < 255 and public.not_spam(value));
CREATE FUNCTION public.domain_of(address public.email) RETURNS text LANGUAGE sql AS $$select split_part(address, '@', 2)$$;

CREATE TABLE public.people (
    id integer NOT NULL,
    home public.email,
    work public.work_email DEFAULT 'x@y'::public.work_email,
    all_of_them public.email[],
    CONSTRAINT people_pkey PRIMARY KEY (id)
);

COMMENT ON DOMAIN public.email IS 'An address';
COMMENT ON CONSTRAINT email_length ON DOMAIN public.email IS 'RFC 5321';
