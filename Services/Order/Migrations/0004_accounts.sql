-- Which customer a guest became. An order that is placed with the guest's token a moment later is the customer's, too.
CREATE TABLE guest_upgrade (
    guest_id     text        PRIMARY KEY,
    user_id      text        NOT NULL,
    upgrade_time timestamptz NOT NULL
);

CREATE INDEX guest_upgrade_time ON guest_upgrade (upgrade_time);

-- Accounts that are erased: their orders lose what is personal as soon as they are at rest.
CREATE TABLE erased_owner (
    owner_id    text        PRIMARY KEY,
    delete_time timestamptz NOT NULL
);
