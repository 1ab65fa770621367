-- unit
COMMENT ON SCHEMA public IS 'standard public schema';
DO $$BEGIN EXECUTE pg_catalog.format('COMMENT ON EXTENSION %I IS %L', 'citext', (SELECT x.comment FROM pg_catalog.pg_available_extensions() x WHERE x.name = 'citext')); END$$;
