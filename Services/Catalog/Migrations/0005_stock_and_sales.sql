-- What variants show of it. It stands in the same row as what Inventory has told, so that one statement keeps what is told and
-- finds out, under the row's lock, whether anything that is shown turns by it: hardly ever.
ALTER TABLE sku_stock ADD COLUMN shown boolean NOT NULL DEFAULT true;

UPDATE sku_stock SET shown = in_stock WHERE NOT in_stock;

-- Lets the variants of products show what Inventory has told of them: after whatever has written variants. Locks the SKUs, in one
-- order: what is told meanwhile comes before it or after it, and is not missed.
CREATE FUNCTION show_stock(product_ids uuid[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    INSERT INTO sku_stock (sku)
    SELECT sku FROM variant WHERE product_id = ANY (product_ids) ORDER BY sku
    ON CONFLICT (sku) DO UPDATE SET shown = sku_stock.in_stock WHERE sku_stock.shown <> sku_stock.in_stock;

    UPDATE variant SET in_stock = sku_stock.in_stock
    FROM sku_stock
    WHERE variant.product_id = ANY (product_ids) AND sku_stock.sku = variant.sku AND variant.in_stock <> sku_stock.in_stock;
END
$$;

-- How much of every product has been ordered, ever: product_search forgets those that are not sold for a while.
CREATE TABLE product_sales (
    product_id uuid PRIMARY KEY,
    -- See product_search.popularity.
    popularity double precision NOT NULL
);

INSERT INTO product_sales SELECT product_id, popularity FROM product_search WHERE popularity <> 0;

-- As before, but a product that comes back is as popular as it was, and rows are locked in one order: sales and stock change many.
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
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('shop_words', name || ' ' || brand || ' ' || array_to_string(tags, ' ')))) AS called (word)
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
