"""`poke`: when the second device knows, among a thousand that listen, and what those take."""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks.devices import Device, a_device, enter, join, new_revisions
from benchmarks.lines import Line, alone, at_most, p
from benchmarks.serving import Served, served
from benchmarks.wire import Wire
from goldseam.app import DATABASE_FILE
from goldseam.storage.sqlite import SqliteStorage

LISTENERS = 1_000
COMMITS = 200
RUNS = 3
BEYOND = "from the answer to the commit until the poke is read, 0 where it came first; {} commits a run, {:,} others"
WHOLE = "from the sending of the commit until the poke is read; the same commits"
MEMORY = "the server's memory with so many streams above that without, for 1,000"


def lines() -> list[Line]:
    """The figures of pokes."""
    with TemporaryDirectory() as folder:
        return uvloop.run(_lines(Path(folder)))


async def _lines(folder: Path) -> list[Line]:
    pair, others = _pair(), [a_device() for _ in range(LISTENERS)]
    storage = await SqliteStorage.open(folder / DATABASE_FILE)
    for device in [pair[0], *others]:
        await join(storage, device.rows)
    await enter(storage, pair[1].rows)
    await storage.close()
    with served("sqlite", folder) as server:
        await _measure(server, pair, 20)
        before = server.memory
        wires = [await _listening(server, device) for device in others]
        grown = (server.memory - before) * 1_000 / LISTENERS
        runs = [await _measure(server, pair, COMMITS) for _ in range(RUNS)]
        for wire in wires:
            await wire.close()
    return [
        *_times(runs),
        alone("poke, memory per 1,000 devices", "MB", [grown], MEMORY, at_most(25)),
    ]


def _times(runs: list[list[tuple[float, float]]]) -> list[Line]:
    found: list[Line] = []
    for part, bound in ((0.5, 2.0), (0.99, 20.0)):
        name = f"poke, second device knows, p{part * 100:g}"
        beyond = [p(part, [max(0.0, told - answered) for answered, told in run]) for run in runs]
        whole = [p(part, [told for _, told in run]) for run in runs]
        how = BEYOND.format(COMMITS, LISTENERS)
        found.append(alone(f"{name}, after the answer", "ms", beyond, how, at_most(bound)))
        found.append(alone(f"{name}, after the sending", "ms", whole, WHOLE))
    return found


def _pair() -> tuple[Device, Device]:
    first = a_device()
    return first, first.another()


async def _listening(server: Served, device: Device) -> Wire:
    wire = await Wire.open(server.port)
    await wire.listen(device.listen())
    return wire


async def _measure(
    server: Served, pair: tuple[Device, Device], count: int
) -> list[tuple[float, float]]:
    """Milliseconds from the sending of each commit to its answer, and to its poke at the other device."""
    first, second = pair
    wire, stream = await Wire.open(server.port), await _listening(server, second)
    found: list[tuple[float, float]] = []
    for _ in range(count):
        request = first.request(first.commit(new_revisions(1)))
        start = time.perf_counter()
        told = asyncio.create_task(_moment_of_poke(stream))
        status, body = await wire.ask(request)
        answered = time.perf_counter()
        if status != 200:
            raise RuntimeError(f"a commit was refused: {status} {body!r}")
        found.append(((answered - start) * 1_000, (await told - start) * 1_000))
    for one in (wire, stream):
        await one.close()
    return found


async def _moment_of_poke(stream: Wire) -> float:
    await stream.told()
    return time.perf_counter()
