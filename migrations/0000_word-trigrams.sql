-- The three-letter pieces of each word, the word padded by two blanks before and one behind: what pg_trgm calls
-- trigrams, for databases where that extension is not installed. 'Pan' gives '  p', ' pa', 'pan', 'an '.
CREATE FUNCTION "word_trigrams"("words" text) RETURNS text[]
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
	SELECT coalesce(array_agg(DISTINCT substr(padded, start, 3)), '{}')
	FROM regexp_split_to_table(lower(words), '[^[:alnum:]]+') AS word
	CROSS JOIN LATERAL (SELECT '  ' || word || ' ' AS padded) AS piece
	CROSS JOIN LATERAL generate_series(1, length(padded) - 2) AS start
	WHERE word <> ''
$$;
