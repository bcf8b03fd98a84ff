"""Numbered migrations: appended, never edited; each in its own transaction, each guarded by its SHA-256."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from goldseam.errors import SettingsError

_TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True)
class Migration:
    """One file of SQL; `number` counts from 1 without gaps."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def shipped_migrations() -> list[Migration]:
    """The migrations of this version, in order."""
    files = resources.files(__package__).joinpath("sql").iterdir()
    named = sorted((file for file in files if file.name.endswith(".sql")), key=lambda f: f.name)
    return [
        Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text("utf-8"))
        for file in named
    ]


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> list[int]:
    """Bring a database up to date; the numbers applied now.

    Safe when two processes do it at once. Raises `SettingsError` when the database holds a migration that this version
    does not know or knows otherwise: going on could harm it. `connection` is in autocommit (`isolation_level` None).
    """
    connection.execute(_TABLE)
    _check_applied(connection, migrations)
    return [migration.number for migration in migrations if _apply(connection, migration)]


def _check_applied(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    known = {m.number: m.sha256 for m in migrations}
    for number, name, sha256 in connection.execute("SELECT number, name, sha256 FROM migrations"):
        if number not in known:
            raise SettingsError(f"The database is of a newer version (it has {name}).")
        if known[number] != sha256:
            raise SettingsError(f"The database was made by another {name} than this version's.")


def _apply(connection: sqlite3.Connection, migration: Migration) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
        query = "SELECT 1 FROM migrations WHERE number = ?"
        if connection.execute(query, (migration.number,)).fetchone():
            connection.rollback()
            return False
        for statement in _statements(migration.sql):
            connection.execute(statement)
        row = (migration.number, migration.name, migration.sha256)
        connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", row)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return True


def _statements(sql: str) -> Iterator[str]:
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
