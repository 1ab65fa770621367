-- unit
ALTER SCHEMA old RENAME TO new;
