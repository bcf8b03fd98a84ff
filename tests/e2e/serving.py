"""`goldseam serve` as a process of its own, in its own folder, on one port for its whole life."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

START_SECONDS = 120.0
STOP_SECONDS = 60.0


class Server:
    """Started and stopped at will; data and port stay the same, so that a stopped server can come back."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.origin = f"http://localhost:{port}"
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def start(self, **settings: str) -> None:
        """Start with these settings of the environment, and return when it answers."""
        environ = {name: value for name, value in os.environ.items() if "GOLDSEAM" not in name}
        command = [sys.executable, "-m", "goldseam", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--data", str(self.folder / "data")],
                stdout=log,
                stderr=log,
                env=environ | settings,
            )
        self._await_answer()

    def stop(self) -> None:
        """End it as an operator does; killed when it does not end in time."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def _await_answer(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            try:
                httpx.get(f"{self.origin}/v1/limits", timeout=1)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(self.log.read_text())
