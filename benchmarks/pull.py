"""`pull`: a whole vault over HTTP beside a raw read of the same rows, and what it takes of the server's memory."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvloop

from benchmarks.devices import SEALED_BYTES, Device, a_device, join, new_revisions
from benchmarks.lines import Budget, Line, alone, at_least, at_most, compared
from benchmarks.raw import seconds_to_read
from benchmarks.serving import MEGABYTE, Served, served
from benchmarks.wire import Wire
from goldseam.app import DATABASE_FILE
from goldseam.protocol.revisions import Page
from goldseam.storage.sqlite import SqliteStorage

SIZES = (10_000, 100_000)
RUNS = (7, 3)
A_COMMIT = 125
READ = "every page over HTTP, one after the other, and one SELECT of the same rows by raw sqlite3, in turn"
GROWN = "the server's peak above what it took when idle, over all runs of this size"


def lines() -> list[Line]:
    """The figures of pulls."""
    found: list[Line] = []
    for count, runs in zip(SIZES, RUNS, strict=True):
        budgets = (at_least(0.4), at_most(30)) if count == SIZES[0] else (None, None)
        with TemporaryDirectory() as folder:
            found += uvloop.run(_lines_of(Path(folder), count, runs, budgets))
    return found


async def _lines_of(
    folder: Path, count: int, runs: int, budgets: tuple[Budget | None, Budget | None]
) -> list[Line]:
    path, device = folder / DATABASE_FILE, a_device()
    await fill(path, device, count)
    megabytes = count * SEALED_BYTES / MEGABYTE
    with served("sqlite", folder) as server:
        await _ask_for_nothing(server, device)
        idle = server.memory
        server.forget_peak()
        speeds = [
            (
                megabytes / await seconds_to_pull(server, device, count),
                megabytes / seconds_to_read(path, device.rows.vault),
            )
            for _ in range(runs)
        ]
        grown = server.peak - idle
    return [
        compared(f"pull, {count:,} revisions", "MB/s", speeds, READ, budgets[0]),
        alone(f"pull, memory for {count:,} revisions", "MB", [grown], GROWN, budgets[1]),
    ]


async def fill(path: Path, device: Device, count: int) -> None:
    """A database with one account and so many revisions in its vault, and nothing to purge when a server starts."""
    storage = await SqliteStorage.open(path)
    try:
        await join(storage, device.rows)
        for _ in range(count // A_COMMIT):
            await storage.commit(device.commit(new_revisions(A_COMMIT)))
        await storage.purge()
    finally:
        await storage.close()


async def _ask_for_nothing(server: Served, device: Device) -> None:
    """Have the server do once what it does at a first request."""
    wire = await Wire.open(server.port)
    await wire.ask(device.pull(device.base))
    await wire.close()


async def seconds_to_pull(server: Served, device: Device, at_least_revisions: int) -> float:
    """How long a device takes for all pages, from the first on."""
    wire, found, cursor = await Wire.open(server.port), 0, ""
    start = time.perf_counter()
    while True:
        _, body = await wire.ask(device.pull(0, cursor))
        page = msgspec.msgpack.decode(body, type=Page)
        found += len(page.revisions)
        if page.next is None:
            break
        at = page.next
        cursor = f"&sequence={at.sequence}&record={at.record.hex()}&commits={at.commits}"
    seconds = time.perf_counter() - start
    await wire.close()
    if found < at_least_revisions:
        raise RuntimeError(f"a pull brought {found} revisions")
    return seconds
