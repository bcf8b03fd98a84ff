-- One that was used, withdrawn or is over has no row.
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    code_hash BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX invitations_by_end ON invitations (expires_at);
