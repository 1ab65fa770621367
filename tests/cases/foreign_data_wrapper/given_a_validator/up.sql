-- unit
ALTER FOREIGN DATA WRAPPER files RENAME TO "Files !";
ALTER FOREIGN DATA WRAPPER "Files !" VALIDATOR pg_catalog.postgresql_fdw_validator OPTIONS (DROP "Path to", DROP debug);
CREATE SERVER disk FOREIGN DATA WRAPPER "Files !";
COMMENT ON FOREIGN DATA WRAPPER "Files !" IS 'not yet used';
