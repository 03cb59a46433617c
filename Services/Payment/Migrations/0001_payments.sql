-- One payment an order: where it stands, and what is wanted of it. Written before the provider is asked for anything.
-- state: PaymentState of the contract. wanted: 1 authorize, 2 capture, 3 nothing may stay with the shop (void or refund).
-- Money in minor units of currency_code; 0 and '' until OrderPlaced has come.
CREATE TABLE payment (
    order_id            uuid        PRIMARY KEY,
    -- Rises with every change; whoever writes states the one that was read, and fails when it is another by then.
    revision            int         NOT NULL DEFAULT 1,
    state               smallint    NOT NULL CHECK (state BETWEEN 1 AND 6),
    wanted              smallint    NOT NULL CHECK (wanted BETWEEN 1 AND 3),
    currency_code       text        NOT NULL,
    amount              bigint      NOT NULL CHECK (amount >= 0),
    authorized          boolean     NOT NULL DEFAULT false,
    captured_total      bigint      NOT NULL DEFAULT 0,
    refunded_total      bigint      NOT NULL DEFAULT 0,
    decline_reason      smallint    NOT NULL DEFAULT 0,
    provider_payment_id text        NOT NULL DEFAULT '',
    -- Gone once the authorization is certain.
    payment_token       text,
    -- [{"refund_id": uuid, "amount": bigint, "state": 1 wanted, 2 done, 3 needless}], in the order they are done.
    refunds             jsonb       NOT NULL DEFAULT '[]',
    -- How often the outcome was not learned, since it last was.
    attempt             int         NOT NULL DEFAULT 0,
    -- Since when an outcome is unknown.
    unknown_time        timestamptz,
    -- Who has it in hand, until due_time; without it, due_time is when somebody has to take it in hand. Null: nothing to do.
    lease               uuid,
    due_time            timestamptz,
    create_time         timestamptz NOT NULL,
    update_time         timestamptz NOT NULL,
    CONSTRAINT payment_captured_within_amount CHECK (captured_total BETWEEN 0 AND amount),
    CONSTRAINT payment_refunded_within_captured CHECK (refunded_total BETWEEN 0 AND captured_total),
    CONSTRAINT payment_leased_until CHECK (lease IS NULL OR due_time IS NOT NULL)
) WITH (fillfactor = 60);

CREATE INDEX payment_due ON payment (due_time) WHERE due_time IS NOT NULL;
CREATE INDEX payment_unknown ON payment (unknown_time) WHERE unknown_time IS NOT NULL;

-- The ledger. kind: PaymentMovementKind of the contract. refund_id: of a refund; that of a whole cancelled order is the order's id.
-- What is noted twice cannot be stored: an order has one authorization, one capture, one void, and each refund once.
CREATE TABLE movement (
    movement_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    uuid        NOT NULL REFERENCES payment,
    kind        smallint    NOT NULL CHECK (kind BETWEEN 1 AND 4),
    amount      bigint      NOT NULL CHECK (amount > 0),
    refund_id   uuid,
    create_time timestamptz NOT NULL,
    CONSTRAINT movement_refund_has_id CHECK ((kind = 4) = (refund_id IS NOT NULL)),
    CONSTRAINT movement_once UNIQUE NULLS NOT DISTINCT (order_id, kind, refund_id)
);

CREATE FUNCTION keep_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Movements of money are never changed or removed.';
END $$;

CREATE TRIGGER movement_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION keep_movement();
