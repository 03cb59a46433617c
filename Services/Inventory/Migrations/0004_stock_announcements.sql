-- What is to be told of the stock: one row a SKU, however often it has changed since it was last told. Whoever changes the stock
-- writes the sums that he leaves, under the locks of the SKU's rows; the announcer turns rows into events of the outbox. So a SKU
-- that is reserved five hundred times a second costs its listeners a few events, and nothing is lost: the last state is always told.
CREATE TABLE stock_change (
    sku          text        PRIMARY KEY,
    on_hand      bigint      NOT NULL,
    reserved     bigint      NOT NULL,
    revision     bigint      NOT NULL,
    change_time  timestamptz NOT NULL,
    -- Whether it was sold out meanwhile, or came back: that is told before everything else.
    turned       boolean     NOT NULL,
    -- When the first change was made that has not been told: then, who waits longest is told first.
    since        timestamptz NOT NULL,
    -- W3C trace context of the last writer.
    trace_parent text,
    trace_state  text
)
-- Rows are written again and again, and live for moments.
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1);
