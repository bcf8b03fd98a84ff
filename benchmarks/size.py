"""`size`: what the client weighs, what the server takes before anybody asks, and what a revision takes on disk."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.devices import a_device, join, new_revisions
from benchmarks.lines import Line, alone, at_most
from benchmarks.serving import served
from goldseam.api.web import FOLDER
from goldseam.app import DATABASE_FILE
from goldseam.storage.sqlite import SqliteStorage

KIBIBYTE = 1024
IMPORTS = 5
REVISIONS = 4_000
ENTRY = "index.html"


def lines() -> list[Line]:
    """The figures of size."""
    return [
        alone(
            "size, scripts and styles before the first screen",
            "KiB",
            [initial_kibibytes()],
            "gzip, level 9",
            at_most(60),
        ),
        alone(
            "size, import of the server",
            "s",
            _imports(),
            "a process that imports goldseam.app, less an empty one",
        ),
        alone(
            "size, memory of an idle server",
            "MB",
            [_idle_memory()],
            "after its start",
            at_most(100),
        ),
        *(
            alone(
                f"size, bytes on disk for a revision of 1 KiB, {per_commit} a commit",
                "bytes",
                [bytes_on_disk(per_commit)],
                f"the closed file after {REVISIONS:,} revisions, by their number",
                at_most(1_500),
            )
            for per_commit in (1, 100)
        ),
    ]


def initial_kibibytes() -> float:
    """What a browser loads before anything is on screen."""
    manifest: dict[str, Any] = json.loads((FOLDER / ".vite/manifest.json").read_text())
    files = _loaded(manifest, ENTRY, set())
    return sum(len(gzip.compress((FOLDER / file).read_bytes())) for file in files) / KIBIBYTE


def bytes_on_disk(per_commit: int) -> float:
    """What a revision of 1 KiB takes of a database, by so many a commit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE_FILE
        asyncio.run(_fill(path, per_commit))
        return path.stat().st_size / REVISIONS


async def _fill(path: Path, per_commit: int) -> None:
    storage, devices = await SqliteStorage.open(path), [a_device() for _ in range(20)]
    try:
        for device in devices:
            await join(storage, device.rows)
        for _ in range(REVISIONS // per_commit // len(devices)):
            made = [device.commit(new_revisions(per_commit)) for device in devices]
            await asyncio.gather(*map(storage.commit, made))
    finally:
        await storage.close()


def _loaded(manifest: Mapping[str, Any], entry: str, seen: set[str]) -> set[str]:
    chunk = manifest[entry]
    if chunk["file"] not in seen:
        seen |= {chunk["file"], *chunk.get("css", [])}
        for following in chunk.get("imports", []):
            _loaded(manifest, following, seen)
    return seen


def _imports() -> list[float]:
    return [_seconds("import goldseam.app") - _seconds("pass") for _ in range(IMPORTS)]


def _seconds(program: str) -> float:
    """What a process that does this takes of the processor: a busy machine does not change it."""
    before = os.times()
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own words
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def _idle_memory() -> float:
    with TemporaryDirectory() as folder, served("sqlite", Path(folder)) as server:
        time.sleep(1)
        return server.memory
