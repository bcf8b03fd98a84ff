"""A disk that is full, bounded or read-only takes nothing away: it is said, reading goes on, and so does all of it."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from goldseam.app import create_app
from goldseam.client.commands import FOLDER_REFUSED
from goldseam.config import Settings
from goldseam.protocol.revisions import Page
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.integrity import check_database
from tests.e2e.command_line import CommandLine
from tests.e2e.serving import Server
from tests.server.callers import Caller, a_caller, a_revision, code_of
from tests.server.conftest import SECRET, calling, signed_up, started

BIG = 200_000
MOST_COMMITS = 60
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Root may write everywhere; without these capabilities it may not."""


@asynccontextmanager
async def a_server(path: Path) -> AsyncIterator[tuple[SqliteStorage, Caller]]:
    """A started application over a file, and a person who has signed up."""
    storage = await SqliteStorage.open(path)
    app = create_app(Settings(path.parent, secret=SECRET), storage)
    async with started(app), calling(app) as http:
        yield storage, await signed_up(http, "anna")


async def bound(storage: SqliteStorage, pages: int) -> None:
    """Let the file have so many pages, or those that it has."""
    statement = f"PRAGMA max_page_count = {pages}"
    await storage._writer.run(lambda connection: connection.execute_fetchall(statement))


