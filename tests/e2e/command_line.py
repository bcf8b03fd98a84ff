"""`goldseam` as a person at a terminal runs it: a process of its own, a folder for each device."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 180.0
PROGRAM = ("-m", "goldseam")


@dataclass(frozen=True)
class CommandLine:
    """One device on the command line. `state` is its folder; the passphrase waits in a file beside it."""

    state: Path
    passphrase: str

    def run(self, *arguments: str, text: str = "", status: int = 0) -> str:
        """What a verb prints, with `text` on its standard input; fails when it ends with another status."""
        return goldseam(*arguments, *self._given(), text=text, status=status)

    def end_of(
        self, *arguments: str, text: str = "", program: tuple[str, ...] = PROGRAM
    ) -> tuple[int, str]:
        """The status that a verb ends with, whichever it is, and what it prints."""
        return end_of(*arguments, *self._given(), text=text, program=program)

    def _given(self) -> tuple[str, ...]:
        secret = self.state.with_suffix(".passphrase")
        secret.write_text(f"{self.passphrase}\n")
        return ("--state", str(self.state), "--passphrase-file", str(secret))

    def sign_up(self, origin: str, name: str) -> str:
        """Make an account; returns the recovery words."""
        recovery = self.state.with_suffix(".recovery")
        where = ["--server", origin, "--name", name, "--recovery-file", str(recovery)]
        self.run("signup", *where)
        return recovery.read_text().strip()

    def sign_in(self, origin: str, name: str) -> None:
        """Enter an account from this device."""
        self.run("login", "--server", origin, "--name", name)

    def write(self, body: str, *arguments: str, status: int = 0) -> str:
        """Write a page, or the page of an id among the arguments; returns how its id begins."""
        return self.run("write", *arguments, text=body, status=status).split()[0]

    def id_of(self, title: str) -> str:
        """How the id of the page with this title begins."""
        lines = [line for line in self.run("ls").splitlines() if title in line]
        assert len(lines) == 1, lines
        return lines[0].split()[0]


def goldseam(*arguments: str, text: str = "", status: int = 0) -> str:
    """What `goldseam` prints on both outputs; fails when it ends with another status."""
    ended, printed = end_of(*arguments, text=text)
    assert ended == status, f"status {ended}: {printed}"
    return printed


def end_of(*arguments: str, text: str = "", program: tuple[str, ...] = PROGRAM) -> tuple[int, str]:
    """The status that `goldseam` ends with, and what it prints on both outputs."""
    environ = {name: value for name, value in os.environ.items() if "GOLDSEAM" not in name}
    ended = subprocess.run(
        [sys.executable, *program, *arguments],
        input=text.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environ,
        timeout=SECONDS,
        check=False,
    )
    return ended.returncode, ended.stdout.decode()
