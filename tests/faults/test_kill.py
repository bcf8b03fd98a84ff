"""`kill -9` of the server in the middle of commits loses nothing that was acknowledged and doubles nothing."""

import asyncio
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec

from goldseam.protocol.revisions import History, Page, Revision
from goldseam.storage.sqlite.integrity import check_database
from tests.e2e.serving import Server
from tests.server.callers import Caller, a_caller, a_revision

KILLS = 20
CLIENTS = 8
LEAST_ACKNOWLEDGED = 24  # commits of a round before its kill
ROUND_SECONDS = 20.0
RECORDS = 12  # of a vault; few, so that revisions replace each other


@dataclass(frozen=True)
class Sent:
    """A commit as it was sent."""

    path: str
    body: msgspec.Struct
    digest: bytes
    revisions: list[Revision]


@dataclass
class Writer:
    """A client with a vault of its own: what was acknowledged, and the commit that was not answered."""

    caller: Caller
    records: list[bytes] = field(default_factory=lambda: [os.urandom(16) for _ in range(RECORDS)])
    acknowledged: list[Sent] = field(default_factory=list)
    unanswered: Sent | None = None

    async def write_until_the_end(self, acknowledged: asyncio.Semaphore) -> None:
        """Commit without a pause until the server is gone."""
        while True:
            if self.unanswered is None:
                self.unanswered = self._next()
            try:
                answer = await self.send(self.unanswered)
            except httpx.TransportError:
                return
            assert answer == len(self.acknowledged) + 1
            self.acknowledged.append(self.unanswered)
            self.unanswered = None
            acknowledged.release()

    async def send(self, sent: Sent) -> int:
        """The sequence that the server answers."""
        answer = await self.caller.send("PUT", sent.path, sent.body)
        assert answer.status_code == 200, answer.content
        return int(msgspec.msgpack.decode(answer.content)["sequence"])

    async def check(self) -> None:
        """Everything acknowledged is there once, in order; the unanswered commit is there whole or not at all."""
        page = await self._pull()
        digests = [sent.digest for sent in self.acknowledged]
        stored = self.acknowledged
        if page.sequence == len(digests) + 1 and self.unanswered is not None:
            stored = [*stored, self.unanswered]
            digests.append(self.unanswered.digest)
        assert page.commits == b"".join(digests)
        assert page.sequence == len(digests)
        newest = {r.record: r for sent in stored for r in sent.revisions}
        pulled = [Revision(r.record, r.number, r.sealed) for r in page.revisions]
        assert len(pulled) == len(newest)
        assert {r.record: r for r in pulled} == newest
        first = max(0, len(self.acknowledged) - 3)
        for index, sent in enumerate(self.acknowledged[first:], start=first):
            assert await self.send(sent) == index + 1

    async def check_history(self) -> None:
        """Every acknowledged revision but the newest is in its record's history, once."""
        for record in self.records:
            path = f"/v1/vaults/{self.caller.vault.hex()}/records/{record.hex()}/revisions"
            answer = await self.caller.get(path)
            history = msgspec.msgpack.decode(answer.content, type=History)
            sent = [r for s in self.acknowledged for r in s.revisions if r.record == record]
            earlier = [r.sealed for r in sent[:-1]]
            assert [past.sealed for past in reversed(history.revisions)] == earlier

    def _next(self) -> Sent:
        """A commit of one to three records; a revision's number is that of its commit."""
        base = len(self.acknowledged)
        records = sorted(random.sample(self.records, random.randint(1, 3)))
        revisions = [
            a_revision(base + 1, record, random.choice([93, 541, 3000])) for record in records
        ]
        path, body = self.caller.commit_body(base, revisions)
        return Sent(path, body, bytes.fromhex(path.rsplit("/", 1)[1]), revisions)

    async def _pull(self) -> Page:
        answer = await self.caller.get(f"/v1/vaults/{self.caller.vault.hex()}/revisions?since=0")
        page = msgspec.msgpack.decode(answer.content, type=Page)
        assert page.next is None
        return page


async def test_kill_loses_nothing_acknowledged(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """Twenty kills under the commits of eight clients: all acknowledged commits stay, none twice."""
    server = Server(tmp_path, free_port())
    await asyncio.to_thread(server.start)
    try:
        async with httpx.AsyncClient(base_url=server.origin, timeout=10) as http:
            writers = [await sign_up(http, server, f"writer {n}") for n in range(CLIENTS)]
        caught = 0
        for _ in range(KILLS):
            await write_and_kill(server, writers)
            caught += sum(writer.unanswered is not None for writer in writers)
            await asyncio.to_thread(server.start)
            await check_all(server, writers)
        assert caught > 0
    finally:
        await asyncio.to_thread(server.stop)


async def sign_up(http: httpx.AsyncClient, server: Server, name: str) -> Writer:
    """A new person with a vault."""
    caller = a_caller(http, name)
    caller.origin = server.origin
    caller.token = bytes(
        32
    )  # A header on a real wire is not empty; signing up does not look at it.
    answer = await caller.register()
    assert answer.status_code == 200, answer.content
    return Writer(caller)


async def write_and_kill(server: Server, writers: list[Writer]) -> None:
    """Let all commit at once, each over a connection of its own, and kill the server in the middle."""
    acknowledged = asyncio.Semaphore(0)
    async with httpx.AsyncClient(base_url=server.origin, timeout=10) as http:
        for writer in writers:
            writer.caller.http = http
        async with asyncio.timeout(ROUND_SECONDS), asyncio.TaskGroup() as tasks:
            for writer in writers:
                tasks.create_task(writer.write_until_the_end(acknowledged))
            for _ in range(LEAST_ACKNOWLEDGED):
                await acknowledged.acquire()
            await asyncio.sleep(random.uniform(0, 0.1))
            os.kill(server.pid, signal.SIGKILL)
            await asyncio.to_thread(server.stop)


async def check_all(server: Server, writers: list[Writer]) -> None:
    """What the restarted server has, over HTTP and in its file."""
    assert check_database(server.folder / "data" / "goldseam.sqlite3") == []
    async with httpx.AsyncClient(base_url=server.origin, timeout=10) as http:
        for writer in writers:
            writer.caller.http = http
            await writer.check()
            if writer.unanswered is not None:
                assert await writer.send(writer.unanswered) == len(writer.acknowledged) + 1
                writer.acknowledged.append(writer.unanswered)
                writer.unanswered = None
        await asyncio.gather(*(writer.check() for writer in writers))
        await writers[0].check_history()
