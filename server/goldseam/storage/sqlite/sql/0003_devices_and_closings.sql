-- Null: from before the dates of first sign-ins were kept.
ALTER TABLE devices ADD COLUMN added_at INTEGER;

-- Whether new keys were made since the device last signed in.
ALTER TABLE devices ADD COLUMN signed_out INTEGER NOT NULL DEFAULT 0;

-- What is left of an account that was closed.
CREATE TABLE closings (
    id INTEGER PRIMARY KEY,
    account BLOB NOT NULL UNIQUE,
    device BLOB NOT NULL,
    stated_on TEXT NOT NULL,
    signature BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX closings_by_end ON closings (expires_at);
