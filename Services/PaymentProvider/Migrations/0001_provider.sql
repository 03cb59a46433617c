-- What the provider has done for whom. A reference may be charged more than once: only the idempotency key protects from that.
CREATE TABLE charge (
    charge_id      text        PRIMARY KEY,
    reference      uuid        NOT NULL,
    payment_token  text        NOT NULL,
    amount         bigint      NOT NULL CHECK (amount > 0),
    currency       text        NOT NULL,
    -- authorized, declined, captured, voided, refunded
    status         text        NOT NULL,
    authorized     boolean     NOT NULL,
    captured_total bigint      NOT NULL DEFAULT 0,
    refunded_total bigint      NOT NULL DEFAULT 0,
    decline_code   text,
    create_time    timestamptz NOT NULL DEFAULT now(),
    CHECK (captured_total BETWEEN 0 AND amount),
    CHECK (refunded_total BETWEEN 0 AND captured_total)
);

CREATE INDEX charge_by_reference ON charge (reference, create_time);

-- Money that moved: authorized, captured, voided, refunded. Rows are never changed.
CREATE TABLE entry (
    entry_id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    charge_id        text        NOT NULL REFERENCES charge,
    kind             text        NOT NULL,
    amount           bigint      NOT NULL CHECK (amount > 0),
    refund_reference uuid,
    create_time      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX entry_by_charge ON entry (charge_id);

-- The answer to each key, given again to whoever repeats it.
CREATE TABLE idempotency (
    key         text  PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status      int   NOT NULL,
    body        text  NOT NULL
);

-- References that were voided before they were charged, and never will be.
CREATE TABLE voided_reference (
    reference uuid PRIMARY KEY
);

-- What the shop is to be told.
CREATE TABLE webhook (
    webhook_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference      uuid        NOT NULL,
    body           text        NOT NULL,
    due_time       timestamptz NOT NULL,
    attempts       int         NOT NULL DEFAULT 0,
    delivered_time timestamptz
);

CREATE INDEX webhook_due ON webhook (due_time) WHERE delivered_time IS NULL;
