-- How much of what an order took has come back, by the location it came from: a second return goes on where the first ended.
ALTER TABLE reservation_line
    ADD COLUMN returned int NOT NULL DEFAULT 0,
    ADD CONSTRAINT reservation_line_returned CHECK (returned BETWEEN 0 AND quantity);

-- Refunds whose pieces are back in the stock, so that each puts them back once.
CREATE TABLE restocked_refund (
    refund_id   uuid        PRIMARY KEY,
    order_id    uuid        NOT NULL,
    create_time timestamptz NOT NULL
);

-- The ledger is read newest first, by SKU, by location, by both, by order, or whole.
CREATE INDEX movement_by_sku_newest ON movement (sku, movement_id);
CREATE INDEX movement_by_location_newest ON movement (location_id, movement_id);
DROP INDEX movement_by_sku;
