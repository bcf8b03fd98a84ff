"""The SQLite store groups its writes, survives a full or failing disk, and leaves nothing of what was erased."""

import asyncio
import os
import resource
import signal
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from aiosqlite import Connection

from goldseam.errors import Behind, Unavailable
from goldseam.storage.sqlite import (
    SqliteStorage,
    accounts,
    commits,
    devices,
    group,
    history,
    keyrings,
    vaults,
)
from goldseam.storage.sqlite.commits import store_group
from tests.server.people import Person, a_person, a_revision, earlier, join, pull


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database will be; its folder is not there yet."""
    return tmp_path / "data" / "goldseam.db"


@pytest.fixture
async def storage(path: Path) -> AsyncIterator[SqliteStorage]:
    """An empty store."""
    store = await SqliteStorage.open(path)
    yield store
    await store.close()


async def test_only_the_owner_reads_the_files(storage: SqliteStorage, path: Path) -> None:
    """The folder is made 0700, every file in it 0600."""
    await join(storage)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("goldseam.db", "goldseam.db-wal", "goldseam.db-shm"), 0o600)


async def test_everything_is_there_after_reopening(path: Path) -> None:
    """A store that was closed opens with all it had."""
    store = await SqliteStorage.open(path)
    person = await join(store)
    await store.commit(person.commit(0, [a_revision()]))
    before = await pull(store, person.vault)
    await store.close()
    assert [file.name for file in path.parent.iterdir()] == ["goldseam.db"]
    again = await SqliteStorage.open(path)
    assert await pull(again, person.vault) == before
    assert await again.session(person.session.token_hash) == person.session
    await again.close()


async def test_a_file_that_is_no_database_is_unavailable(path: Path) -> None:
    """Opening something else says so and changes nothing."""
    letter = b"a letter" * 1000
    write_file(path, letter)
    with pytest.raises(Unavailable):
        await SqliteStorage.open(path)
    assert read_folder(path) == letter


async def test_an_acknowledgement_means_the_disk(storage: SqliteStorage) -> None:
    """The writer syncs its log at each commit and overwrites what it deletes; readers cannot write."""
    await join(storage)
    writer = storage._writer._connection
    assert writer is not None
    asked = ("journal_mode", "synchronous", "secure_delete", "query_only")
    connections = (writer, storage._pages, storage._rows)
    told = [[await pragma(c, name) for name in asked] for c in connections]
    assert told[0] == ["wal", 2, 1, 0]
    assert [reader[3] for reader in told[1:]] == [1, 1]


async def test_waiting_commits_share_a_transaction(storage: SqliteStorage) -> None:
    """64 commits of 64 vaults at once take a few transactions, not 64."""
    person = await join(storage, a_person(vaults=64))
    before = storage._writer.groups
    await asyncio.gather(
        *(
            storage.commit(person.commit(0, [a_revision()], vault=wrap.vault))
            for wrap in person.wraps
        )
    )
    assert storage._writer.groups - before <= 3


async def test_a_group_is_bounded(storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    """More commits than a group takes are all taken, in several groups."""
    monkeypatch.setattr(group, "MAX_GROUP_COMMITS", 10)
    person = await join(storage, a_person(vaults=35))
    before = storage._writer.groups
    commits = [person.commit(0, [a_revision()], vault=wrap.vault) for wrap in person.wraps]
    assert await asyncio.gather(*map(storage.commit, commits)) == [1] * 35
    assert storage._writer.groups - before >= 4


async def test_a_chain_of_commits_queued_at_once_is_taken_in_order(storage: SqliteStorage) -> None:
    """Commits of one vault never share a group, so each sees the one before it."""
    person = await join(storage)
    record = os.urandom(16)
    commits = [person.commit(base, [a_revision(record, base + 1)]) for base in range(5)]
    assert await asyncio.gather(*map(storage.commit, commits)) == [1, 2, 3, 4, 5]
    assert [r.number for r in await earlier(storage, person.vault, record)] == [4, 3, 2, 1]


async def test_a_commit_whose_caller_went_away_is_taken(storage: SqliteStorage) -> None:
    """Cancelling the wait does not undo what was queued."""
    person = await join(storage)
    commit = person.commit(0, [a_revision()])
    waiting = asyncio.create_task(storage.commit(commit))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await storage.commit(commit) == 1
    with pytest.raises(Behind):
        await storage.commit(person.commit(0))


async def test_pages_stay_snapshots_when_callers_go_away(storage: SqliteStorage) -> None:
    """A page cancelled at any moment leaves no old snapshot to the next one."""
    person = await join(storage)
    for base in range(30):
        await storage.commit(person.commit(base, [a_revision()]))
        cancelled = asyncio.create_task(storage.page(person.vault, 0, None))
        for _ in range(base % 7):
            await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        assert (await storage.page(person.vault, 0, None)).sequence == base + 1


async def test_a_page_is_one_snapshot_whatever_lands_inside(
    path: Path, storage: SqliteStorage
) -> None:
    """A commit before each statement after the first changes nothing: head, digests and revisions agree."""
    person = await join(storage)
    record = os.urandom(16)
    await storage.commit(person.commit(0, [a_revision(record)]))
    bases = iter(range(1, 100))
    selects: list[str] = []

    def commit_before(statement: str) -> None:
        if not statement.lstrip().startswith("SELECT"):
            return
        selects.append(statement)
        if len(selects) > 1:  # The snapshot begins with what is read first.
            base = next(bases)
            with closing(sqlite3.connect(path, isolation_level=None)) as another:
                another.execute("BEGIN IMMEDIATE")
                revisions = [a_revision(record, base + 1), a_revision()]
                store_group(another, [person.commit(base, revisions)])
                another.execute("COMMIT")

    await storage._pages.set_trace_callback(commit_before)
    page = await storage.page(person.vault, 0, None)
    assert len(selects) > 2
    assert await storage.sequence(person.account, person.vault) == len(selects)
    assert page.head is not None
    assert (page.sequence, page.head.sequence, page.commits) == (1, 1, page.head.commit)
    assert [(r.record, r.number) for r in page.revisions] == [(record, 1)]


async def test_closing_finishes_what_was_accepted(path: Path) -> None:
    """Commits queued before the end are durable after it."""
    store = await SqliteStorage.open(path)
    person = await join(store, a_person(vaults=20))
    commits = [person.commit(0, [a_revision()], vault=wrap.vault) for wrap in person.wraps]
    waiting = [asyncio.create_task(store.commit(commit)) for commit in commits]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*waiting) == [1] * 20
    again = await SqliteStorage.open(path)
    assert [sequence for _, sequence in await again.vaults_of(person.account)] == [1] * 20
    await again.close()


async def test_a_full_database_takes_nothing_and_recovers(storage: SqliteStorage) -> None:
    """Full: all who wait are refused, what was acknowledged stays and is read; with space it works again."""
    people = [await join(storage) for _ in range(4)]
    kept = [await storage.commit(person.commit(0, [a_revision()])) for person in people]
    before = [await pull(storage, person.vault) for person in people]
    await set_max_pages(storage, 1)  # SQLite rounds up to the pages in use.
    big = [person.commit(1, [a_revision(size=200_000)]) for person in people]
    refusals = await asyncio.gather(*map(storage.commit, big), return_exceptions=True)
    assert [type(refusal) for refusal in refusals] == [Unavailable] * 4
    assert [await pull(storage, person.vault) for person in people] == before
    await set_max_pages(storage, 1_000_000)
    assert kept == [1] * 4
    assert await asyncio.gather(*map(storage.commit, big)) == [2] * 4


async def test_a_failing_disk_takes_nothing_and_recovers(
    storage: SqliteStorage, path: Path
) -> None:
    """A write that the system refuses is Unavailable to all who wait; the next one works."""
    people = [await join(storage) for _ in range(3)]
    commits = [person.commit(0, [a_revision(size=100_000)]) for person in people]
    log = path.with_name(path.name + "-wal")
    with file_size_limit(log.stat().st_size + 10_000):
        refusals = await asyncio.gather(*map(storage.commit, commits), return_exceptions=True)
    assert [type(refusal) for refusal in refusals] == [Unavailable] * 3
    assert [await storage.sequence(p.account, p.vault) for p in people] == [0] * 3
    assert await asyncio.gather(*map(storage.commit, commits)) == [1] * 3
    assert integrity(path) == "ok"


async def test_a_connection_that_cannot_roll_back_is_replaced(
    storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed rollback the writer goes on with a new connection."""
    person = await join(storage)
    broken = storage._writer._connection
    assert broken is not None

    async def fail() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def work(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(broken, "rollback", fail)
    with pytest.raises(Unavailable):
        await storage._writer.run(work)
    assert await storage.commit(person.commit(0, [a_revision()])) == 1
    assert storage._writer._connection is not broken


async def test_a_lock_held_by_another_program_is_waited_for(
    storage: SqliteStorage, path: Path
) -> None:
    """A short write lock of an administrator's tool delays a commit and does not refuse it."""
    person = await join(storage)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(storage.commit(person.commit(0)))
        _, pending = await asyncio.wait([waiting], timeout=0.05)
        assert pending
        other.execute("ROLLBACK")
    assert await waiting == 1


async def test_erased_ciphertext_is_in_no_file(
    storage: SqliteStorage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Already after a quiet moment erased rows are overwritten and the log is cut; the rest is test_erasure.py."""
    person = await join(storage)
    await commit_and_erase(storage, person, monkeypatch)
    await storage_is_quiet(path)
    assert b"MARKER" not in read_folder(path)


async def test_the_log_is_emptied_under_load(
    storage: SqliteStorage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a quiet moment the log still stays near its limit."""
    monkeypatch.setattr(group, "MAX_LOG_BYTES", 500_000)
    storage._writer._log_limit = 500_000
    person = await join(storage)
    log = path.with_name(path.name + "-wal")
    for base in range(30):
        await storage.commit(person.commit(base, [a_revision(size=100_000)]))
        assert log.stat().st_size < 1_000_000


async def test_a_long_reader_delays_no_commit(
    storage: SqliteStorage, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that holds the log back makes it grow, and commits go on."""
    monkeypatch.setattr(group, "CHECKPOINT_MILLISECONDS", 1)
    monkeypatch.setattr(group, "MAX_LOG_BYTES", 100_000)
    storage._writer._log_limit = 100_000
    person = await join(storage)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vaults").fetchall()
        for base in range(20):
            await storage.commit(person.commit(base, [a_revision(size=50_000)]))
    revisions, _ = await pull(storage, person.vault)
    assert len(revisions) == 20


async def test_the_statements_of_every_request_use_an_index(
    storage: SqliteStorage, path: Path
) -> None:
    """No page and no commit reads a whole table."""
    await join(storage)
    row = "(1, x'00')"
    queries = (
        vaults._NEXT_REVISIONS,
        vaults._DIGESTS,
        history._NEXT_REVISIONS,
        vaults.STANDING,
        vaults.SEQUENCE,
        vaults.HEAD,
        accounts.CLOSING,
        *accounts._EVERYTHING,
        devices.DEVICE_ROW,
        keyrings.KEYRINGS,
        keyrings.WRAPS,
        commits._NUMBERS.format(rows=f"{row}, {row}"),
        commits._PLACES.format(rows=f"{row}, {row}"),
    )
    with closing(sqlite3.connect(path)) as connection:
        for query in queries:
            values = [1] * query.count("?")
            plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + query, values)]
            scanned = [step for step in plan if step.startswith("SCAN")]
            assert set(scanned) <= {"SCAN asked", "SCAN 2 CONSTANT ROWS"}
            assert not [step for step in plan if "TEMP B-TREE" in step]


async def test_every_reference_holds(storage: SqliteStorage, path: Path) -> None:
    """After registering, committing and erasing, the file is whole and every reference has its row."""
    person = await join(storage)
    record = os.urandom(16)
    for number in (1, 2, 3):
        await storage.commit(person.commit(number - 1, [a_revision(record, number)]))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert integrity(path) == "ok"


async def commit_and_erase(
    storage: SqliteStorage, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Store and erase three revisions that hold a marker."""
    monkeypatch.setattr(group, "QUIET_SECONDS", 0.01)
    records = [os.urandom(16) for _ in range(3)]
    marked = [
        a_revision(record, 1, 0).__class__(record, 1, b"MARKER" * count)
        for record, count in zip(records, (9, 200, 20_000), strict=True)
    ]
    await storage.commit(person.commit(0, marked))
    await storage.commit(person.commit(1, [a_revision(r, 2) for r in records]))
    await storage.commit(person.commit(2, [a_revision(r, 3, 93) for r in records], erase=records))


async def storage_is_quiet(path: Path) -> None:
    """Wait until the log was cut to nothing; fails after ten seconds."""
    log = path.with_name(path.name + "-wal")
    async with asyncio.timeout(10):
        while log.stat().st_size:  # noqa: ASYNC110 (a file tells nobody when it changes)
            await asyncio.sleep(0.01)


def write_file(path: Path, content: bytes) -> None:
    """Make the folder and a file in it."""
    path.parent.mkdir()
    path.write_bytes(content)


def read_folder(path: Path) -> bytes:
    """The bytes of all files beside the database, joined."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


async def set_max_pages(storage: SqliteStorage, pages: int) -> None:
    """Bound the size of the database file."""
    statement = f"PRAGMA max_page_count = {pages}"
    await storage._writer.run(lambda connection: connection.execute_fetchall(statement))


async def pragma(connection: Connection, name: str) -> object:
    """The value of a pragma on a connection."""
    return next(iter(await connection.execute_fetchall(f"PRAGMA {name}")))[0]


def integrity(path: Path) -> str:
    """What SQLite says about the file."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
