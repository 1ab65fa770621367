-- unit
ALTER DOMAIN public.d RENAME CONSTRAINT a TO c;

-- hazard MAY_FAIL: fails if a value in a column of type d violates it
ALTER DOMAIN public.d VALIDATE CONSTRAINT b;

COMMENT ON CONSTRAINT b ON DOMAIN public.d IS 'now';
