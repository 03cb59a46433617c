-- Both come with Postgres and are trusted: whoever may create tables here may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Words as they are written, and words by their stem; both without accents.
CREATE TEXT SEARCH CONFIGURATION shop_words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop_words ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION shop_stems (COPY = english);
ALTER TEXT SEARCH CONFIGURATION shop_stems ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- What a product can be narrowed to, each once, under a number: rows of products hold the numbers. A term is never changed and
-- never taken out, so that readers may keep what they know of it. kind is the contract's FacetKind.
CREATE TABLE facet_term (
    term_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind smallint NOT NULL,
    -- Of the attribute or option; else empty.
    name text NOT NULL,
    value text NOT NULL,
    CONSTRAINT facet_term_key UNIQUE (kind, name, value)
);

-- The words that products are called by: what a word that matches nothing may have been meant to be.
CREATE TABLE search_word (word text PRIMARY KEY);

CREATE INDEX search_word_trigram_idx ON search_word USING gin (word gin_trgm_ops);

-- The ACTIVE products as they are searched: narrow, because facets read many of them.
CREATE TABLE product_search (
    product_id uuid PRIMARY KEY REFERENCES product ON DELETE CASCADE,
    words tsvector NOT NULL,
    -- Of facet_term, and 0, which all have.
    terms integer[] NOT NULL,
    -- Each price of its variants once, from the lowest to the highest.
    prices bigint[] NOT NULL,
    min_price bigint NOT NULL,
    create_time timestamptz NOT NULL,
    name text COLLATE "und-x-icu" NOT NULL,
    in_stock boolean NOT NULL,
    on_sale boolean NOT NULL,
    -- The base-2 logarithm of the pieces ordered, each weighed by 2^(its time in months): pieces of a month ago count half, and
    -- nothing has to be counted down. 0 for none.
    popularity double precision NOT NULL DEFAULT 0
);

-- Words and narrowings in one index: together they leave few rows.
CREATE INDEX product_search_words_terms_idx ON product_search USING gin (words, terms);
CREATE INDEX product_search_create_time_idx ON product_search (create_time, product_id);
CREATE INDEX product_search_min_price_idx ON product_search (min_price, product_id);
CREATE INDEX product_search_name_idx ON product_search (name, product_id);
CREATE INDEX product_search_popularity_idx ON product_search (popularity, product_id);

-- Counts over all products are wrong about what the planner thinks of them: compiling them takes longer than running them.
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = off', current_database()); END $$;

-- What a product can be narrowed to. The limits of the price ranges are those of PriceRanges.cs.
CREATE VIEW product_fact (product_id, kind, name, value) AS
    SELECT product_id, 1, '', category_id::text FROM category_listing
    UNION ALL
    SELECT product_id, 2, '', brand FROM product WHERE brand <> ''
    UNION ALL
    SELECT product_id, 3, '', unnest(tags) FROM product
    UNION ALL
    SELECT product_id, 4, '', width_bucket(price, '{1000,2500,5000,10000,25000,50000,100000,250000}'::bigint[])::text FROM variant
    UNION ALL
    SELECT product_id, 5, fact ->> 'name', fact ->> 'value' FROM product CROSS JOIN LATERAL jsonb_array_elements(attributes) AS fact
    UNION ALL
    SELECT product_id, 6, choice ->> 'name', choice ->> 'value' FROM variant CROSS JOIN LATERAL jsonb_array_elements(variant.options) AS choice;

