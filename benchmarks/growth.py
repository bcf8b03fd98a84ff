"""`growth`: what commits, pokes, tags and pulls cost in small and large vaults and among few and many of them."""

import asyncio
import math
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.devices import Device, a_device, join
from benchmarks.filling import add_records, add_vaults, make_database
from benchmarks.lines import Budget, Line, alone, at_most
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.suite import Secret
from goldseam.crypto.tag import fold, head_tag, item
from goldseam.live import Hub
from goldseam.protocol.revisions import Cursor, Revision, row_bytes
from goldseam.storage.sqlite import SqliteStorage

RECORDS = (1_000, 10_000, 100_000, 1_000_000)
VAULTS = (1, 1_000, 100_000)
TIMES = 120
FLAT = at_most(0.1)
LINEAR = at_most(1.1)
PULLED_PAGES = 200
"""Of the largest vaults no more pages are pulled; the rest costs what these do."""
Costs = Mapping[int, float]
"""Seconds by size."""


@dataclass
class Filled:
    """An open store, the device that goes on in it, and records that are there."""

    storage: SqliteStorage
    device: Device
    records: Sequence[bytes]


def lines() -> list[Line]:
    """The exponents of growth, each with its costs."""
    with TemporaryDirectory() as folder:
        of_records = asyncio.run(_of_records(Path(folder)))
    with TemporaryDirectory() as folder:
        return [*of_records, _tag(), *asyncio.run(_of_vaults(Path(folder))), _poke()]


async def _of_records(folder: Path) -> list[Line]:
    filled: dict[int, Filled] = {}
    async with AsyncExitStack() as stack:
        for count in RECORDS:
            filled[count] = await _filled(stack, folder / f"{count}", count, 0)
        commits = await _in_turn(filled, _commit)
        changes = await _in_turn(filled, _change)
        poked = await _in_turn(filled, _poked)
        pulls = {count: await _pull(one, count) for count, one in filled.items()}
    return [
        _line("commit of a new record, by records of the vault", commits, FLAT),
        _line("commit of a change, by records of the vault", changes, FLAT),
        _line("pull after a poke, by records of the vault", poked, FLAT),
        _line("whole pull, by records of the vault", pulls, LINEAR),
    ]


async def _of_vaults(folder: Path) -> list[Line]:
    filled: dict[int, Filled] = {}
    async with AsyncExitStack() as stack:
        for count in VAULTS:
            filled[count] = await _filled(stack, folder / f"{count}", 1_000, count)
        commits = await _in_turn(filled, _commit)
        poked = await _in_turn(filled, _poked)
    return [
        _line("commit of a new record, by vaults of the server", commits, FLAT),
        _line("pull after a poke, by vaults of the server", poked, FLAT),
    ]


async def _filled(stack: AsyncExitStack, path: Path, records: int, vaults: int) -> Filled:
    device = a_device()
    await asyncio.to_thread(make_database, path)
    await asyncio.to_thread(add_vaults, path, vaults)
    storage = await SqliteStorage.open(path)
    await join(storage, device.rows)
    await storage.close()
    some = await asyncio.to_thread(add_records, path, device, records)
    storage = await SqliteStorage.open(path)
    stack.push_async_callback(storage.close)
    return Filled(storage, device, some)


async def _in_turn(
    filled: Mapping[int, Filled], work: Callable[[Filled, int], Awaitable[None]]
) -> Costs:
    """The median cost of the work in each, a time here and a time there, so that a busy machine is busy for all."""
    times: dict[int, list[float]] = {count: [] for count in filled}
    for turn in range(TIMES):
        for count, one in filled.items():
            start = time.perf_counter()
            await work(one, turn)
            times[count].append(time.perf_counter() - start)
    return {count: statistics.median(some) for count, some in times.items()}


async def _commit(filled: Filled, _: int) -> None:
    await _store(filled, os.urandom(16), 1)


async def _change(filled: Filled, turn: int) -> None:
    await _store(filled, filled.records[turn], 2)


async def _store(filled: Filled, record: bytes, number: int) -> None:
    revision = Revision(record, number, os.urandom(1024))
    await filled.storage.commit(filled.device.commit([revision]))


async def _poked(filled: Filled, _: int) -> None:
    """What a device asks that was told of the newest commit."""
    page = await filled.storage.page(filled.device.rows.vault, filled.device.base - 1, None)
    if len(page.revisions) != 1:
        raise RuntimeError("the newest commit has one revision")


async def _pull(filled: Filled, count: int) -> float:
    """Seconds for all pages, told from those of the first ones where there are many."""
    vault, found, pages = filled.device.rows.vault, 0, 0
    cursor: Cursor | None = None
    start = time.perf_counter()
    while pages < PULLED_PAGES:
        page = await filled.storage.page(vault, 0, cursor)
        found, pages, cursor = found + len(page.revisions), pages + 1, page.next
        if cursor is None:
            break
    return (time.perf_counter() - start) * count / found


def _tag() -> Line:
    """What the tag over a vault takes when one of its records changes (docs/protocol.md, Commits)."""
    secret = Secret(bytes(32))
    keys = VaultKeys(bytes(16), 1, secret, secret, secret, secret)
    costs = {}
    for count in RECORDS:
        total, times = int.from_bytes(os.urandom(32), "big"), []
        for number in range(TIMES):
            row = row_bytes(os.urandom(16), 1, 1, os.urandom(32))
            start = time.perf_counter()
            total = fold(total, [item(keys, row)], [item(keys, row)])
            head_tag(
                keys,
                sequence=number,
                keyring_version=1,
                records=count,
                chain=bytes(32),
                total=total,
            )
            times.append(time.perf_counter() - start)
        costs[count] = statistics.median(times)
    return _line("tag over a changed vault, by its records", costs, FLAT)


def _poke() -> Line:
    """What telling one account's devices takes, among others that listen."""
    costs = {}
    for count in VAULTS:
        hub, times = Hub(), []
        for _ in range(count - 1):
            hub.join(os.urandom(16), bytes(16))
        account, vault = os.urandom(16), os.urandom(16)
        for device in (b"one", b"two", b"three"):
            hub.join(account, device)
        for number in range(10 * TIMES):
            start = time.perf_counter()
            hub.tell(account, vault, number)
            times.append(time.perf_counter() - start)
        costs[count] = statistics.median(times)
    return _line("poke of three devices, by vaults that listen", costs, FLAT)


def _line(name: str, costs: Costs, budget: Budget) -> Line:
    told = ", ".join(f"{count:,}: {seconds * 1e6:,.0f} µs" for count, seconds in costs.items())
    return alone(
        f"growth, {name}", "(exponent)", [exponent(costs)], f"medians of {TIMES}: {told}", budget
    )


def exponent(costs: Costs) -> float:
    """The slope of the line through the logarithms of size and cost: 0 does not grow, 1 grows as the size does."""
    sizes, seconds = map(math.log, costs), map(math.log, costs.values())
    return statistics.linear_regression(list(sizes), list(seconds)).slope
