"""Pages and heads in SQL (docs/protocol.md, Pulling and verifying)."""

from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import NotFound
from goldseam.protocol.limits import MAX_PAGE_COMMITS, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor, Head, Page, StoredRevision
from goldseam.storage.pages import beyond, page_length, page_of, start_of

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

_NEXT_SIZES = """
SELECT length(sealed) FROM revisions WHERE vault = ? AND (sequence, record) > (?, ?)
ORDER BY sequence, record LIMIT ?
"""

_NEXT_REVISIONS = """
SELECT record, number, epoch, sequence, sealed FROM revisions WHERE vault = ? AND (sequence, record) > (?, ?)
ORDER BY sequence, record LIMIT ?
"""

_DIGESTS = "SELECT digest FROM digests WHERE vault = ? AND sequence > ? ORDER BY sequence LIMIT ?"


async def read_page(
    connection: Connection, vault: bytes, since: int, cursor: Cursor | None
) -> Page:
    """As `Storage.page`; the caller's transaction makes it one snapshot."""
    id_, head = await _head(connection, vault)
    start = start_of(since, cursor)
    place = beyond(since, start)
    query = (id_, *place, MAX_PAGE_REVISIONS + 1)
    sizes = [row[0] for row in await connection.execute_fetchall(_NEXT_SIZES, query)]
    length = page_length(sizes)
    found = await connection.execute_fetchall(_NEXT_REVISIONS, (id_, *place, length))
    revisions = [StoredRevision(*row) for row in found]
    rows = await connection.execute_fetchall(_DIGESTS, (id_, start.commits, MAX_PAGE_COMMITS))
    digests = [row[0] for row in rows]
    return page_of(start, revisions, digests, head, has_more=length < len(sizes))


def to_head(row: Sequence[Any]) -> Head | None:
    """A row of `HEAD` as a value, None before the first commit."""
    _, sequence, epoch, keyring_version, device, digest, tag, signature = row
    if sequence == 0:
        return None
    return Head(sequence, epoch, keyring_version, device, digest, tag, signature)


async def _head(connection: Connection, vault: bytes) -> tuple[int, Head | None]:
    for row in await connection.execute_fetchall(HEAD, (vault,)):
        return int(row[0]), to_head(tuple(row))
    raise NotFound
