-- unit
ALTER SCHEMA new RENAME TO old;
