-- An empty database: the first revision makes everything.
SELECT 1;
