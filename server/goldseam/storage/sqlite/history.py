"""Earlier revisions in SQL: read page by page, given up by the schedule (docs/protocol.md, History)."""

import sqlite3

from aiosqlite import Connection

from goldseam.protocol.limits import MAX_INTEGER, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import History, PastRevision
from goldseam.storage.history import PastRow, is_believable, sweep, utc_date
from goldseam.storage.pages import fill_page, history_page
from goldseam.storage.sqlite.traces import note_traces

_NEXT_REVISIONS = """
SELECT number, history.epoch, history.sequence, stored_at, sealed FROM vaults JOIN history ON history.vault = vaults.id
WHERE vaults.vault = ? AND record = ? AND number < ? ORDER BY number DESC LIMIT ?
"""

_NEWEST_COMMIT = "SELECT max(committed_at) FROM vaults"

_PAST_ROWS = "SELECT record, number, stored_at, replaced_at FROM history WHERE vault = ?"

_DATE_ANEW = "UPDATE history SET replaced_at = ? WHERE vault = ? AND record = ? AND number = ?"

_GIVE_UP = "DELETE FROM history WHERE vault = ? AND record = ? AND number = ?"


def read_history(
    connection: sqlite3.Connection, vault: bytes, record: bytes, before: int | None
) -> History:
    """As `Storage.history`; the caller's transaction makes it one snapshot."""
    below = MAX_INTEGER + 1 if before is None else before
    coming = connection.execute(_NEXT_REVISIONS, (vault, record, below, MAX_PAGE_REVISIONS + 1))
    revisions, has_more = fill_page(
        PastRevision(number, epoch, sequence, utc_date(stored_at), sealed)
        for number, epoch, sequence, stored_at, sealed in coming
    )
    return history_page(revisions, has_more)


async def is_clock_believable(connection: Connection, now: int) -> bool:
    """Whether a sweep may run at `now`; False when nothing was ever committed."""
    rows = await connection.execute_fetchall(_NEWEST_COMMIT)
    newest = next(row[0] for row in rows)
    return newest is not None and is_believable(now, newest)


async def vault_ids(connection: Connection) -> list[int]:
    """The row ids of all vaults, for a sweep that takes one at a time."""
    return [row[0] for row in await connection.execute_fetchall("SELECT id FROM vaults")]


async def thin_vault(connection: Connection, vault: int, now: int) -> int:
    """Delete what the schedule gives up in one vault, in the caller's transaction; how many revisions went."""
    found = await connection.execute_fetchall(_PAST_ROWS, (vault,))
    swept = sweep((PastRow(*row) for row in found), now)
    dates = [(row.replaced_at, vault, row.record, row.number) for row in swept.anew]
    await connection.executemany(_DATE_ANEW, dates)
    gone = [(vault, row.record, row.number) for row in swept.gone]
    await connection.executemany(_GIVE_UP, gone)
    if gone:
        await note_traces(connection)
    return len(gone)
