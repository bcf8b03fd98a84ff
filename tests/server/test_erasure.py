"""After the purge no byte of what was removed is in any file; what is killed on the way is done by the next."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from goldseam.errors import Unavailable
from goldseam.protocol.revisions import Revision
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.integrity import check_database
from tests.server.people import DAY, NOW, Person, a_revision, earlier, join, pull
from tests.server.windows import runs_found, windows

SIZES = (
    93,
    120,
    200,
    541,
    700,
    1500,
    9_000,
)  # of what is sealed; most are small, as most pages are
RECORDS = 90
COMMITS = 200
KILLS = 6
SECONDS = 60

OPENED = """
import asyncio, os, sys
from pathlib import Path
from goldseam.storage.sqlite import SqliteStorage, history
from tests.server.people import NOW

async def main():
    storage = await SqliteStorage.open(Path(sys.argv[1]))
"""
PURGING = (
    OPENED
    + """
    print("begun", flush=True)
    await storage.purge()
    print("done", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""
)
SWEEPING = (
    OPENED
    + """
    thin, left = history.thin_vault, int(sys.argv[2])
    async def thin_or_die(*arguments):
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), 9)
        left -= 1
        return await thin(*arguments)
    history.thin_vault = thin_or_die
    await storage.thin_history(NOW)

asyncio.run(main())
"""
)


class Journal:
    """A vault in which records of many sizes are written over and over, and what was sealed for each."""

    def __init__(self, storage: SqliteStorage, person: Person) -> None:
        self.storage = storage
        self.person = person
        self.sealed: dict[bytes, list[bytes]] = {os.urandom(16): [] for _ in range(RECORDS)}
        self.base = 0

    async def write(self, chance: random.Random) -> None:
        """Some of the records in each of many commits."""
        for _ in range(COMMITS):
            await self._commit(self._next(chance.sample(sorted(self.sealed), 3), chance))

    async def remove(self, records: Iterable[bytes]) -> set[bytes]:
        """Put a tombstone in the place of each; every run of 16 bytes that was sealed for them."""
        found: set[bytes] = set()
        for record in records:
            sealed = self.sealed.pop(record)
            tombstone = Revision(record, len(sealed) + 1, os.urandom(93))
            await self._commit([tombstone], erase=[record])
            found.update(window for one in sealed for window in windows(one))
        return found

    async def assert_whole(self, storage: SqliteStorage) -> None:
        """Every record that was not removed is there, with its earlier revisions."""
        newest = {r.record: r.sealed for r in (await pull(storage, self.person.vault))[0]}
        for record, sealed in self.sealed.items():
            past = await earlier(storage, self.person.vault, record)
            assert [*(r.sealed for r in reversed(past)), newest[record]] == sealed

    def _next(self, records: Iterable[bytes], chance: random.Random) -> list[Revision]:
        for record in records:
            self.sealed[record].append(os.urandom(chance.choice(SIZES)))
        return [Revision(r, len(self.sealed[r]), self.sealed[r][-1]) for r in records]

    async def _commit(self, revisions: Sequence[Revision], erase: Sequence[bytes] = ()) -> None:
        commit = self.person.commit(self.base, revisions, erase=erase)
        self.base = await self.storage.commit(commit)


async def a_journal(path: Path, chance: random.Random) -> Journal:
    """A store with a written journal; every record was written at least once."""
    storage = await SqliteStorage.open(path)
    journal = Journal(storage, await join(storage))
    await journal.write(chance)
    journal.sealed = {record: sealed for record, sealed in journal.sealed.items() if sealed}
    return journal


