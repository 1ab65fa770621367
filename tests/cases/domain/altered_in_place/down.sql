-- unit
ALTER DOMAIN public.amount DROP CONSTRAINT small;
ALTER DOMAIN public.amount DROP CONSTRAINT positive;
ALTER DOMAIN public.amount SET DEFAULT 0;
ALTER DOMAIN public.amount DROP NOT NULL;

-- hazard MAY_FAIL: fails if a value in a column of type amount violates it
ALTER DOMAIN public.amount ADD CONSTRAINT gone CHECK ((VALUE <> (13)::numeric));

-- hazard MAY_FAIL: fails if a value in a column of type amount violates it
ALTER DOMAIN public.amount ADD CONSTRAINT small CHECK ((VALUE < (1000)::numeric));

ALTER DOMAIN public.new_name RENAME TO old_name;
