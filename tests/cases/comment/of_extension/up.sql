-- unit
COMMENT ON EXTENSION citext IS 'whatever its case';
