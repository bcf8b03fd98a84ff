"""The device's folder: one SQLite file, 0600 in a folder 0700, one process at a time."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldseam.client.effects import TABLES, Change, Table
from goldseam.errors import GoldseamError

FILE = "device.db"
LOCK = "lock"


class StoreBusy(GoldseamError):
    """Another run of `goldseam` holds the folder."""

    code = "store_busy"
    sentence = "Another goldseam is using this folder just now: try again when it is done."


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
        return [
            (bytes(key), bytes(value)) for key, value in self._connection.execute(_SELECT[table])
        ]

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
_SELECT_ONE = {table: f"SELECT value FROM {table} WHERE key = ?" for table in TABLES}  # noqa: S608
_SELECT = {table: f"SELECT key, value FROM {table} ORDER BY key" for table in TABLES}  # noqa: S608
_DELETE = {table: f"DELETE FROM {table} WHERE key = ?" for table in TABLES}  # noqa: S608
_PUT = {
    table: f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"  # noqa: S608
    for table in TABLES
}


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of a folder, made if it is not there. Raises `StoreBusy`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _locked(folder / LOCK):
        descriptor = os.open(folder / FILE, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
        connection = sqlite3.connect(folder / FILE, isolation_level=None)
        try:
            yield Store(_prepared(connection))
        finally:
            connection.close()


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    for table in TABLES:
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} (key BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL)"
        )
    return connection


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreBusy from error
    finally:
        os.close(descriptor)
