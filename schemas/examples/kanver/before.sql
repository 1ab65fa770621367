-- An empty database: the first revision makes everything, the PostGIS extension included.
SELECT 1;
