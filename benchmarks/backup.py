"""`backup`: written, verified and restored, each in a process of its own; with the command line's code and, in Node,
with the browser's.
"""

import hashlib
import json
import multiprocessing
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.lines import Line, alone, at_most
from goldseam.client.restoring import record_in, records_in
from goldseam.crypto.age_recipients import Identity, Recipients
from goldseam.crypto.backup import Contents, open_backup, write_backup
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import Checkpoint
from scripts.vectors_age import IDENTITY, RECIPIENT
from tests.memory import peak_bytes

MEGABYTE = 1_000_000
MEGABYTES = 200
RECORD_BYTES = 200_000
IN_NODE = Path(__file__).parents[1] / "tests" / "web" / "core" / "measure-backup.ts"
SECONDS = 300
MEMORY = (
    "the peak of its process above what it took before; {:,} MB to a recipient, {:.0f} MB a second"
)


class Made(Mapping[bytes, JsonObject]):
    """Records that are made when they are asked for, of text that hardly packs."""

    def __getitem__(self, record: bytes) -> JsonObject:
        body = hashlib.shake_128(record).hexdigest(RECORD_BYTES // 2)
        return {"kind": "of a measurement", "v": 1, "created_at": 0, "text": body}

    def __iter__(self) -> Iterator[bytes]:
        return (number.to_bytes(16, "big") for number in range(len(self)))

    def __len__(self) -> int:
        return MEGABYTES * MEGABYTE // RECORD_BYTES


def lines() -> list[Line]:
    """The figures of a backup."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "backup.age"
        return [
            _line(name, step, measure(step, file))
            for name, measure in (("python", _in_python), ("web", _in_node))
            for step in STEPS
        ]


def _line(name: str, step: str, taken: tuple[float, float]) -> Line:
    grown, seconds = taken
    how = MEMORY.format(MEGABYTES, MEGABYTES / seconds)
    return alone(f"backup, memory, {step}, {name}", "MB", [grown], how, at_most(300))


def write(file: Path) -> None:
    """As `goldseam export` does."""
    inside = Contents(Made(), Checkpoint(1, bytes(32), ()), 0)
    with file.open("wb") as out:
        write_backup(inside, out, Recipients([RECIPIENT]), os.urandom)


def verify(file: Path) -> None:
    """As `goldseam backup verify` does, and `export` before it is done."""
    with file.open("rb") as opened:
        open_backup(opened, Identity(IDENTITY))


def restore(file: Path) -> None:
    """As `goldseam backup restore` does, but for what an account then keeps."""
    with file.open("rb") as opened:
        backup = open_backup(opened, Identity(IDENTITY))
        for record in records_in(backup):
            record_in(backup, record)


STEPS: Mapping[str, Callable[[Path], None]] = {"write": write, "verify": verify, "restore": restore}


def taken(step: str, file: Path) -> tuple[float, float]:
    """How many MB this process grows by at most, and how many seconds it takes."""
    before, start = peak_bytes(), time.monotonic()
    STEPS[step](file)
    return (peak_bytes() - before) / MEGABYTE, time.monotonic() - start


def _in_python(step: str, file: Path) -> tuple[float, float]:
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        return fresh.apply(taken, (step, file))


def _in_node(step: str, file: Path) -> tuple[float, float]:
    command = ["node", "--no-warnings", "--experimental-strip-types", str(IN_NODE)]
    command += [step, "recipient", str(file), str(MEGABYTES)]
    ended = subprocess.run(  # noqa: S603 - our own words only
        command, check=True, capture_output=True, text=True, timeout=SECONDS
    )
    told: dict[str, Any] = json.loads(ended.stdout)
    return told["megabytes"], told["seconds"]
