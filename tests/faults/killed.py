"""Kills a process that works with a SQLite file, at every statement and within every write, and looks at what is left.

Run as a program of its own, because it forks: `python -m tests.faults.killed FOLDER DEED` prints a line for each kill
and fails at the first one that left anything wrong. A kill at a statement comes just before SQLite begins with it, so
that the kill before the next one is that after it. A kill within a write comes from the limit of a file's size, which
cuts the log in the middle of a page.
"""

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from goldseam.client.effects import Change
from goldseam.client.store import FILE, open_store
from goldseam.storage.contract import NewCommit
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.integrity import check_database
from goldseam.storage.sqlite.migrations import Migration, migrate
from tests.server.people import Person, a_person, a_revision, join, pull

KILLED: Final = 77
NAME: Final = "goldseam.db"
STEP_BYTES: Final = 7000
"""Between two limits of a file's size; less than a page of the log, so that every page is cut."""

Tell = Callable[[bytes], object]


@dataclass(frozen=True)
class Deed:
    """Work with the files in a folder; `check` gets what was acknowledged before the kill."""

    begin: Callable[[Path], Any]
    act: Callable[[Path, Any, Tell], None]
    check: Callable[[Path, Any, bytes], None]
    log: str


def kill_everywhere(folder: Path, deed: Deed) -> None:
    """Kill at every statement and within every write, each on a fresh copy of what was there before."""
    before = folder / "before"
    before.mkdir()
    scene = deed.begin(before)
    number = 0
    while killed(folder, deed, scene, f"statement {number}", at_statement(number)):
        number += 1
    size = 0
    while killed(folder, deed, scene, f"byte {size} of {deed.log}", at_byte(size)):
        size += STEP_BYTES


def killed(folder: Path, deed: Deed, scene: Any, where: str, prepare: Callable[[], None]) -> bool:
    """Whether it came to that and was killed there; what is left is sound in any case."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "before", copy)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        prepare()
        deed.act(copy, scene, partial(os.write, writing))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        told = answers.read()
    _, status = os.waitpid(child, 0)
    has_died = os.waitstatus_to_exitcode(status) in {KILLED, -signal.SIGXFSZ}
    assert has_died or status == 0, f"{where}: {status}"
    deed.check(copy, scene, told)
    if has_died:
        print(f"killed at {where}, acknowledged: {len(told)}", flush=True)
    return has_died


def at_statement(number: int) -> Callable[[], None]:
    """Every connection that is opened from now on ends the process at its so-manieth statement."""
    left = number

    def count(_: str) -> None:
        nonlocal left
        if left == 0:
            os._exit(KILLED)
        left -= 1

    def prepare() -> None:
        connect = sqlite3.connect

        def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **options)
            connection.set_trace_callback(count)
            return connection

        sqlite3.connect = traced  # type: ignore[assignment]  # it takes what the real one takes

    return prepare


def at_byte(size: int) -> Callable[[], None]:
    """The system ends the process where it writes beyond this size of a file; Python itself would go on."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return prepare


# a group of commits


@dataclass(frozen=True)
class Commits:
    """Two vaults, what was acknowledged long ago, and the two commits that share a transaction."""

    person: Person
    kept: list[Any]
    waiting: list[NewCommit]


def begin_commits(folder: Path) -> Commits:
    """Two vaults with one commit each; the next one replaces a record, removes another for good, and brings a third."""
    return asyncio.run(_begin_commits(folder / NAME))


async def _begin_commits(path: Path) -> Commits:
    storage = await SqliteStorage.open(path)
    person = await join(storage, a_person(vaults=2))
    first, gone, fresh = (os.urandom(16) for _ in range(3))
    waiting = []
    for wrap in person.wraps:
        vault = wrap.vault
        old = [a_revision(first), a_revision(gone, 1, 20_000)]
        assert await storage.commit(person.commit(0, old, vault=vault)) == 1
        new = [a_revision(first, 2), a_revision(gone, 2, 93), a_revision(fresh, 1, 20_000)]
        waiting.append(person.commit(1, new, erase=[gone], vault=vault))
    kept = [await pull(storage, wrap.vault) for wrap in person.wraps]
    await storage.close()
    return Commits(person, kept, waiting)


def commit_both(folder: Path, scene: Commits, tell: Tell) -> None:
    """Both at once; each acknowledgement is told as it comes."""
    asyncio.run(_commit_both(folder / NAME, scene, tell))


async def _commit_both(path: Path, scene: Commits, tell: Tell) -> None:
    storage = await SqliteStorage.open(path)

    async def send(commit: NewCommit) -> None:
        assert await storage.commit(commit) == 2
        tell(b"+")

    await asyncio.gather(*map(send, scene.waiting))
    await storage.purge()
    tell(b"+")
    await storage.close()


def check_commits(folder: Path, scene: Commits, told: bytes) -> None:
    """Both commits are there or neither, both if one was acknowledged; sent again they stand at their place."""
    assert check_database(folder / NAME) == []
    asyncio.run(_check_commits(folder / NAME, scene, told))


