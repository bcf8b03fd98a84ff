"""How much memory and time a backup takes: `python -m scripts.measure_backup [MEGABYTES]`, by default 200.

Written, verified and restored, to a recipient and under a passphrase, each in a process of its own; with the command
line's code and, in Node, with the browser's. Nothing is asserted: machines differ. The budget is 300 MB for 200.
"""

import hashlib
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from goldseam.client.restoring import record_in, records_in
from goldseam.crypto.age_recipients import Identity, Key, Lock, Passphrase, Recipients
from goldseam.crypto.backup import Contents, open_backup, write_backup
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import Checkpoint
from scripts.vectors_age import IDENTITY, RECIPIENT

MEGABYTE = 1_000_000
RECORD_BYTES = 200_000
WORDS = "six words of another file entirely"
LOCKS: dict[str, Lock] = {"recipient": Recipients([RECIPIENT]), "passphrase": Passphrase(WORDS)}
KEYS: dict[str, Key] = {"recipient": Identity(IDENTITY), "passphrase": Passphrase(WORDS)}
IN_NODE = Path(__file__).parents[1] / "tests" / "web" / "core" / "measure-backup.ts"
SECONDS = 600


class Made(Mapping[bytes, JsonObject]):
    """Records that are made when they are asked for, of text that hardly packs."""

    def __init__(self, megabytes: int) -> None:
        self._count = megabytes * MEGABYTE // RECORD_BYTES

    def __getitem__(self, record: bytes) -> JsonObject:
        body = hashlib.shake_128(record).hexdigest(RECORD_BYTES // 2)
        return {"kind": "of a measurement", "v": 1, "created_at": 0, "text": body}

    def __iter__(self) -> Iterator[bytes]:
        return (number.to_bytes(16, "big") for number in range(self._count))

    def __len__(self) -> int:
        return self._count


def write(way: str, file: Path, megabytes: int) -> None:
    """As `goldseam export` does."""
    inside = Contents(Made(megabytes), Checkpoint(1, bytes(32), ()), 0)
    with file.open("wb") as out:
        write_backup(inside, out, LOCKS[way], os.urandom)


def verify(way: str, file: Path, _: int) -> None:
    """As `goldseam backup verify` does, and `export` before it is done."""
    with file.open("rb") as opened:
        open_backup(opened, KEYS[way])


def restore(way: str, file: Path, _: int) -> None:
    """As `goldseam backup restore` does, but for what an account then keeps."""
    with file.open("rb") as opened:
        backup = open_backup(opened, KEYS[way])
        for record in records_in(backup):
            record_in(backup, record)


STEPS: dict[str, Callable[[str, Path, int], None]] = {
    "write": write,
    "verify": verify,
    "restore": restore,
}


def measure(step: str, way: str, file: Path, megabytes: int) -> None:
    """Run one step and print what it took."""
    before, start = _peak(), time.monotonic()
    STEPS[step](way, file, megabytes)
    grown, seconds = (_peak() - before) / MEGABYTE, time.monotonic() - start
    speed = f"{seconds:.1f} s, {megabytes / seconds:.0f} MB/s"
    sys.stdout.write(f"python  {way:10} {step:8} {grown:4.0f} MB more memory at most, {speed}\n")
    sys.stdout.flush()


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _measure_in_node(step: str, way: str, file: Path, megabytes: int) -> None:
    command = ["node", "--no-warnings", "--experimental-strip-types", str(IN_NODE)]
    command += [step, way, str(file), str(megabytes)]
    subprocess.run(command, check=True, timeout=SECONDS)  # noqa: S603 - our own words only


def _measure_here(step: str, way: str, file: Path, megabytes: int) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=measure, args=(step, way, file, megabytes)
    )
    process.start()
    process.join()


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        for measured in (_measure_here, _measure_in_node):
            for lock in LOCKS:
                for name in STEPS:
                    measured(name, lock, Path(folder) / "backup.age", size)
