"""Migrations are applied once, in order, each whole or not at all, and never edited."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from goldseam.errors import SettingsError
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.migrations import Migration, migrate, shipped_migrations

FIRST = Migration(1, "0001_first", "CREATE TABLE a (x);\nINSERT INTO a VALUES ('; -- not an end');")
SECOND = Migration(2, "0002_second", "ALTER TABLE a ADD COLUMN y")


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty database in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def test_each_is_applied_once(connection: sqlite3.Connection) -> None:
    """A second run finds nothing to do; a longer list continues where the shorter ended."""
    assert migrate(connection, [FIRST]) == [1]
    assert migrate(connection, [FIRST, SECOND]) == [2]
    assert migrate(connection, [FIRST, SECOND]) == []
    assert connection.execute("SELECT x, y FROM a").fetchall() == [("; -- not an end", None)]


def test_an_edited_migration_is_refused(connection: sqlite3.Connection) -> None:
    """A database made by other SQL of the same number is left alone."""
    migrate(connection, [FIRST])
    with pytest.raises(SettingsError, match="0001_first"):
        migrate(connection, [Migration(1, "0001_first", FIRST.sql + "\n"), SECOND])
    assert [row[1] for row in connection.execute("PRAGMA table_info(a)")] == ["x"]


def test_a_newer_database_is_refused(connection: sqlite3.Connection) -> None:
    """An older version of the program does not touch a newer database."""
    migrate(connection, [FIRST, SECOND])
    with pytest.raises(SettingsError, match="0002_second"):
        migrate(connection, [FIRST])


def test_a_failing_migration_leaves_nothing(connection: sqlite3.Connection) -> None:
    """What a broken migration did before it failed is undone, the earlier ones stay."""
    broken = Migration(2, "0002_broken", "CREATE TABLE b (x);\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, [FIRST, broken])
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    assert tables == {"migrations", "a"}
    assert migrate(connection, [FIRST, SECOND]) == [2]


def test_two_processes_at_once_apply_each_once(tmp_path: Path) -> None:
    """Of eight that start together on one file, one applies each migration."""
    applied: list[int] = []

    def run() -> None:
        path = tmp_path / "a.db"
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as opened:
            applied.extend(migrate(opened, [FIRST, SECOND]))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == [1, 2]


def test_the_shipped_ones_count_from_one() -> None:
    """Numbers have no gap and stand in the file's name."""
    shipped = shipped_migrations()
    assert [migration.number for migration in shipped] == list(range(1, len(shipped) + 1))
    assert all(m.name.startswith(f"{m.number:04}_") for m in shipped)


async def test_opening_migrates_and_opening_again_does_not(tmp_path: Path) -> None:
    """A store opened twice has each migration once."""
    path = tmp_path / "data" / "goldseam.db"
    for _ in range(2):
        await (await SqliteStorage.open(path)).close()
    with closing(sqlite3.connect(path)) as opened:
        numbers = [row[0] for row in opened.execute("SELECT number FROM migrations")]
    assert numbers == [migration.number for migration in shipped_migrations()]


async def test_a_store_of_a_newer_version_is_not_opened(tmp_path: Path) -> None:
    """Opening it says so, and leaves no connection behind."""
    path = tmp_path / "data" / "goldseam.db"
    await (await SqliteStorage.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        opened.execute("INSERT INTO migrations VALUES (9999, '9999_later', 'x')")
    with pytest.raises(SettingsError, match="9999_later"):
        await SqliteStorage.open(path)
