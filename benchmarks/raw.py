"""The limit: Python's own sqlite3, with the tables and settings of the store and as few statements as can be."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from goldseam.storage.contract import NewCommit
from goldseam.storage.sqlite.group import MAX_LOG_BYTES

TO_REVISIONS = """
INSERT INTO revisions (vault, sequence, number, epoch, stored_at, record, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
TO_DIGESTS = "INSERT INTO digests (vault, sequence, digest) VALUES (?, ?, ?)"
TO_HEAD = "UPDATE vaults SET sequence = ?, digest = ?, tag = ?, signature = ? WHERE id = ?"
ALL_OF_A_VAULT = """
SELECT record, number, epoch, sequence, sealed FROM revisions
WHERE vault = (SELECT id FROM vaults WHERE vault = ?) ORDER BY sequence, record
"""


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes as durably as the store's own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (
            "synchronous = FULL",
            "secure_delete = ON",
            "wal_autocheckpoint = 0",
            "cache_size = -16384",
        ):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def seconds_to_store(path: Path, groups: Sequence[Sequence[NewCommit]]) -> float:
    """How long raw sqlite3 takes for these commits, each group in one transaction."""
    log = path.with_name(path.name + "-wal")
    with writing(path) as connection:
        ids = dict(connection.execute("SELECT vault, id FROM vaults"))
        start = time.perf_counter()
        for group in groups:
            _store(connection, ids, group)
            if log.stat().st_size > MAX_LOG_BYTES:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return time.perf_counter() - start


def seconds_to_read(path: Path, vault: bytes) -> float:
    """How long it takes to have all rows of a vault in memory."""
    with closing(sqlite3.connect(path)) as connection:
        start = time.perf_counter()
        connection.execute(ALL_OF_A_VAULT, (vault,)).fetchall()
        return time.perf_counter() - start


def _store(
    connection: sqlite3.Connection, ids: dict[bytes, int], group: Sequence[NewCommit]
) -> None:
    """A connection in autocommit: the transaction is ours."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        TO_REVISIONS,
        [
            (ids[c.vault], c.base + 1, r.number, 1, c.received_at, r.record, r.sealed)
            for c in group
            for r in c.body.revisions
        ],
    )
    connection.executemany(TO_DIGESTS, [(ids[c.vault], c.base + 1, c.digest) for c in group])
    connection.executemany(
        TO_HEAD,
        [(c.base + 1, c.digest, c.body.tag, c.body.signature, ids[c.vault]) for c in group],
    )
    connection.execute("COMMIT")
