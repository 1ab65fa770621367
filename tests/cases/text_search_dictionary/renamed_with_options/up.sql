-- unit
ALTER TEXT SEARCH DICTIONARY public.words RENAME TO "Plain words";
ALTER TEXT SEARCH DICTIONARY public."Plain words" (stopwords = 'english');
COMMENT ON TEXT SEARCH DICTIONARY public."Plain words" IS 'without the short ones';