class Diary:
    """What one person wrote: every acknowledged commit, and the next one."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.acknowledged: dict[bytes, bytes] = {}
        self.sequence = 0

    async def write(self, size: int) -> httpx.Response:
        """One page of so many bytes."""
        revision = a_revision(1, size=size)
        path, body = self.caller.commit_body(self.sequence, [revision])
        answer = await self.caller.send("PUT", path, body)
        if answer.status_code == 200:
            self.sequence += 1
            self.acknowledged[revision.record] = revision.sealed
        return answer

    async def fill(self) -> httpx.Response:
        """Write until nothing more is taken; gives the refusal."""
        for _ in range(MOST_COMMITS):
            answer = await self.write(BIG)
            if answer.status_code != 200:
                return answer
        raise AssertionError("there is room without an end")

    async def check(self) -> None:
        """All that was acknowledged is there, and nothing else."""
        there: dict[bytes, bytes] = {}
        path = f"/v1/vaults/{self.caller.vault.hex()}/revisions?since=0"
        place = ""
        while True:
            answer = await self.caller.get(path + place)
            assert answer.status_code == 200, answer.content
            page = msgspec.msgpack.decode(answer.content, type=Page)
            there |= {revision.record: revision.sealed for revision in page.revisions}
            if page.next is None:
                break
            place = f"&sequence={page.next.sequence}&record={page.next.record.hex()}&commits={page.next.commits}"
        assert page.sequence == self.sequence
        assert there == self.acknowledged


async def status(caller: Caller, path: str) -> int:
    """What a path answers."""
    return (await caller.http.get(path)).status_code


async def test_a_full_database_says_so_reads_on_and_recovers(tmp_path: Path) -> None:
    """Commits are `unavailable`, never taken by half; once there is room it goes on without a restart."""
    path = tmp_path / "data" / "goldseam.sqlite3"
    async with a_server(path) as (storage, caller):
        diary = Diary(caller)
        await diary.write(BIG)
        await bound(storage, 100)
        refusal = await diary.fill()
        assert (refusal.status_code, code_of(refusal)) == (503, "unavailable")
        await diary.check()
        assert await status(caller, "/v1/health") == 200
        assert await status(caller, "/v1/health/ready") == 200, "a small write still fits"
        await bound(storage, 1_000_000)
        assert (await diary.write(BIG)).status_code == 200
        await diary.check()
    assert check_database(path) == []


async def test_removing_pages_makes_room_inside_a_full_database(tmp_path: Path) -> None:
    """Where the file may not grow, a removal is taken, and what it frees is written on."""
    path = tmp_path / "data" / "goldseam.sqlite3"
    async with a_server(path) as (storage, caller):
        diary = Diary(caller)
        await bound(storage, 100)
        await diary.fill()
        record = next(iter(diary.acknowledged))
        tombstone = a_revision(2, record, 93)
        place, body = caller.commit_body(diary.sequence, [tombstone], erase=[record])
        answer = await caller.send("PUT", place, body)
        assert answer.status_code == 200, answer.content
        diary.sequence += 1
        diary.acknowledged[record] = tombstone.sealed
        assert (await diary.write(BIG // 2)).status_code == 200
        await diary.check()


@pytest.fixture
def server(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Server]:
    """Give a server that is a process of its own."""
    running = Server(tmp_path, free_port())
    running.start()
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def limited(pid: int, size: int) -> Iterator[None]:
    """No file of that process grows beyond `size` bytes meanwhile."""
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_limit_of_the_system_does_not_end_the_server(server: Server) -> None:
    """The signal of a file that may not grow does not kill it; it says so, and goes on once it may."""
    data = server.folder / "data" / "goldseam.sqlite3"
    async with httpx.AsyncClient(base_url=server.origin, timeout=30) as http:
        caller = a_caller(http, "anna")
        caller.origin = server.origin
        assert (await caller.register()).status_code == 200
        diary = Diary(caller)
        await diary.write(BIG)
        largest = max(file.stat().st_size for file in data.parent.iterdir())
        with limited(server.pid, largest + 2 * BIG):
            refusal = await diary.fill()
            assert (refusal.status_code, code_of(refusal)) == (503, "unavailable")
            await diary.check()
        assert (await diary.write(BIG)).status_code == 200
        assert await status(caller, "/v1/health/ready") == 200
        await diary.check()
    told = [json.loads(line) for line in server.log.read_text().splitlines() if line[0] == "{"]
    failures = [line["detail"] for line in told if line["event"] == "storage_failed"]
    assert failures[0] == "the disk refuses to read or write the database"
    assert check_database(data) == []


async def test_a_disk_that_takes_nothing_is_not_ready(server: Server) -> None:
    """Where not even a small write is taken, readiness tells; whether the process lives is another question."""
    async with httpx.AsyncClient(base_url=server.origin, timeout=30) as http:
        caller = a_caller(http, "anna")
        caller.origin = server.origin
        assert (await caller.register()).status_code == 200
        diary = Diary(caller)
        with limited(server.pid, 4096):
            assert code_of(await diary.write(BIG)) == "unavailable"
            assert await status(caller, "/v1/health/ready") == 503
            assert await status(caller, "/v1/health") == 200
            await diary.check()
        assert await status(caller, "/v1/health/ready") == 200
        assert (await diary.write(BIG)).status_code == 200


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_database_does_not_start_and_says_why(tmp_path: Path, what: str) -> None:
    """One clear line in the log, and the status of a failure."""
    data = tmp_path / "data"
    command = [sys.executable, "-m", "goldseam"]
    subprocess.run([*command, "migrate", "--data", str(data)], check=True, stdout=subprocess.PIPE)
    for path in [*data.iterdir(), data] if what == "folder" else [data / "goldseam.sqlite3"]:
        path.chmod(0o500 if path == data else 0o400)
    as_anybody = AS_ANYBODY if os.geteuid() == 0 else []
    ended = subprocess.run(
        [*as_anybody, *command, "serve", "--port", "0", "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    data.chmod(0o700)
    assert ended.returncode == 1, ended.stderr
    told = [json.loads(line) for line in ended.stderr.splitlines() if line[0] == "{"]
    details = [line["detail"] for line in told if line["event"] == "start_failed"]
    why = "The store does not answer: Permission denied."
    assert details == [f"{data / 'goldseam.sqlite3'}: {why}"], ended.stderr


def test_the_command_line_keeps_nothing_by_half_on_a_full_disk(
    tmp_path: Path, server: Server
) -> None:
    """It says in words what was so, the words of before are readable, and once there is room it goes on."""
    device = CommandLine(tmp_path / "device", "gentle otter under seven quiet maples")
    device.sign_up(server.origin, "anna")
    device.write("Two loaves.", "--title", "Bread")
    text = "Many words. " * 40_000
    size = max(file.stat().st_size for file in device.state.iterdir())
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, hard))
    try:
        printed = device.run("write", "--title", "Much", text=text, status=1)
        assert "Bread" in device.run("ls")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert printed.startswith(f"goldseam: {FOLDER_REFUSED}\n")
    assert "Much" not in device.run("ls")
    assert "Two loaves." in device.run("show", device.id_of("Bread"))
    device.run("write", "--title", "Much", text=text)
    assert "Much" in device.run("ls")