-- What a product is found by: A its name, B brand and tags, C what its variants are and have, D what is said about it.
CREATE FUNCTION product_words(searched product) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('shop_words', searched.name) || to_tsvector('shop_stems', searched.name), 'A')
        || setweight(to_tsvector('shop_words', label) || to_tsvector('shop_stems', label), 'B')
        || setweight(jsonb_to_tsvector('shop_stems', searched.attributes, '["string"]') || to_tsvector('shop_words', variants), 'C')
        || setweight(to_tsvector('shop_stems', searched.description), 'D')
    FROM (
        SELECT searched.brand || ' ' || array_to_string(searched.tags, ' ') AS label,
            coalesce(string_agg(translate(sku, '._-', '   ') || ' ' || barcode || ' ' || (
                SELECT coalesce(string_agg(choice ->> 'value', ' '), '') FROM jsonb_array_elements(variant.options) AS choice), ' '), '') AS variants
        FROM variant
        WHERE variant.product_id = searched.product_id
    ) AS texts
$$;

-- Puts products into the search, or takes them out of it, after whatever has changed. Terms and words are learnt in one order, so
-- that no two writers wait for each other; the last that a transaction does to them.
CREATE FUNCTION index_products(product_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO facet_term (kind, name, value)
    SELECT DISTINCT kind, name, value
    FROM product_fact
    WHERE product_id = ANY (product_ids)
        AND NOT EXISTS (SELECT FROM facet_term AS known WHERE (known.kind, known.name, known.value) = (product_fact.kind, product_fact.name, product_fact.value))
    ORDER BY kind, name, value
    ON CONFLICT DO NOTHING;

    INSERT INTO search_word (word)
    SELECT DISTINCT word
    FROM product
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('shop_words', name || ' ' || brand || ' ' || array_to_string(tags, ' ')))) AS word
    WHERE product_id = ANY (product_ids) AND status = 'ACTIVE' AND char_length(word) BETWEEN 3 AND 50
        AND NOT EXISTS (SELECT FROM search_word AS known WHERE known.word = word)
    ORDER BY word
    ON CONFLICT DO NOTHING;

    DELETE FROM product_search
    USING product
    WHERE product_search.product_id = ANY (product_ids) AND product.product_id = product_search.product_id AND product.status <> 'ACTIVE';

    INSERT INTO product_search (product_id, words, terms, prices, min_price, create_time, name, in_stock, on_sale)
    SELECT product.product_id, product_words(product), facts.terms, offers.prices, product.min_price, product.create_time, product.name,
        offers.in_stock, offers.on_sale
    FROM product
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT price) AS prices, bool_or(in_stock) AS in_stock, bool_or(compare_at_price IS NOT NULL) AS on_sale
        FROM variant
        WHERE variant.product_id = product.product_id
    ) AS offers
    CROSS JOIN LATERAL (
        SELECT 0 || coalesce(array_agg(DISTINCT term_id), '{}') AS terms
        FROM product_fact
        JOIN facet_term USING (kind, name, value)
        WHERE product_fact.product_id = product.product_id
    ) AS facts
    WHERE product.product_id = ANY (product_ids) AND product.status = 'ACTIVE'
    ON CONFLICT (product_id) DO UPDATE
    SET (words, terms, prices, min_price, create_time, name, in_stock, on_sale) = (
        excluded.words, excluded.terms, excluded.prices, excluded.min_price, excluded.create_time, excluded.name, excluded.in_stock, excluded.on_sale);
END
$$;

-- Words that must all be there, each by its stem or its beginning. Null when nothing is left to look for.
CREATE FUNCTION search_query(sought text[]) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
    word text;
    stem tsquery;
    one tsquery;
    every tsquery;
BEGIN
    FOREACH word IN ARRAY sought LOOP
        stem := plainto_tsquery('shop_stems', word);
        -- Words like "the" and "for" are in no stem; alone, one is the beginning of another word.
        IF numnode(stem) > 0 OR cardinality(sought) = 1 THEN
            one := to_tsquery('shop_words', word || ':*') || stem;
            IF numnode(one) > 0 THEN
                every := CASE WHEN every IS NULL THEN one ELSE every && one END;
            END IF;
        END IF;
    END LOOP;
    RETURN every;
END
$$;

SELECT index_products(ARRAY(SELECT product_id FROM product));