@pytest.mark.parametrize("seed", range(2))
async def test_after_the_purge_no_run_of_removed_bytes_is_left(tmp_path: Path, seed: int) -> None:
    """No 16 bytes of any revision of a removed record are in any file; before the removal all of them were."""
    path, chance = tmp_path / "data" / "goldseam.db", random.Random(seed)
    journal = await a_journal(path, chance)
    gone = chance.sample(sorted(journal.sealed), RECORDS // 2)
    sought = {
        window for record in gone for one in journal.sealed[record] for window in windows(one)
    }
    assert runs_found(path, sought) >= len(sought) > 100_000
    assert await journal.remove(gone) == sought
    assert await journal.storage.purge()
    assert runs_found(path, sought) == 0
    await journal.assert_whole(journal.storage)
    await journal.storage.close()
    assert runs_found(path, sought) == 0


async def test_what_the_schedule_gave_up_is_purged_too(tmp_path: Path) -> None:
    """A sweep that thinned leaves work for a purge; after it no byte of what went is left."""
    path = tmp_path / "data" / "goldseam.db"
    storage = await SqliteStorage.open(path)
    person, record = await join(storage), os.urandom(16)
    sent = [a_revision(record, number, 700) for number in (1, 2, 3)]
    for base, (revision, age) in enumerate(zip(sent, (400, 399, 0), strict=True)):
        await storage.commit(person.commit(base, [revision], at=NOW - age * DAY))
    await storage.purge()
    assert await storage.thin_history(NOW) == 1
    assert await storage.purge()
    assert runs_found(path, set(windows(sent[0].sealed))) == 0
    assert runs_found(path, set(windows(sent[1].sealed))) > 0
    await storage.close()


async def test_a_reader_that_holds_the_log_back_leaves_the_purge_to_do(tmp_path: Path) -> None:
    """While old pages are still in the log nothing is noted as done; the next purge does it."""
    path, chance = tmp_path / "data" / "goldseam.db", random.Random(7)
    journal = await a_journal(path, chance)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vaults").fetchall()
        sought = await journal.remove(chance.sample(sorted(journal.sealed), 9))
        with pytest.raises(Unavailable):
            await journal.storage.purge()
    assert await journal.storage.purge()
    assert runs_found(path, sought) == 0
    assert await journal.storage.purge() is False
    await journal.storage.close()


async def test_a_purge_that_is_killed_is_done_by_the_next(tmp_path: Path) -> None:
    """Killed at any moment of it: the file is sound, nothing else is lost, and then no removed byte is left."""
    path, chance = tmp_path / "data" / "goldseam.db", random.Random(11)
    journal = await a_journal(path, chance)
    sought: set[bytes] = set()
    for _ in range(KILLS):
        sought |= await journal.remove(chance.sample(sorted(journal.sealed), 5))
        await journal.storage.close()
        kill_in_purge(path, chance.uniform(0, 0.04))
        assert check_database(path) == []
        journal.storage = await SqliteStorage.open(path)
        await journal.assert_whole(journal.storage)
    await journal.storage.purge()
    assert runs_found(path, sought) == 0
    await journal.storage.close()


def kill_in_purge(path: Path, seconds: float) -> None:
    """Another process opens the store and purges; it is killed so many seconds after it began."""
    command = [sys.executable, "-c", PURGING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            time.sleep(seconds)
        finally:
            process.kill()


async def test_a_sweep_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed between two vaults: the first are thinned, the others whole, and one more sweep ends where one would."""
    path = tmp_path / "data" / "goldseam.db"
    storage = await SqliteStorage.open(path)
    people, record = [await join(storage) for _ in range(4)], os.urandom(16)
    for person in people:
        for base, age in enumerate((400, 399, 398, 0)):
            revision = a_revision(record, base + 1)
            await storage.commit(person.commit(base, [revision], at=NOW - age * DAY))
    await storage.close()
    sweep_and_die(path, after=2)
    storage = await SqliteStorage.open(path)
    left = [len(await earlier(storage, person.vault, record)) for person in people]
    assert sorted(left) == [1, 1, 3, 3]
    assert await storage.thin_history(NOW) == 4
    left = [len(await earlier(storage, person.vault, record)) for person in people]
    assert left == [1, 1, 1, 1]
    await storage.close()


def sweep_and_die(path: Path, after: int) -> None:
    """Another process opens the store and sweeps; it is killed when so many vaults are done."""
    command = [sys.executable, "-c", SWEEPING, str(path), str(after)]
    ended = subprocess.run(command, check=False, timeout=SECONDS)
    assert ended.returncode == -signal.SIGKILL
