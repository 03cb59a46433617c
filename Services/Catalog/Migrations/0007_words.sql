-- Texts as they are searched: what the parser of Postgres takes for parts of words is between words, as all punctuation is in what
-- somebody types (SearchWords.cs). Left to the parser, "salt/pepper" is the name of a file, "1.5" a number and "3-in-1" ends in a
-- negative one: who typed the name itself would not find them. An apostrophe is in no word: "men's" is "mens".
CREATE FUNCTION search_text(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(said, '/.-_@+~<>&:''’', repeat(' ', 11))
$$;

-- A name as it is searched: what its apostrophes part is there, too, each by itself.
CREATE FUNCTION search_name(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT search_text(said) || CASE WHEN strpos(said, '''') + strpos(said, '’') > 0 THEN ' ' || search_text((
        SELECT string_agg(translate(word, '''’', '  '), ' ') FROM regexp_split_to_table(said, '\s+') AS word WHERE word ~ '[''’]')) ELSE '' END
$$;

-- As before, of texts as they are searched.
CREATE OR REPLACE FUNCTION product_words(searched product) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(to_tsvector('shop_words', name) || to_tsvector('shop_stems', name), 'A')
        || setweight(to_tsvector('shop_words', label) || to_tsvector('shop_stems', label), 'B')
        || setweight(to_tsvector('shop_stems', facts) || to_tsvector('shop_words', variants), 'C')
        || setweight(to_tsvector('shop_stems', description), 'D')
    FROM (
        SELECT search_name(searched.name) AS name,
            search_name(searched.brand || ' ' || array_to_string(searched.tags, ' ')) AS label,
            search_text(searched.description) AS description,
            search_text((SELECT coalesce(string_agg(concat_ws(' ', fact ->> 'name', fact ->> 'value'), ' '), '') FROM jsonb_array_elements(searched.attributes) AS fact)) AS facts,
            search_text(coalesce(string_agg(sku || ' ' || barcode || ' ' || (
                SELECT coalesce(string_agg(choice ->> 'value', ' '), '') FROM jsonb_array_elements(variant.options) AS choice), ' '), '')) AS variants
        FROM variant
        WHERE variant.product_id = searched.product_id
    ) AS texts
$$;

-- As before, but words that are in no stem are looked for when there are no others: there is a band that is called "The Who".
CREATE OR REPLACE FUNCTION search_query(sought text[]) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
    word text;
    stem tsquery;
    one tsquery;
    every tsquery;
    common tsquery;
BEGIN
    FOREACH word IN ARRAY sought LOOP
        stem := plainto_tsquery('shop_stems', word);
        one := to_tsquery('shop_words', word || ':*') || stem;
        IF numnode(one) = 0 THEN
            CONTINUE;
        ELSIF numnode(stem) > 0 THEN
            every := CASE WHEN every IS NULL THEN one ELSE every && one END;
        ELSE
            common := CASE WHEN common IS NULL THEN one ELSE common && one END;
        END IF;
    END LOOP;
    RETURN coalesce(every, common);
END
$$;

-- As before, but words are learnt from texts as they are searched.
CREATE OR REPLACE FUNCTION index_products(product_ids uuid[]) RETURNS void LANGUAGE plpgsql
-- One product and a hundred thousand are not read in the same way.
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    INSERT INTO facet_term (kind, name, value)
    SELECT DISTINCT kind, name, value
    FROM product_fact
    WHERE product_id = ANY (product_ids)
        AND NOT EXISTS (SELECT FROM facet_term AS known WHERE (known.kind, known.name, known.value) = (product_fact.kind, product_fact.name, product_fact.value))
    ORDER BY kind, name, value
    ON CONFLICT DO NOTHING;

    INSERT INTO search_word (word)
    SELECT DISTINCT called.word
    FROM product
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('shop_words', search_name(name || ' ' || brand || ' ' || array_to_string(tags, ' '))))) AS called (word)
    WHERE product_id = ANY (product_ids) AND status = 'ACTIVE' AND char_length(called.word) BETWEEN 3 AND 50
        AND NOT EXISTS (SELECT FROM search_word AS known WHERE known.word = called.word)
    ORDER BY called.word
    ON CONFLICT DO NOTHING;

    PERFORM FROM product_search WHERE product_id = ANY (product_ids) ORDER BY product_id FOR UPDATE;

    DELETE FROM product_search
    USING product
    WHERE product_search.product_id = ANY (product_ids) AND product.product_id = product_search.product_id AND product.status <> 'ACTIVE';

    INSERT INTO product_search (product_id, words, terms, prices, min_price, create_time, name, in_stock, on_sale, popularity)
    SELECT product.product_id, product_words(product), facts.terms, offers.prices, product.min_price, product.create_time, product.name,
        offers.in_stock, offers.on_sale, coalesce(product_sales.popularity, 0)
    FROM product
    LEFT JOIN product_sales USING (product_id)
    JOIN (
        SELECT product_id, array_agg(DISTINCT price) AS prices, bool_or(in_stock) AS in_stock, bool_or(compare_at_price IS NOT NULL) AS on_sale
        FROM variant
        WHERE product_id = ANY (product_ids)
        GROUP BY product_id
    ) AS offers USING (product_id)
    JOIN (
        SELECT product_id, 0 || array_agg(DISTINCT term_id) AS terms
        FROM product_fact
        JOIN facet_term USING (kind, name, value)
        WHERE product_id = ANY (product_ids)
        GROUP BY product_id
    ) AS facts USING (product_id)
    WHERE product.product_id = ANY (product_ids) AND product.status = 'ACTIVE'
    ON CONFLICT (product_id) DO UPDATE
    SET (words, terms, prices, min_price, create_time, name, in_stock, on_sale) = (
        excluded.words, excluded.terms, excluded.prices, excluded.min_price, excluded.create_time, excluded.name, excluded.in_stock, excluded.on_sale);
END
$$;

SELECT index_products(ARRAY(SELECT product_id FROM product));
