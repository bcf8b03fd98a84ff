"""A server in a process of its own: the real one over its file, or the same routes over a store that keeps nothing."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.devices import Rows, join
from goldseam.api.serving import listen, serve
from goldseam.app import create_app
from goldseam.config import Settings, with_port
from goldseam.storage.contract import NewCommit, Standing
from goldseam.storage.memory import MemoryStorage
from tests.memory import forget_peak, peak_bytes, resident_bytes

SECRET = b"a login secret that only benchmarks know"
KNOWN = "known"
STOP_SECONDS = 20.0
MEGABYTE = 1_000_000
Kind = Literal["sqlite", "nothing"]


class Forgetful(MemoryStorage):
    """Knows sessions, and counts the commits of each vault; keeps and tests nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[bytes, int] = {}

    async def standing(self, account: bytes, vault: bytes, digest: bytes) -> Standing:  # noqa: ARG002
        return Standing(self._counts.get(vault, 0), None)

    async def commit(self, commit: NewCommit) -> int:
        self._counts[commit.vault] = sequence = commit.base + 1
        return sequence


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int

    @property
    def memory(self) -> float:
        """What it takes now, in MB."""
        return resident_bytes(self.pid) / MEGABYTE

    @property
    def peak(self) -> float:
        """The most that it took since `forget_peak`, in MB."""
        return peak_bytes(self.pid) / MEGABYTE

    @property
    def processor(self) -> float:
        """How long it had a processor until now, in seconds."""
        fields = (
            Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def forget_peak(self) -> None:
        """Begin to look for the peak anew."""
        forget_peak(self.pid)


@contextmanager
def served(kind: Kind, folder: Path, known: Sequence[Rows] = ()) -> Iterator[Served]:
    """A server over the data in a folder, or over nothing, which then knows these devices."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KNOWN).write_bytes(msgspec.msgpack.encode(list(known)))
    environ = {name: value for name, value in os.environ.items() if "GOLDSEAM" not in name}
    command = [sys.executable, "-m", "benchmarks.serving", kind, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ)  # noqa: S603 - our own words
    try:
        yield Served(_port(process), process.pid)
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Ask a process to end, wait, and end it if it does not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    finally:
        process.kill()
        process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    told = process.stdout.readline() if process.stdout else ""
    if not told:
        raise RuntimeError("the server did not start")
    return int(told.split(";")[0].rsplit(":", 1)[1])


async def _knowing(known: Sequence[Rows]) -> MemoryStorage:
    storage = Forgetful()
    for rows in known:
        await join(storage, rows)
    return storage


def _serve(kind: Kind, folder: Path) -> int:
    known = msgspec.msgpack.decode((folder / KNOWN).read_bytes(), type=list[Rows])
    settings = Settings(folder, port=0, secret=SECRET)
    with listen(settings) as listener:
        settings = with_port(settings, listener.getsockname()[1])
        storage = asyncio.run(_knowing(known)) if kind == "nothing" else None
        return serve(create_app(settings, storage), settings, listener)


if __name__ == "__main__":
    sys.exit(_serve("nothing" if sys.argv[1] == "nothing" else "sqlite", Path(sys.argv[2])))
