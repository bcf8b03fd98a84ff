"""`commits`: how many durable commits a second, in the process and over HTTP, beside what no store could beat."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks.contention import contended
from benchmarks.devices import Device, a_device, join, new_revisions
from benchmarks.lines import Budget, Line, at_least, compared
from benchmarks.raw import seconds_to_store
from benchmarks.serving import Served, served
from benchmarks.wire import Wire
from goldseam.app import DATABASE_FILE
from goldseam.storage.contract import NewCommit
from goldseam.storage.sqlite import SqliteStorage

RUNS = 5
HUNDRED = 100
IN_PROCESS = (
    "Storage.commit over its file, on the server's event loop, and raw sqlite3 with the same transactions, "
    "in turn; 1 KiB a revision"
)
OVER_HTTP = (
    "goldseam's server over its file, and the same routes over a store that keeps nothing, in turn"
)
BATCHES = "over HTTP, and raw sqlite3 in the bench's process with the same transactions, in turn"
PROCESSOR = "what the server took of the processor in the same runs: a busy machine changes it less"
Compared = tuple[tuple[float, float], tuple[float, float]]
"""Commits a second, and microseconds of the processor for each: ours and the limit."""
Rounds = Sequence[Sequence[NewCommit]]
"""One commit of each device a round."""


def lines() -> list[Line]:
    """The figures of commits."""
    inside = [
        _in_process(1, 1, 150, None),
        _in_process(8, 1, 100, None),
        _in_process(64, 1, 40, at_least(0.8)),
        _in_process(8, HUNDRED, 10, None),
    ]
    with TemporaryDirectory() as folder:
        return [*inside, *uvloop.run(_over_http(Path(folder))), uvloop.run(contended())]


def _in_process(clients: int, size: int, rounds: int, budget: Budget | None) -> Line:
    runs = [uvloop.run(_run_in_process(clients, size, rounds)) for _ in range(RUNS)]
    name = f"commits, in process, {clients} clients, {size} a commit"
    return compared(name, "revisions/s", runs, IN_PROCESS, budget)


async def _run_in_process(clients: int, size: int, count: int) -> tuple[float, float]:
    devices = [a_device() for _ in range(clients)]
    rounds = _rounds(devices, size, count)
    revisions = clients * size * count
    with TemporaryDirectory() as name:
        ours, limit = Path(name, "ours.sqlite3"), Path(name, "limit.sqlite3")
        seconds = await _seconds_of_store(ours, devices, rounds)
        await _make(limit, devices)
        return revisions / seconds, revisions / seconds_to_store(limit, rounds)


async def _seconds_of_store(path: Path, devices: Sequence[Device], rounds: Rounds) -> float:
    await _make(path, devices)
    storage = await SqliteStorage.open(path)

    async def send(commits: Sequence[NewCommit]) -> None:
        for commit in commits:
            await storage.commit(commit)

    try:
        start = time.perf_counter()
        await asyncio.gather(*map(send, zip(*rounds, strict=True)))
        return time.perf_counter() - start
    finally:
        await storage.close()


async def _over_http(folder: Path) -> list[Line]:
    devices = [a_device() for _ in range(64)]
    path = folder / "real" / DATABASE_FILE
    await _make(path, devices)
    known = [device.rows for device in devices]
    with (
        served("sqlite", folder / "real") as real,
        served("nothing", folder / "nothing", known) as nothing,
    ):
        run = partial(_compare, devices, real, nothing)
        single = [
            line for load in ((1, 150), (8, 60), (64, 15)) for line in await _lines_of(*load, run)
        ]
    return [*single, await _batches(folder)]


async def _lines_of(
    clients: int, count: int, run: Callable[[int, int], Awaitable[Compared]]
) -> list[Line]:
    runs = [await run(clients, count) for _ in range(RUNS)]
    name = f"commits, over HTTP, {clients} clients, 1 a commit"
    rates, costs = [rate for rate, _ in runs], [cost for _, cost in runs]
    budget = at_least(0.85) if clients == 64 else None
    return [
        compared(name, "commits/s", rates, OVER_HTTP, budget),
        compared(f"{name}, processor", "µs a commit", costs, PROCESSOR),
    ]


async def _compare(
    devices: Sequence[Device], real: Served, nothing: Served, clients: int, count: int
) -> Compared:
    some, sent = devices[:clients], clients * count
    rounds = _rounds(some, 1, count)
    requests = [[one.request(c) for one, c in zip(some, r, strict=True)] for r in rounds]
    (ours, own), (limit, other) = [await _taken(server, requests) for server in (real, nothing)]
    return (sent / ours, sent / limit), (own / sent * 1e6, other / sent * 1e6)


async def _taken(server: Served, requests: Sequence[Sequence[bytes]]) -> tuple[float, float]:
    """Seconds until all was answered, and those in which the server had a processor."""
    before = server.processor
    seconds = await seconds_to_send(server, requests)
    return seconds, server.processor - before


async def seconds_to_send(server: Served, rounds: Sequence[Sequence[bytes]]) -> float:
    """How long it takes until every client has every answer; each sends its requests one after the other."""
    wires = [await Wire.open(server.port) for _ in rounds[0]]

    async def send(wire: Wire, requests: Sequence[bytes]) -> None:
        for request in requests:
            status, body = await wire.ask(request)
            if status not in {200, 201}:
                raise RuntimeError(f"a write was refused: {status} {body!r}")

    start = time.perf_counter()
    await asyncio.gather(*map(send, wires, zip(*rounds, strict=True)))
    seconds = time.perf_counter() - start
    for wire in wires:
        await wire.close()
    return seconds


async def _batches(folder: Path) -> Line:
    """Eight clients with a hundred revisions a commit, against raw sqlite3 with eight commits a transaction."""
    devices, runs, count = [a_device() for _ in range(8)], [], 8
    real, limit = folder / "batches" / DATABASE_FILE, folder / "limit.sqlite3"
    for path in (real, limit):
        await _make(path, devices)
    with served("sqlite", folder / "batches") as server:
        for _ in range(RUNS):
            rounds = _rounds(devices, HUNDRED, count)
            requests = [[d.request(c) for d, c in zip(devices, r, strict=True)] for r in rounds]
            revisions = len(devices) * HUNDRED * count
            seconds = await seconds_to_send(server, requests)
            runs.append((revisions / seconds, revisions / seconds_to_store(limit, rounds)))
    name = "commits, over HTTP, 8 clients, 100 a commit"
    return compared(name, "revisions/s", runs, BATCHES, at_least(0.6))


def _rounds(devices: Sequence[Device], size: int, count: int) -> Rounds:
    return [[device.commit(new_revisions(size)) for device in devices] for _ in range(count)]


async def _make(path: Path, devices: Sequence[Device]) -> None:
    """A database that knows these devices."""
    storage = await SqliteStorage.open(path)
    try:
        for device in devices:
            await join(storage, device.rows)
    finally:
        await storage.close()
