"""Pages and heads in SQL (docs/protocol.md, Pulling and verifying)."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from goldseam.errors import NotFound
from goldseam.protocol.limits import MAX_PAGE_COMMITS, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor, Head, Page, StoredRevision
from goldseam.storage.pages import beyond, fill_page, page_of, start_of

VAULTS_OF = """
SELECT vaults.vault, vaults.sequence FROM accounts JOIN vaults ON vaults.account = accounts.id
WHERE accounts.account = ? ORDER BY vaults.vault
"""

SEQUENCE = """
SELECT vaults.sequence FROM vaults JOIN accounts ON accounts.id = vaults.account
WHERE vaults.vault = ? AND accounts.account = ?
"""

STANDING = """
SELECT vaults.sequence, digests.sequence FROM vaults JOIN accounts ON accounts.id = vaults.account
LEFT JOIN digests ON digests.vault = vaults.id AND digests.digest = ?
WHERE vaults.vault = ? AND accounts.account = ?
"""

HEAD = """
SELECT id, sequence, epoch, keyring_version, device, digest, tag, signature FROM vaults WHERE vault = ?
"""

READY = "SELECT count(*) FROM (SELECT 1 FROM vaults LIMIT 1)"

_NEXT_REVISIONS = """
SELECT record, number, epoch, sequence, sealed FROM revisions WHERE vault = ? AND (sequence, record) > (?, ?)
ORDER BY sequence, record LIMIT ?
"""

_DIGESTS = "SELECT digest FROM digests WHERE vault = ? AND sequence > ? ORDER BY sequence LIMIT ?"


def read_page(connection: Connection, vault: bytes, since: int, cursor: Cursor | None) -> Page:
    """As `Storage.page`; the caller's transaction makes it one snapshot.

    Runs on the thread of the connection [Note: One way to the thread].
    """
    id_, head = _head(connection, vault)
    start = start_of(since, cursor)
    place = beyond(since, start)
    coming = connection.execute(_NEXT_REVISIONS, (id_, *place, MAX_PAGE_REVISIONS + 1))
    revisions, has_more = fill_page(StoredRevision(*row) for row in coming)
    rows = connection.execute(_DIGESTS, (id_, start.commits, MAX_PAGE_COMMITS))
    digests = [digest for (digest,) in rows]
    return page_of(start, revisions, digests, head, has_more=has_more)


def to_head(row: Sequence[Any]) -> Head | None:
    """A row of `HEAD` as a value, None before the first commit."""
    _, sequence, epoch, keyring_version, device, digest, tag, signature = row
    if sequence == 0:
        return None
    return Head(sequence, epoch, keyring_version, device, digest, tag, signature)


def _head(connection: Connection, vault: bytes) -> tuple[int, Head | None]:
    for row in connection.execute(HEAD, (vault,)):
        return int(row[0]), to_head(row)
    raise NotFound
