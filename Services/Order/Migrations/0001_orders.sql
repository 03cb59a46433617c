-- Orders. state: OrderState of the contract; money in minor units of currency_code.
CREATE TABLE orders (
    order_id       uuid        PRIMARY KEY,
    number         text        NOT NULL CONSTRAINT orders_number_unique UNIQUE,
    owner_id       text        NOT NULL,
    state          smallint    NOT NULL CHECK (state BETWEEN 1 AND 6),
    currency_code  text        NOT NULL,
    subtotal       bigint      NOT NULL CHECK (subtotal >= 0),
    discount_total bigint      NOT NULL DEFAULT 0 CHECK (discount_total >= 0),
    shipping_total bigint      NOT NULL DEFAULT 0 CHECK (shipping_total >= 0),
    tax_total      bigint      NOT NULL DEFAULT 0 CHECK (tax_total >= 0),
    total          bigint      NOT NULL,
    refunded_total bigint      NOT NULL DEFAULT 0,
    address        jsonb       NOT NULL,
    payment_token  text        NOT NULL,
    cancel_reason  smallint    NOT NULL DEFAULT 0,
    revision       int         NOT NULL DEFAULT 1,
    create_time    timestamptz NOT NULL,
    update_time    timestamptz NOT NULL,
    expire_time    timestamptz,
    confirm_time   timestamptz,
    ship_time      timestamptz,
    deliver_time   timestamptz,
    cancel_time    timestamptz,
    CONSTRAINT orders_total_adds_up CHECK (total = subtotal - discount_total + shipping_total + tax_total),
    CONSTRAINT orders_refund_within_total CHECK (refunded_total BETWEEN 0 AND total)
);

CREATE INDEX orders_by_owner ON orders (owner_id, create_time DESC, order_id);
CREATE INDEX orders_awaiting_payment ON orders (expire_time) WHERE state = 1;

-- What was ordered, as it was then. options: [{"name": ..., "value": ...}]
CREATE TABLE order_line (
    order_id          uuid   NOT NULL REFERENCES orders,
    sku               text   NOT NULL,
    product_id        text   NOT NULL,
    name              text   NOT NULL,
    options           jsonb  NOT NULL,
    image_url         text   NOT NULL,
    unit_price        bigint NOT NULL CHECK (unit_price >= 0),
    quantity          int    NOT NULL CHECK (quantity > 0),
    shipped_quantity  int    NOT NULL DEFAULT 0 CHECK (shipped_quantity BETWEEN 0 AND quantity),
    refunded_quantity int    NOT NULL DEFAULT 0 CHECK (refunded_quantity BETWEEN 0 AND quantity),
    PRIMARY KEY (order_id, sku)
);
