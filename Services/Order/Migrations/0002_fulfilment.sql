-- What is shipped, delivered and given back. lines: [{"sku": ..., "quantity": ...}]; reason: RefundReason of the contract.
CREATE TABLE shipment (
    shipment_id     uuid        PRIMARY KEY,
    order_id        uuid        NOT NULL REFERENCES orders,
    lines           jsonb       NOT NULL,
    carrier         text        NOT NULL,
    tracking_number text        NOT NULL,
    ship_time       timestamptz NOT NULL,
    deliver_time    timestamptz
);

CREATE INDEX shipment_of_order ON shipment (order_id);

CREATE TABLE refund (
    refund_id   uuid        PRIMARY KEY,
    order_id    uuid        NOT NULL REFERENCES orders,
    lines       jsonb       NOT NULL,
    amount      bigint      NOT NULL CHECK (amount > 0),
    reason      smallint    NOT NULL,
    note        text        NOT NULL,
    restock     boolean     NOT NULL,
    create_time timestamptz NOT NULL
);

CREATE INDEX refund_of_order ON refund (order_id);

-- Pieces that were refunded before they were shipped: they stay here.
ALTER TABLE order_line ADD COLUMN withdrawn_quantity int NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD CONSTRAINT order_line_withdrawn_is_refunded CHECK (withdrawn_quantity BETWEEN 0 AND refunded_quantity);
ALTER TABLE order_line ADD CONSTRAINT order_line_withdrawn_is_not_shipped CHECK (shipped_quantity + withdrawn_quantity <= quantity);

-- When somebody looks next whether an order that awaits its payment can go on.
ALTER TABLE orders ADD COLUMN check_time timestamptz NOT NULL DEFAULT now();
CREATE INDEX orders_to_check ON orders (check_time) WHERE state = 1;
DROP INDEX orders_awaiting_payment;

-- In one direction, so that a page begins with one comparison of rows.
CREATE INDEX orders_of_owner ON orders (owner_id, create_time DESC, order_id DESC);
DROP INDEX orders_by_owner;