async def _check_commits(path: Path, scene: Commits, told: bytes) -> None:
    storage = await SqliteStorage.open(path)
    vaults = [wrap.vault for wrap in scene.person.wraps]
    sequences = [await storage.sequence(scene.person.account, vault) for vault in vaults]
    assert sequences in ([1, 1], [2, 2])
    if told:
        assert sequences == [2, 2]
    if sequences == [1, 1]:
        assert [await pull(storage, vault) for vault in vaults] == scene.kept
    assert [await storage.commit(commit) for commit in scene.waiting] == [2, 2]
    for vault, commit in zip(vaults, scene.waiting, strict=True):
        revisions, page = await pull(storage, vault)
        assert {(r.record, r.sealed) for r in revisions} == {
            (r.record, r.sealed) for r in commit.body.revisions
        }
        assert page.sequence == 2
        gone = commit.body.erase[0]
        assert (await storage.history(vault, gone, None)).revisions == []
    await storage.close()


# migrations

MIGRATIONS: Final = [
    Migration(1, "0001_first", "CREATE TABLE pages (id INTEGER PRIMARY KEY, text TEXT);"),
    Migration(
        2,
        "0002_second",
        "ALTER TABLE pages ADD COLUMN day TEXT;\nUPDATE pages SET day = 'd' || text;\n"
        "CREATE INDEX by_day ON pages (day);",
    ),
    Migration(
        3,
        "0003_third",
        "CREATE TABLE days (day TEXT PRIMARY KEY);\nINSERT INTO days SELECT day FROM pages;\n"
        "ALTER TABLE pages DROP COLUMN text;",
    ),
]
COLUMNS: Final = {1: ["id", "text"], 2: ["id", "text", "day"], 3: ["id", "day"]}


def begin_migration(folder: Path) -> int:
    """A database of the first version with enough in it to fill pages; gives the number of rows."""
    with closing(_opened(folder)) as connection:
        migrate(connection, MIGRATIONS[:1])
        texts = [(f"{number:0200}",) for number in range(100)]
        connection.executemany("INSERT INTO pages (text) VALUES (?)", texts)
    return len(texts)


def _opened(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / NAME, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    return connection


def go_on_to_the_newest(folder: Path, _: int, tell: Tell) -> None:
    """Two migrations."""
    with closing(_opened(folder)) as connection:
        migrate(connection, MIGRATIONS)
    tell(b"+")


def check_migration(folder: Path, rows: int, told: bytes) -> None:
    """The database says of which version it is, is of that version, and goes on to the newest."""
    assert check_database(folder / NAME) == []
    with closing(_opened(folder)) as connection:
        (newest,) = connection.execute("SELECT max(number) FROM migrations").fetchone()
        names = [row[1] for row in connection.execute("PRAGMA table_info(pages)")]
        assert names == COLUMNS[newest]
        assert not told or newest == len(MIGRATIONS)
        migrate(connection, MIGRATIONS)
        counted = [connection.execute(f"SELECT count(*) FROM {name}") for name in ("pages", "days")]  # noqa: S608
        assert [cursor.fetchone()[0] for cursor in counted] == [rows, rows]


# the shipped schema


def begin_nothing(_: Path) -> None:
    """An empty folder."""


def make_database(folder: Path, _: None, tell: Tell) -> None:
    """The first start of a server."""
    asyncio.run(_open_and_close(folder / NAME))
    tell(b"+")


async def _open_and_close(path: Path) -> None:
    await (await SqliteStorage.open(path)).close()


def check_database_works(folder: Path, _: None, __: bytes) -> None:
    """It opens, takes an account and a commit."""
    asyncio.run(_works(folder / NAME))
    assert check_database(folder / NAME) == []


async def _works(path: Path) -> None:
    storage = await SqliteStorage.open(path)
    person = await join(storage)
    assert await storage.commit(person.commit(0, [a_revision()])) == 1
    await storage.close()


# the folder of the client

KEPT: Final = (b"old page", b"sealed " * 1000)
FRESH: Final = (b"new page", b"written " * 1000)


def begin_folder(folder: Path) -> None:
    """A folder of an earlier version, which had fewer tables."""
    folder.chmod(0o700)
    with open_store(folder) as store:
        store.write((Change("bases", *KEPT), Change("outbox", FRESH[0], b"draft")))
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for table in ("lineage", "tried", "aside"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 0")


def write_in_folder(folder: Path, _: None, tell: Tell) -> None:
    """Open it with this version, and write into two tables at once."""
    with open_store(folder) as store:
        store.write((Change("bases", *FRESH), Change("outbox", FRESH[0], None)))
        tell(b"+")


def check_folder(folder: Path, _: None, told: bytes) -> None:
    """The old page is there; the new one and its outbox row say the same, and nothing is half."""
    with open_store(folder) as store:
        assert store.get("bases", KEPT[0]) == KEPT[1]
        there = store.get("bases", FRESH[0]), store.get("outbox", FRESH[0])
        assert there in ((None, b"draft"), (FRESH[1], None))
        assert not told or there == (FRESH[1], None)
        store.write((Change("lineage", b"record", b"marks"),))
    assert check_database(folder / FILE) == []


DEEDS: Final = {
    "commit": Deed(begin_commits, commit_both, check_commits, "the log"),
    "migrate": Deed(begin_migration, go_on_to_the_newest, check_migration, "the log"),
    "begin": Deed(begin_nothing, make_database, check_database_works, "the database"),
    "folder": Deed(begin_folder, write_in_folder, check_folder, "the journal"),
}

if __name__ == "__main__":
    kill_everywhere(Path(sys.argv[1]), DEEDS[sys.argv[2]])
