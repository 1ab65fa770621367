-- unit
COMMENT ON TEXT SEARCH DICTIONARY public."Plain words" IS NULL;
ALTER TEXT SEARCH DICTIONARY public."Plain words" (stopwords);
ALTER TEXT SEARCH DICTIONARY public."Plain words" RENAME TO words;
