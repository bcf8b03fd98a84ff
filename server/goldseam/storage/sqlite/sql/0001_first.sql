-- Rowid tables throughout: with bodies, WITHOUT ROWID is slower and bigger. Bodies stand last in their rows.

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    account BLOB NOT NULL UNIQUE,
    name_key BLOB NOT NULL UNIQUE,
    sealed_login BLOB NOT NULL
) STRICT;

CREATE TABLE devices (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    device BLOB NOT NULL,
    key BLOB NOT NULL,
    renewed_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    UNIQUE (account, device)
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    device INTEGER NOT NULL REFERENCES devices (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_device ON sessions (device);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE spent_challenges (
    id INTEGER PRIMARY KEY,
    challenge_hash BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX spent_challenges_by_end ON spent_challenges (expires_at);

CREATE TABLE keyrings (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    version INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    previous BLOB NOT NULL,
    device BLOB NOT NULL,
    device_signature BLOB NOT NULL,
    login_type INTEGER NOT NULL,
    login_signature BLOB NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (account, version)
) STRICT;

CREATE TABLE wraps (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    vault BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (account, vault, epoch)
) STRICT;

-- The head's columns are null until the first commit.
CREATE TABLE vaults (
    id INTEGER PRIMARY KEY,
    vault BLOB NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES accounts (id),
    minimum_epoch INTEGER NOT NULL DEFAULT 1,
    sequence INTEGER NOT NULL DEFAULT 0,
    committed_at INTEGER,
    epoch INTEGER,
    keyring_version INTEGER,
    device BLOB,
    digest BLOB,
    tag BLOB,
    signature BLOB
) STRICT;

CREATE INDEX vaults_by_account ON vaults (account);

-- The newest revision of every record; a pull reads it in the order (sequence, record).
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    vault INTEGER NOT NULL REFERENCES vaults (id),
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    record BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX revisions_by_record ON revisions (vault, record);
CREATE INDEX revisions_by_sequence ON revisions (vault, sequence, record);

-- Earlier revisions, until they are thinned or erased.
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    vault INTEGER NOT NULL REFERENCES vaults (id),
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    record BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX history_by_record ON history (vault, record, number);

-- Kept for the life of the vault: a repeated commit is answered from here.
CREATE TABLE digests (
    id INTEGER PRIMARY KEY,
    vault INTEGER NOT NULL REFERENCES vaults (id),
    sequence INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX digests_by_digest ON digests (vault, digest);
CREATE UNIQUE INDEX digests_by_sequence ON digests (vault, sequence);
