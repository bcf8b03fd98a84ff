"""A peer's server in a process of its own, on a port that was free."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.serving import Served, end
from benchmarks.wire import HOST

START_SECONDS = 30.0
A_LOOK_SECONDS = 0.05


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int, folder: Path, **environ: str) -> Iterator[Served]:
    """Start a server that listens on the port, with a folder as its place; it is ended whatever happens."""
    known = {**os.environ, "NODE_ENV": "production", **environ}
    with TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=folder, stdout=said, stderr=said, text=True, env=known
        )
        try:
            if not _listens(process, port):
                said.seek(0)
                raise RuntimeError(f"a peer did not start:\n{said.read()}")
            yield Served(port, process.pid)
        finally:
            end(process)


def _listens(process: subprocess.Popen[str], port: int) -> bool:
    """Wait until the port takes connections; false where it never does."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(A_LOOK_SECONDS)
        else:
            return True
    return False
