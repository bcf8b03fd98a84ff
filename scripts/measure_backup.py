"""How much memory and time a backup takes: `python -m scripts.measure_backup [MEGABYTES]`, by default 200.

Each way of locking runs in a process of its own. Nothing is asserted: machines differ.
"""

import hashlib
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyrage  # type: ignore[import-untyped]

from goldseam.crypto.age import Identity, Passphrase, Recipients
from goldseam.crypto.backup import Contents, open_backup, write_backup
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import Checkpoint

MEGABYTE = 1_000_000
RECORD_BYTES = 200_000
WORDS = "six words of another file entirely"


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


def measure(megabytes: int, name: str) -> None:
    """Write one backup and print what it took; then read it again and print the same."""
    identity = pyrage.x25519.Identity.generate()
    is_streamed = name == "recipient"
    lock = Recipients([str(identity.to_public())]) if is_streamed else Passphrase(WORDS)
    key = Identity(str(identity)) if is_streamed else Passphrase(WORDS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "backup.age"
        before, start = _peak(), time.monotonic()
        with file.open("wb") as out:
            write_backup(Contents(Made(megabytes), Checkpoint(1, bytes(32), ()), 0), out, lock)
        _tell(f"{megabytes} MB for a {name}, written", before, start)
        start = time.monotonic()
        with file.open("rb") as reader:
            open_backup(reader, key)
        _tell(f"{megabytes} MB for a {name}, written and read", before, start)


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _tell(what: str, before: int, start: float) -> None:
    grown, seconds = (_peak() - before) / MEGABYTE, time.monotonic() - start
    sys.stdout.write(f"{what}: {grown:.0f} MB more memory at most, {seconds:.1f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    for way in ("recipient", "passphrase"):
        size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
        process = context.Process(target=measure, args=(size, way))
        process.start()
        process.join()
