"""Whether bytes of deleted ciphertext may still lie in the file.

[Note: Traces]
secure_delete overwrites a row where it lies. But SQLite moves rows between pages when pages fill and empty, and leaves
what was there in the unused middle of the old page; a later deletion does not find that copy. Measured: after the
removal of 150 of 300 small records some hundred bytes of them were left in the file. Only writing the file anew
(VACUUM) leaves none. So every deletion of ciphertext notes, in its own transaction, that there may be traces, and a
purge writes the file anew. `user_version` of the file holds the note: it is part of the transaction and costs no
table. A file of before this note was kept has 0 there, which means that there may be traces.
"""

from aiosqlite import Connection

_PURGED = 1
NOTE_TRACES = "PRAGMA user_version = 0"


async def is_purged(connection: Connection) -> bool:
    """Whether nothing was deleted since the file was written anew."""
    rows = await connection.execute_fetchall("PRAGMA user_version")
    return [row[0] for row in rows] == [_PURGED]


async def note_purged(connection: Connection) -> None:
    """The file was written anew."""
    await connection.execute_fetchall(f"PRAGMA user_version = {_PURGED}")


async def note_traces(connection: Connection) -> None:
    """Ciphertext was deleted, in the caller's transaction."""
    await connection.execute_fetchall(NOTE_TRACES)


async def write_nothing(connection: Connection) -> None:
    """Put the note in place as it is: a page is written, and nothing changes."""
    for (note,) in await connection.execute_fetchall("PRAGMA user_version"):
        await connection.execute_fetchall(f"PRAGMA user_version = {note}")
