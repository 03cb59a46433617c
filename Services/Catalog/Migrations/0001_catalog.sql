-- The tree of categories. They are few and rarely change, so each row carries what readers need of the tree.
CREATE TABLE category (
    category_id uuid PRIMARY KEY,
    parent_id uuid REFERENCES category,
    slug text NOT NULL CONSTRAINT category_slug_key UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$'),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    position integer NOT NULL CHECK (position >= 0),
    -- From the top down, the category itself left out.
    ancestor_ids uuid[] NOT NULL CHECK (cardinality(ancestor_ids) < 8),
    -- The positions from the top down, its own last: sorted by it, the rows are the tree, parents before their children.
    place integer[] NOT NULL CONSTRAINT category_place_key UNIQUE,
    CHECK (cardinality(place) = cardinality(ancestor_ids) + 1 AND place[cardinality(place)] = position),
    CHECK (parent_id IS NOT DISTINCT FROM ancestor_ids[cardinality(ancestor_ids)])
);

CREATE INDEX category_parent_id_idx ON category (parent_id);

-- Lists that are only ever read and written with their product, and are in an order, are documents: in the contract's own
-- shape, with its field names.
CREATE TABLE product (
    product_id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT product_slug_key UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$'),
    -- From A to Z as people read it, the same on every server whatever its locale.
    name text COLLATE "und-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    description text NOT NULL CHECK (char_length(description) <= 10000),
    brand text NOT NULL CHECK (char_length(brand) <= 100),
    status text NOT NULL CHECK (status IN ('DRAFT', 'ACTIVE', 'ARCHIVED')),
    -- The categories it was put into, the main one first; category_listing has those above them too.
    category_ids uuid[] NOT NULL CHECK (cardinality(category_ids) <= 10),
    tags text[] NOT NULL,
    attributes jsonb NOT NULL,
    options jsonb NOT NULL,
    images jsonb NOT NULL,
    -- One currency a product: amounts below it are minor units of this one.
    currency_code text NOT NULL CHECK (currency_code ~ '^[A-Z]{3}$'),
    min_price bigint NOT NULL CHECK (min_price >= 0),
    max_price bigint NOT NULL CHECK (max_price >= min_price),
    -- Rises with every change; the etag is made of it.
    revision bigint NOT NULL DEFAULT 1,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);

CREATE INDEX product_create_time_idx ON product (create_time, product_id);
CREATE INDEX product_min_price_idx ON product (min_price, product_id);
CREATE INDEX product_name_idx ON product (name, product_id);

-- Which product a SKU was given to. The rows outlive product and variant, so that a SKU never comes to mean something else.
CREATE TABLE sku_owner (
    sku text PRIMARY KEY CHECK (sku ~ '^[A-Za-z0-9._-]{1,64}$'),
    product_id uuid NOT NULL,
    CONSTRAINT sku_owner_sku_product_id_key UNIQUE (sku, product_id)
);

CREATE TABLE variant (
    sku text PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES product ON DELETE CASCADE,
    position integer NOT NULL CHECK (position >= 0),
    options jsonb NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    compare_at_price bigint CHECK (compare_at_price > price),
    weight_grams integer NOT NULL CHECK (weight_grams BETWEEN 0 AND 1000000),
    barcode text NOT NULL CHECK (barcode ~ '^([0-9]{8}|[0-9]{12,14})?$'),
    image_url text NOT NULL,
    -- As far as Catalog has heard. Nothing tells it yet, and a shop that hides what it has is worse off than one whose
    -- Inventory refuses what it has not: so it is true until told otherwise.
    in_stock boolean NOT NULL DEFAULT true,
    CONSTRAINT variant_sku_owner_fkey FOREIGN KEY (sku, product_id) REFERENCES sku_owner (sku, product_id),
    CONSTRAINT variant_position_key UNIQUE (product_id, position),
    CONSTRAINT variant_options_key UNIQUE (product_id, options)
);

-- What a category shows: the products in it and in those below it, once each, with what they are listed by. Derived by
-- list_product; makes a page of any category one walk along one index, however large the category is.
CREATE TABLE category_listing (
    category_id uuid NOT NULL REFERENCES category,
    product_id uuid NOT NULL REFERENCES product ON DELETE CASCADE,
    status text NOT NULL,
    create_time timestamptz NOT NULL,
    min_price bigint NOT NULL,
    name text COLLATE "und-x-icu" NOT NULL,
    PRIMARY KEY (category_id, product_id) INCLUDE (status)
);

CREATE INDEX category_listing_product_id_idx ON category_listing (product_id);
CREATE INDEX category_listing_create_time_idx ON category_listing (category_id, create_time, product_id) INCLUDE (status);
CREATE INDEX category_listing_min_price_idx ON category_listing (category_id, min_price, product_id) INCLUDE (status);
CREATE INDEX category_listing_name_idx ON category_listing (category_id, name, product_id) INCLUDE (status);

-- A trigger, because creating, updating, pricing and importing all change what is listed, and none of them may forget it.
-- A category that does not exist fails on the foreign key.
CREATE FUNCTION list_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM category_listing WHERE product_id = NEW.product_id;
    END IF;

    INSERT INTO category_listing (category_id, product_id, status, create_time, min_price, name)
    SELECT shown.category_id, NEW.product_id, NEW.status, NEW.create_time, NEW.min_price, NEW.name
    FROM (
        SELECT unnest(NEW.category_ids)
        UNION
        SELECT unnest(ancestor_ids) FROM category WHERE category_id = ANY (NEW.category_ids)
    ) AS shown (category_id);

    RETURN NULL;
END
$$;

CREATE TRIGGER list_product
    AFTER INSERT OR UPDATE OF category_ids, status, create_time, min_price, name ON product
    FOR EACH ROW EXECUTE FUNCTION list_product();
