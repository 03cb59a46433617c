-- Events that wait to be published: see Shop.ServiceDefaults.Messaging.Outbox. A published row is deleted.
CREATE TABLE outbox (
    -- UUIDv7: ordered by id is ordered as written.
    id uuid PRIMARY KEY,
    -- Full name of the protobuf message.
    type text NOT NULL,
    payload bytea NOT NULL,
    occur_time timestamptz NOT NULL,
    -- W3C trace context of the writer.
    trace_parent text,
    trace_state text,
    -- Not to be published before.
    due_time timestamptz NOT NULL DEFAULT '-infinity'
)
-- Rows live for milliseconds: a vacuum by share of the table's size would come too late for the index's dead head.
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1);

-- Messages that took effect, so that a repeat of one does nothing.
CREATE TABLE inbox (
    message_id uuid NOT NULL,
    -- The queue, which is the consumer's name.
    consumer text NOT NULL,
    receive_time timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, consumer)
);

-- Old rows lie together, so the sweep finds them by a few pages of summary instead of an index to maintain.
CREATE INDEX inbox_receive_time ON inbox USING brin (receive_time);

-- Answers of mutating rpcs by request id: see Shop.ServiceDefaults.Postgres.RequestIds.
CREATE TABLE request (
    scope text NOT NULL,
    caller text NOT NULL,
    request_id text NOT NULL,
    -- SHA-256 of the request.
    fingerprint bytea NOT NULL,
    response bytea NOT NULL,
    create_time timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request_id, caller, scope)
);

CREATE INDEX request_create_time ON request USING brin (create_time);
