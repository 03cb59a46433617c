-- Where stock lies. A reservation takes from the lowest priority number first.
CREATE TABLE location (
    location_id text PRIMARY KEY,
    priority    int  NOT NULL
);

INSERT INTO location (location_id, priority) VALUES ('main', 1);

-- What is there. The CHECKs stand behind the code: whatever goes wrong above them, nothing is sold that is not there.
CREATE TABLE stock (
    sku         text        NOT NULL,
    location_id text        NOT NULL REFERENCES location,
    on_hand     int         NOT NULL,
    reserved    int         NOT NULL DEFAULT 0,
    revision    bigint      NOT NULL DEFAULT 1,
    update_time timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sku, location_id),
    CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0),
    CONSTRAINT stock_not_oversold CHECK (reserved <= on_hand)
) WITH (fillfactor = 70);

-- What is held, or was, for an order. state: 1 held, 2 committed, 3 released, 4 expired (ReservationState of the contract).
CREATE TABLE reservation (
    order_id    uuid        PRIMARY KEY,
    state       smallint    NOT NULL CHECK (state BETWEEN 1 AND 4),
    create_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);

CREATE INDEX reservation_held_by_expire_time ON reservation (expire_time) WHERE state = 1;

CREATE TABLE reservation_line (
    order_id    uuid NOT NULL REFERENCES reservation,
    sku         text NOT NULL,
    location_id text NOT NULL,
    quantity    int  NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, sku, location_id)
);

-- The ledger: on_hand and reserved of a stock row are the sums of its movements. Rows are never changed or removed.
-- kind: MovementKind of the contract.
CREATE TABLE movement (
    movement_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku            text        NOT NULL,
    location_id    text        NOT NULL,
    kind           smallint    NOT NULL,
    on_hand_delta  int         NOT NULL DEFAULT 0,
    reserved_delta int         NOT NULL DEFAULT 0,
    order_id       uuid,
    reason         smallint    NOT NULL DEFAULT 0,
    note           text        NOT NULL DEFAULT '',
    actor_id       text        NOT NULL DEFAULT '',
    create_time    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX movement_by_sku ON movement (sku, location_id, movement_id);
CREATE INDEX movement_by_order ON movement (order_id) WHERE order_id IS NOT NULL;
