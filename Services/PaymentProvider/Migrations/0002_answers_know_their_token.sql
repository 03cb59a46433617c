-- A repeat is answered as the first try was: slowly, or not at all.
ALTER TABLE idempotency ADD COLUMN payment_token text NOT NULL DEFAULT '';
