"""Goldseam's own server, with the devices of the other benchmarks."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.commits import seconds_to_send
from benchmarks.devices import Device, a_device, enter, join, new_revisions
from benchmarks.peers.side import A_BATCH, CLIENTS, ITEM_BYTES, ITEMS
from benchmarks.pull import seconds_to_pull
from benchmarks.serving import Served, served
from benchmarks.wire import Wire
from goldseam.app import DATABASE_FILE
from goldseam.storage.sqlite import SqliteStorage


@dataclass(frozen=True)
class Goldseam:
    """Devices that each have a vault, one to fill, and two on one vault."""

    server: Served
    devices: Sequence[Device]
    filled: Device
    pair: tuple[Device, Device]

    async def write(self, clients: int, size: int, count: int) -> float:
        """Signed commits; answered once they are on the disk."""
        some = self.devices[:clients]
        rounds = [[_commit(device, size) for device in some] for _ in range(count)]
        return await seconds_to_send(self.server, rounds)

    async def fill(self) -> None:
        """One vault."""
        rounds = [[_commit(self.filled, A_BATCH)] for _ in range(ITEMS // A_BATCH)]
        await seconds_to_send(self.server, rounds)

    async def first_sync(self) -> float:
        """Every page, one after the other; sealed as they come."""
        return await seconds_to_pull(self.server, self.filled, ITEMS)

    async def spread(self, count: int) -> list[float]:
        """A poke, and the pull that follows it."""
        first, second = self.pair
        sending, pulling, stream = [await Wire.open(self.server.port) for _ in range(3)]
        await stream.listen(second.listen())
        found: list[float] = []
        for _ in range(count):
            request, pull = _commit(first, 1), second.pull(first.base - 1)
            start = time.perf_counter()
            known = asyncio.create_task(_moment_of_pull(stream, pulling, pull))
            await sending.ask(request)
            found.append((await known - start) * 1_000)
        for wire in (sending, pulling, stream):
            await wire.close()
        return found


@asynccontextmanager
async def goldseam(folder: Path) -> AsyncIterator[Goldseam]:
    """A server over a new database in a folder."""
    devices, filled, first = [a_device() for _ in range(CLIENTS)], a_device(), a_device()
    pair = first, first.another()
    storage = await SqliteStorage.open(folder / DATABASE_FILE)
    try:
        for device in [*devices, filled, first]:
            await join(storage, device.rows)
        await enter(storage, pair[1].rows)
    finally:
        await storage.close()
    with served("sqlite", folder) as server:
        yield Goldseam(server, devices, filled, pair)


def _commit(device: Device, size: int) -> bytes:
    return device.request(device.commit(new_revisions(size, ITEM_BYTES)))


async def _moment_of_pull(stream: Wire, pulling: Wire, pull: bytes) -> float:
    await stream.told()
    _, page = await pulling.ask(pull)
    now = time.perf_counter()
    if len(page) < ITEM_BYTES:
        raise RuntimeError("a pull after a poke brought nothing")
    return now
