"""Three devices on one vault: each commit makes the others' bases old."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.devices import Device, a_device, enter, join, new_revisions
from benchmarks.lines import Line, compared
from benchmarks.serving import Served, served
from benchmarks.wire import Wire
from goldseam.app import DATABASE_FILE
from goldseam.protocol.revisions import Page
from goldseam.storage.sqlite import SqliteStorage

RUNS = 3
COMMITS = 60
MEASURED = "each pulls and commits anew when it was behind; beside one device alone, in turn; {} refusals a commit"


@dataclass
class Tally:
    """How many commits were answered with a sequence, and how many with `behind`."""

    taken: int = 0
    refused: int = 0


async def contended() -> Line:
    """How many commits a second three devices make of which each has the others' way."""
    devices, runs, refusals = await _devices(), [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        storage = await SqliteStorage.open(folder / DATABASE_FILE)
        await join(storage, devices[0].rows)
        for other in devices[1:]:
            await enter(storage, other.rows)
        await storage.close()
        with served("sqlite", folder) as server:
            for _ in range(RUNS):
                three, tally = await _rate(server, devices)
                alone, _ = await _rate(server, devices[:1])
                runs.append((three, alone))
                refusals.append(tally.refused / tally.taken)
    told = MEASURED.format(f"{max(refusals):.1f}")
    return compared("commits, over HTTP, 3 devices on one vault", "commits/s", runs, told)


async def _devices() -> list[Device]:
    first = a_device()
    return [first, first.another(), first.another()]


async def _rate(server: Served, devices: Sequence[Device]) -> tuple[float, Tally]:
    tally = Tally()
    start = time.perf_counter()
    await asyncio.gather(*(_commit_often(server, device, tally) for device in devices))
    return tally.taken / (time.perf_counter() - start), tally


async def _commit_often(server: Served, device: Device, tally: Tally) -> None:
    wire = await Wire.open(server.port)
    for _ in range(COMMITS):
        revisions = new_revisions(1)
        while not await _is_taken(wire, device, device.request(device.commit(revisions))):
            tally.refused += 1
        tally.taken += 1
    await wire.close()


async def _is_taken(wire: Wire, device: Device, request: bytes) -> bool:
    """Whether the commit was taken; if not, the device stands where the vault stands."""
    status, body = await wire.ask(request)
    if status == 409:
        _, page = await wire.ask(device.pull(device.base - 1))
        head = msgspec.msgpack.decode(page, type=Page).head
        if head is None:
            raise RuntimeError("behind, and there is no head")
        device.base, device.after = head.sequence, head.commit
    elif status != 200:
        raise RuntimeError(f"a commit was refused: {status} {body!r}")
    return status == 200
