-- Who has an account. One that was never verified cannot sign in, and goes after a while.
CREATE TABLE account (
    user_id           uuid        PRIMARY KEY,
    email             text        NOT NULL,
    -- As UserManager normalizes it: upper and lower case are the same.
    normalized_email  text        NOT NULL CONSTRAINT account_email_unique UNIQUE,
    email_verified    boolean     NOT NULL DEFAULT false,
    password_hash     text        NOT NULL,
    -- Another one makes all links that were sent worthless.
    security_stamp    text        NOT NULL,
    -- Another one with every change.
    concurrency_stamp text        NOT NULL,
    display_name      text        NOT NULL DEFAULT '',
    language_code     text        NOT NULL DEFAULT '',
    roles             text[]      NOT NULL DEFAULT '{}',
    -- Infinity: an administrator has locked it.
    lockout_end       timestamptz,
    create_time       timestamptz NOT NULL,
    update_time       timestamptz NOT NULL,
    sign_in_time      timestamptz
);

CREATE INDEX account_by_email ON account (normalized_email text_pattern_ops);
CREATE INDEX account_unverified ON account (create_time) WHERE NOT email_verified;
CREATE INDEX account_admin ON account (user_id) WHERE 'admin' = ANY (roles);

-- Sessions that have not ended. Of refresh tokens only hashes.
CREATE TABLE session (
    session_id      uuid        PRIMARY KEY,
    -- The subject of its tokens: a guest or an account.
    subject         text        NOT NULL,
    -- Of the token that is valid, and of the one before it.
    refresh_hash    bytea       NOT NULL,
    previous_hash   bytea,
    generation      int         NOT NULL DEFAULT 0,
    -- Which request made the valid token out of the previous one.
    rotate_request  text,
    user_agent      text        NOT NULL,
    network_address text        NOT NULL,
    create_time     timestamptz NOT NULL,
    refresh_time    timestamptz NOT NULL,
    expire_time     timestamptz NOT NULL
);

CREATE INDEX session_of_subject ON session (subject, refresh_time DESC, session_id DESC);
CREATE INDEX session_expired ON session (expire_time);

-- address: PostalAddress of the contract as JSON.
CREATE TABLE address (
    address_id  uuid        PRIMARY KEY,
    user_id     uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    label       text        NOT NULL,
    address     jsonb       NOT NULL,
    preferred   boolean     NOT NULL,
    revision    int         NOT NULL DEFAULT 1,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);

CREATE INDEX address_of_user ON address (user_id, create_time DESC, address_id DESC);
CREATE UNIQUE INDEX address_preferred ON address (user_id) WHERE preferred;

-- Tries at passwords and letters, by account and by network address. key: a keyed hash of either; whether there is such an account
-- makes no difference.
CREATE TABLE guess (
    key         bytea       PRIMARY KEY,
    failures    int         NOT NULL,
    -- Until then no other try.
    until_time  timestamptz NOT NULL,
    -- The last try that was let through.
    attempt     uuid        NOT NULL,
    update_time timestamptz NOT NULL
);

CREATE INDEX guess_update_time ON guess (update_time);

-- Letters that were asked for and are not written yet; the writer finds out whether there is anything to write. kind: LetterKind
-- of the contract.
CREATE TABLE letter (
    letter_id   uuid        PRIMARY KEY,
    kind        smallint    NOT NULL,
    email       text        NOT NULL,
    user_id     uuid,
    create_time timestamptz NOT NULL
);

-- Which customer a guest became.
CREATE TABLE guest_upgrade (
    guest_id    text        PRIMARY KEY,
    user_id     uuid        NOT NULL,
    create_time timestamptz NOT NULL
);

CREATE INDEX guest_upgrade_of_user ON guest_upgrade (user_id);

-- ES256 key pairs, the private one sealed with the secret that the AppHost hands out.
CREATE TABLE signing_key (
    key_id      text        PRIMARY KEY,
    public_key  bytea       NOT NULL,
    private_key bytea       NOT NULL,
    create_time timestamptz NOT NULL,
    -- From when it signs; before, it is only published.
    sign_time   timestamptz NOT NULL
);
