"""Opening a database file: who may read it, how it is written, and what its errors mean to a caller."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

from goldseam.errors import Unavailable
from goldseam.storage.sqlite.migrations import migrate, shipped_migrations

T = TypeVar("T")

BUSY_MILLISECONDS = 5000
PAGE_BYTES = 8192
CACHE_KIB = 16_384

# [Note: What the writer asks of SQLite]
# synchronous=FULL syncs the log at each commit, which is what an acknowledgement promises; a group shares one sync, so
# NORMAL would win nothing. secure_delete overwrites erased ciphertext; checkpoints are the writer's own affair
# (group.py), because they are what takes erased ciphertext out of the log.
_WRITER = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA wal_autocheckpoint = 0",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)
_READER = ("PRAGMA query_only = ON",)

# [Note: One way to the thread]
# Each statement that is awaited wakes the thread of the connection, and then the event loop: that takes 50 to 100 µs,
# more than most statements do. A group of commits is eight of them, so it goes to the thread as a whole.

# The texts of SQLite may quote a statement; these are what an operator can do something about.
_REASONS = {
    "SQLITE_FULL": "no room is left for the database",
    "SQLITE_READONLY": "the database cannot be written",
    "SQLITE_CANTOPEN": "the database cannot be opened",
    "SQLITE_IOERR": "the disk refuses to read or write the database",
    "SQLITE_NOTADB": "the file is not a database",
    "SQLITE_CORRUPT": "the database is damaged",
    "SQLITE_BUSY": "another program holds the database",
}


async def prepare(path: Path) -> None:
    """Make the folder (0700) and file (0600) if there are none, and bring the tables up to date."""
    with unavailable():
        await asyncio.to_thread(_prepare, path)


async def open_writer(path: Path) -> aiosqlite.Connection:
    """The one connection that writes; the caller closes it."""
    return await _open(path, _WRITER)


async def open_reader(path: Path) -> aiosqlite.Connection:
    """A connection that cannot write; the caller closes it."""
    return await _open(path, _READER)


async def at_once(connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """What `work` gives, done as a whole on the thread of the connection [Note: One way to the thread]."""
    # The library offers this for its own statements only.
    return cast("T", await connection._execute(work, connection._conn))  # type: ignore[no-untyped-call]  # noqa: SLF001


@contextmanager
def unavailable() -> Iterator[None]:
    """Translate an error of the database or the disk to `Unavailable`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"The store does not answer: {reason(error)}.") from error


def reason(error: Exception) -> str:
    """Why the database or the disk failed, in words for the operator that hold nothing of what is stored."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    name: str = getattr(error, "sqlite_errorname", None) or type(error).__name__
    # An extended name goes on after the one that is listed: SQLITE_IOERR_WRITE.
    return next((text for code, text in _REASONS.items() if name.startswith(code)), name)


def _prepare(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    timeout = BUSY_MILLISECONDS / 1000
    with closing(sqlite3.connect(path, timeout=timeout, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, shipped_migrations())


async def _open(path: Path, pragmas: tuple[str, ...]) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
    try:
        for pragma in (f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}", *pragmas):
            await connection.execute_fetchall(pragma)
    except BaseException:
        await connection.close()
        raise
    return connection
