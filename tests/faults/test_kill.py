"""`kill -9` of the server in the middle of commits loses nothing that was acknowledged and doubles nothing.

Eight clients write into vaults of their own; then three devices into one vault, where most commits are refused as
behind and pulled for.
"""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec

from goldseam.protocol.commits import NO_COMMIT, CommitBody
from goldseam.protocol.revisions import Head, History, Page, PastRevision, Revision
from goldseam.storage.sqlite.integrity import check_database
from tests.e2e.serving import Server
from tests.server.callers import Caller, a_caller, a_revision, another_device, code_of

KILLS = 200
CLIENTS = 8
SHARED_KILLS = 20
DEVICES = 3
LEAST_ACKNOWLEDGED = 24  # commits of a round before its kill
ROUND_SECONDS = 120.0
RENEWED_EVERY = 20
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
            sent = [r for s in self.acknowledged for r in s.revisions if r.record == record]
            earlier = [r.sealed for r in sent[:-1]]
            assert [past.sealed async for past in self._past(record)] == earlier[::-1]

    async def _past(self, record: bytes) -> AsyncIterator[PastRevision]:
        """The earlier revisions of a record, newest first."""
        before = ""
        while True:
            path = f"/v1/vaults/{self.caller.vault.hex()}/records/{record.hex()}/revisions{before}"
            answer = await self.caller.get(path)
            history = msgspec.msgpack.decode(answer.content, type=History)
            for past in history.revisions:
                yield past
            if history.next is None:
                return
            before = f"?before={history.next}"

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
        return await pull(self.caller)


@dataclass
class Sharer:
    """One of several devices that write into one vault: what it was told is stored, and what was not answered."""

    caller: Caller
    head: Head | None = None
    told: dict[int, bytes] = field(default_factory=dict)
    unanswered: tuple[str, CommitBody] | None = None

    async def write_until_the_end(self, acknowledged: asyncio.Semaphore) -> None:
        """Commit, or pull where another device was faster, until the server is gone."""
        try:
            while True:
                await self._turn()
                acknowledged.release()
        except httpx.TransportError:
            return

    async def _turn(self) -> None:
        """One commit of this device that stands. A lost one is sent again as it was, before anything else."""
        while True:
            path, body = self.unanswered or self._next()
            self.unanswered = path, body
            answer = await self.caller.send("PUT", path, body)
            self.unanswered = None
            if answer.status_code == 200:
                sequence = int(msgspec.msgpack.decode(answer.content)["sequence"])
                self.told[sequence] = bytes.fromhex(path.rsplit("/", 1)[1])
                return
            assert code_of(answer) == "behind", answer.content
            self.head = (await pull(self.caller)).head

    def _next(self) -> tuple[str, CommitBody]:
        """A new record, so that every commit leaves something that can be looked for."""
        base, after = (self.head.sequence, self.head.commit) if self.head else (0, NO_COMMIT)
        return self.caller.commit_body(base, [a_revision()], after=after)


async def pull(caller: Caller) -> Page:
    """The whole vault of a caller as one page."""
    path = f"/v1/vaults/{caller.vault.hex()}/revisions?since=0"
    page = msgspec.msgpack.decode((await caller.get(path)).content, type=Page)
    while page.next is not None:
        place = f"&sequence={page.next.sequence}&record={page.next.record.hex()}"
        answer = await caller.get(f"{path}{place}&commits={page.next.commits}")
        more = msgspec.msgpack.decode(answer.content, type=Page)
        page = msgspec.structs.replace(
            more,
            revisions=page.revisions + more.revisions,
            commits=page.commits + more.commits,
        )
    return page


async def test_kill_loses_nothing_acknowledged(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """Two hundred kills under the commits of eight clients: all acknowledged commits stay, none twice."""
    server = Server(tmp_path, free_port())
    await asyncio.to_thread(server.start)
    try:
        async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
            writers = [await sign_up(http, server, f"writer {n}") for n in range(CLIENTS)]
        caught = 0
        for kill in range(KILLS):
            if kill % RENEWED_EVERY == 0:
                await renew_all(server, writers)
            await write_and_kill(server, writers)
            caught += sum(writer.unanswered is not None for writer in writers)
            await asyncio.to_thread(server.start)
            await check_all(server, writers)
        assert caught > 0
        async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
            for writer in writers:
                writer.caller.http = http
                await writer.check_history()
    finally:
        await asyncio.to_thread(server.stop)


async def test_kill_under_three_devices_on_one_vault(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """Twenty kills while devices contend for every sequence: what each was told stands where it was told, once."""
    server = Server(tmp_path, free_port())
    await asyncio.to_thread(server.start)
    try:
        async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
            first = (await sign_up(http, server, "sharer")).caller
            callers = [first, *(another_device(first) for _ in range(DEVICES - 1))]
            for caller in callers[1:]:
                caller.origin, caller.token = server.origin, bytes(32)
                assert (await caller.sign_in()).status_code == 200
        sharers = [Sharer(caller) for caller in callers]
        caught = 0
        for _ in range(SHARED_KILLS):
            await write_and_kill(server, sharers)
            caught += sum(sharer.unanswered is not None for sharer in sharers)
            await asyncio.to_thread(server.start)
            await check_shared(server, sharers)
        assert caught > 0
        assert all(sharer.told for sharer in sharers)
    finally:
        await asyncio.to_thread(server.stop)


async def check_shared(server: Server, sharers: list[Sharer]) -> None:
    """Every commit that a device was told of stands at the sequence it was told, and no commit stands twice."""
    assert check_database(server.folder / "data" / "goldseam.sqlite3") == []
    async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
        for sharer in sharers:
            sharer.caller.http = http
        page = await pull(sharers[0].caller)
    stored = [page.commits[at : at + 32] for at in range(0, len(page.commits), 32)]
    told = {sequence: digest for sharer in sharers for sequence, digest in sharer.told.items()}
    assert {sequence: stored[sequence - 1] for sequence in told} == told
    assert len(set(stored)) == len(stored) == page.sequence
    assert len(page.revisions) == page.sequence  # every commit brought one record
    # What is neither told nor waiting for its answer was never made.
    unanswered = {s.unanswered[0].rsplit("/", 1)[1] for s in sharers if s.unanswered}
    assert {digest.hex() for digest in stored} - {d.hex() for d in told.values()} <= unanswered


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


async def renew_all(server: Server, writers: Sequence[Writer]) -> None:
    """On a slow machine the kills last longer than a session does."""
    async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
        for writer in writers:
            writer.caller.http = http
            assert (await writer.caller.renew()).status_code == 200


async def write_and_kill(server: Server, writers: Sequence[Writer | Sharer]) -> None:
    """Let all commit at once, each over a connection of its own, and kill the server in the middle."""
    acknowledged = asyncio.Semaphore(0)
    async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
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
    async with httpx.AsyncClient(base_url=server.origin, timeout=60) as http:
        for writer in writers:
            writer.caller.http = http
            await writer.check()
            if writer.unanswered is not None:
                assert await writer.send(writer.unanswered) == len(writer.acknowledged) + 1
                writer.acknowledged.append(writer.unanswered)
                writer.unanswered = None
        await asyncio.gather(*(writer.check() for writer in writers))
