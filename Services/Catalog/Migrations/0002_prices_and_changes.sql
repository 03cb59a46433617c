-- The price list of a variant: entries in the contract's shape. What it costs now stays in price and compare_at_price, so that
-- readers need no clock; PriceClock turns them when an entry begins or ends.
ALTER TABLE variant
    ADD COLUMN prices jsonb NOT NULL DEFAULT '[]',
    -- What price goes back to; set only while an entry in the product's currency stands in its place.
    ADD COLUMN regular_price bigint CHECK (regular_price >= 0),
    ADD COLUMN regular_compare_at_price bigint CHECK (regular_compare_at_price > regular_price);

-- When the next entry of its variants begins or ends.
ALTER TABLE product ADD COLUMN next_price_time timestamptz;

CREATE INDEX product_next_price_time_idx ON product (next_price_time) WHERE next_price_time IS NOT NULL;

-- What Inventory has told, for SKUs that Catalog sells and for those it does not know yet. A row for every SKU that was ever a
-- variant: on it, a writer of variants and a teller of stock wait for each other, so that neither misses the other's work.
CREATE TABLE sku_stock (
    sku text PRIMARY KEY,
    in_stock boolean NOT NULL DEFAULT true,
    -- Inventory's; 0 when it has told nothing.
    revision bigint NOT NULL DEFAULT 0
);

INSERT INTO sku_stock (sku) SELECT sku FROM variant;

-- The last change of every product that was ever there: what WatchProducts resumes by. Ordered by transaction id: all that is
-- below the xmin of a snapshot has been committed and seen, which no sequence can promise.
CREATE TABLE product_change (
    product_id uuid PRIMARY KEY,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- Rises with every change, stock included.
    version bigint NOT NULL DEFAULT 1,
    -- Whether the world has ever seen it: what was only a draft is not told as removed.
    was_active boolean NOT NULL
);

CREATE INDEX product_change_transaction_id_idx ON product_change (transaction_id, product_id);

INSERT INTO product_change (product_id, was_active) SELECT product_id, status <> 'DRAFT' FROM product;

-- By statement instead of by row, and only where something it is listed by has changed: a bulk write lists its products at once.
DROP TRIGGER list_product ON product;
DROP FUNCTION list_product();

CREATE FUNCTION list_products(product_ids uuid[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM category_listing WHERE product_id = ANY (product_ids);

    INSERT INTO category_listing (category_id, product_id, status, create_time, min_price, name)
    SELECT DISTINCT shown.category_id, product.product_id, product.status, product.create_time, product.min_price, product.name
    FROM product
    CROSS JOIN LATERAL unnest(product.category_ids) AS put (category_id)
    LEFT JOIN category USING (category_id)
    -- A category that does not exist fails on the foreign key.
    CROSS JOIN LATERAL unnest(coalesce(category.ancestor_ids, '{}') || put.category_id) AS shown (category_id)
    WHERE product.product_id = ANY (product_ids);
$$;

CREATE FUNCTION list_inserted_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM list_products(array_agg(product_id)) FROM inserted;
    RETURN NULL;
END
$$;

CREATE FUNCTION list_updated_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM list_products(array_agg(updated.product_id))
    FROM updated
    JOIN former USING (product_id)
    WHERE (updated.category_ids, updated.status, updated.create_time, updated.min_price, updated.name)
        IS DISTINCT FROM (former.category_ids, former.status, former.create_time, former.min_price, former.name);
    RETURN NULL;
END
$$;

CREATE TRIGGER list_inserted_products
    AFTER INSERT ON product REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION list_inserted_products();

CREATE TRIGGER list_updated_products
    AFTER UPDATE ON product REFERENCING OLD TABLE AS former NEW TABLE AS updated
    FOR EACH STATEMENT EXECUTE FUNCTION list_updated_products();

-- Checked at the end of a statement, so that siblings can change places.
ALTER TABLE category
    DROP CONSTRAINT category_place_key,
    ADD CONSTRAINT category_place_key UNIQUE (place) DEFERRABLE INITIALLY IMMEDIATE;
