-- unit
ALTER DOMAIN public.old_name RENAME TO new_name;
ALTER DOMAIN public.amount DROP CONSTRAINT gone;
ALTER DOMAIN public.amount DROP CONSTRAINT small;
ALTER DOMAIN public.amount SET DEFAULT 1;

-- hazard MAY_FAIL: fails if a column of type amount holds NULL
ALTER DOMAIN public.amount SET NOT NULL;

-- hazard MAY_FAIL: fails if a value in a column of type amount violates it
ALTER DOMAIN public.amount ADD CONSTRAINT small CHECK (value < 500);

-- hazard MAY_FAIL: fails if a value in a column of type amount violates it
ALTER DOMAIN public.amount ADD CONSTRAINT positive CHECK (value > 0);
