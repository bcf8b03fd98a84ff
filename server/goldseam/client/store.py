"""The device's folder: one SQLite file, 0600 in a folder 0700, one process at a time."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from goldseam.client.effects import TABLES, Change, Table
from goldseam.errors import GoldseamError, UnknownVersion

FILE = "device.db"
LOCK = "lock"
VERSION = 1
OTHERS = 0o077


class StoreBusy(GoldseamError):
    """Another run of `goldseam` holds the folder."""

    code = "store_busy"
    sentence = "Another goldseam is using this folder just now: try again when it is done."


class StoreRefused(GoldseamError):
    """A folder that is not ours, and that others can look into."""

    code = "store_refused"
    sentence = "This folder is open to others and holds other things: give a folder of its own with --state."


class Store:
    """Tables of bytes by bytes. What could be text is sealed before it comes here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, table: Table, key: bytes) -> bytes | None:
        """The value at a key, or None."""
        row = self._connection.execute(_SELECT_ONE[table], (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def scan(self, table: Table) -> list[tuple[bytes, bytes]]:
        """All keys and values, by key."""
        rows = self._connection.execute(_SELECT[table])
        return [(bytes(key), bytes(value)) for key, value in rows]

    def write(self, changes: tuple[Change, ...]) -> None:
        """All changes or none; durable when it returns."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for change in changes:
                if change.value is None:
                    self._connection.execute(_DELETE[change.table], (change.key,))
                else:
                    self._connection.execute(_PUT[change.table], (change.key, change.value))


# Table names cannot be parameters; these are made of a fixed list, never of input.
_CREATE = "CREATE TABLE IF NOT EXISTS {} (key BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL)"
_SELECT_ONE = {table: f"SELECT value FROM {table} WHERE key = ?" for table in TABLES}  # noqa: S608
_SELECT = {table: f"SELECT key, value FROM {table} ORDER BY key" for table in TABLES}  # noqa: S608
_DELETE = {table: f"DELETE FROM {table} WHERE key = ?" for table in TABLES}  # noqa: S608
_PUT = {
    table: f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"  # noqa: S608
    for table in TABLES
}


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of a folder, made if it is not there. Raises `StoreBusy`, `StoreRefused`, `UnknownVersion`."""
    _make_private(folder)
    with _locked(folder / LOCK):
        os.close(os.open(folder / FILE, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
            _prepare(connection)
            yield Store(connection)


def remove_store(folder: Path) -> None:
    """Remove the store of a folder; what else lies in the folder stays. Raises `StoreBusy`."""
    with _locked(folder / LOCK):
        for name in (FILE, *(f"{FILE}-{kind}" for kind in ("journal", "wal", "shm"))):
            (folder / name).unlink(missing_ok=True)
        (folder / LOCK).unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & OTHERS:
        if any(folder.iterdir()):
            raise StoreRefused
        folder.chmod(0o700)


def _prepare(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise UnknownVersion
    # EXTRA also syncs the folder when a transaction ends: without it a power cut could take back what was kept.
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA secure_delete = ON")
    for table in TABLES:
        connection.execute(_CREATE.format(table))
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreBusy from error
