"""`peers`: the same work by other servers that a person could run to have pages on several devices, beside ours."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import uvloop

from benchmarks.lines import Line, compared
from benchmarks.packages import bring
from benchmarks.peers.actual import actual
from benchmarks.peers.hocuspocus import hocuspocus
from benchmarks.peers.ours import goldseam
from benchmarks.peers.pouchdb import pouchdb
from benchmarks.peers.side import A_BATCH, CLIENTS, FOLDER, ITEMS, NATIVE, Peer, Side

PEERS = (
    Peer(
        "actual",
        actual,
        "protobuf, answered after SQLite's sync",
        "one answer with all of it",
        spreads=False,
    ),
    Peer(
        "hocuspocus",
        hocuspocus,
        "Yjs, answered from memory; on disk after 2 to 10 s",
        "loaded from the file, and merged by its client",
    ),
    Peer(
        "pouchdb-server",
        pouchdb,
        "JSON with base64, answered once written to LevelDB, without a sync",
        "`_changes` with the documents",
    ),
)
LOADS = ((1, 1, 200), (CLIENTS, 1, 80), (1, A_BATCH, 20), (CLIENTS, A_BATCH, 10))
"""Clients, items a write, and writes of each client."""
FIRST_WRITES = 5
RUNS = 5
FIRST_SYNCS = 5
WRITES = 100
MOST_SECONDS = 60.0
"""A peer that does not answer ends the run."""
A_LOOK_SECONDS = 0.2
RESTING_SECONDS = 0.015
"""What a server that rests takes of the processor between two looks, at most."""
OURS = "1 KiB of random bytes an item; ours signed and answered after SQLite's sync"
Pair = tuple[Side, Side]
Folders = tuple[Path, Path]
Found = TypeVar("Found")


def lines() -> list[Line]:
    """The figures of every peer, each beside ours of the same run."""
    bring(FOLDER, NATIVE)
    return [line for peer in PEERS for line in _lines_of(peer)]


def _lines_of(peer: Peer) -> list[Line]:
    found: list[Line] = []
    for measure in (_writes, _stored):
        with TemporaryDirectory() as own, TemporaryDirectory() as other:
            found += uvloop.run(measure(peer, (Path(own), Path(other))))
    return found


async def _writes(peer: Peer, folders: Folders) -> list[Line]:
    async with goldseam(folders[0]) as ours, peer.open(folders[1]) as other:
        sides = ours, other
        found = [await _rates(peer, sides, *load) for load in LOADS]
        return [*found, *([await _spread(peer, sides)] if peer.spreads else [])]


async def _rates(peer: Peer, sides: Pair, clients: int, size: int, count: int) -> Line:
    """A few writes before, so that no server does something for the first time."""
    await _both(sides, lambda side: side.write(clients, size, FIRST_WRITES))
    runs = [await _rate(sides, clients, size, count) for _ in range(RUNS)]
    name = f"peers, {peer.name}, {clients} clients, {size} a write"
    return compared(name, "items/s", runs, f"{OURS}; theirs {peer.acknowledges}")


async def _rate(sides: Pair, clients: int, size: int, count: int) -> tuple[float, float]:
    ours, theirs = await _both(sides, lambda side: side.write(clients, size, count))
    items = clients * size * count
    return items / ours, items / theirs


async def _spread(peer: Peer, sides: Pair) -> Line:
    runs = []
    for _ in range(RUNS):
        ours, theirs = await _both(sides, lambda side: side.spread(WRITES))
        runs.append((statistics.median(ours), statistics.median(theirs)))
    name = f"peers, {peer.name}, another device has a write, p50"
    how = f"from the sending; ours a poke and the pull after it, theirs brought by itself; {WRITES} writes a run"
    return compared(name, "ms", runs, how)


async def _stored(peer: Peer, folders: Folders) -> list[Line]:
    name = f"peers, {peer.name}"
    async with goldseam(folders[0]) as ours, peer.open(folders[1]) as other:
        sides = ours, other
        await _both(sides, lambda side: side.fill())
        memory = ours.server.memory, other.server.memory
        await _both(sides, lambda side: side.first_sync())
        syncs = [await _both(sides, lambda side: side.first_sync()) for _ in range(FIRST_SYNCS)]
    disk = _bytes_in(folders[0]) / ITEMS, _bytes_in(folders[1]) / ITEMS
    read = f"{ITEMS:,} items; ours by pages, sealed as they come; theirs {peer.reads}"
    return [
        compared(f"{name}, first sync", "s", syncs, read),
        compared(f"{name}, memory after {ITEMS:,} items", "MB", [memory], "of the server"),
        compared(f"{name}, on disk", "bytes an item", [disk], "all files once the server ended"),
    ]


async def _both(sides: Pair, work: Callable[[Side], Awaitable[Found]]) -> tuple[Found, Found]:
    """Have ours do it, then the other."""
    ours, other = sides
    async with asyncio.timeout(MOST_SECONDS):
        return await _alone(ours, work), await _alone(other, work)


async def _alone(side: Side, work: Callable[[Side], Awaitable[Found]]) -> Found:
    """Have one do it, and wait until its server rests: some store what they have answered only afterwards."""
    found, used = await work(side), 0.0
    while side.server.processor > used + RESTING_SECONDS:
        used = side.server.processor
        await asyncio.sleep(A_LOOK_SECONDS)
    return found


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
