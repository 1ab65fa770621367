-- unit
ALTER TEXT SEARCH CONFIGURATION public.site DROP MAPPING FOR url;
ALTER TEXT SEARCH CONFIGURATION public.site ALTER MAPPING FOR asciiword, word WITH public.words, pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION public.site ADD MAPPING FOR "int" WITH pg_catalog.simple;
CREATE TEXT SEARCH CONFIGURATION public.other (PARSER = pg_catalog."default");
COMMENT ON TEXT SEARCH CONFIGURATION public.site IS 'pages';
