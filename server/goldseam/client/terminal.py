"""Talking with the person at the terminal: lines out, secrets and pages in."""

import getpass
import os
import shlex
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldseam.errors import GoldseamError

MAX_SECRET_BYTES = 65_536
CONSENT = "yes"
# Nothing there reaches a disk; files in it are made 0600, under names not to be guessed.
IN_MEMORY = Path("/dev/shm")  # noqa: S108


class Unusable(GoldseamError):
    """What was given cannot be used; the sentence says why. Ends with status 2."""

    code = "unusable"
    sentence = "This cannot be used."


def say(text: str = "") -> None:
    """A line on the standard output, always UTF-8, so that it can be sent into a file."""
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """A line that is not part of the output: on the standard error."""
    print(text, file=sys.stderr)  # noqa: T201 - the one place that does


def plain(text: str) -> str:
    """One line for a terminal: whatever could steer the terminal, and every line end, becomes a space."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in text).strip()


def harmless(text: str) -> str:
    """Several lines for a terminal: what could steer it is left out, except tabs and line ends."""
    if not sys.stdout.isatty():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def ask(prompt: str) -> str:
    """A secret typed without echo. Raises `Unusable` where nobody is there to type."""
    if not sys.stdin.isatty():
        raise Unusable("There is no terminal to ask at: give the passphrase as a file.")
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise Unusable("Nothing was typed.") from error


NO_TERMINAL = "There is no terminal to ask at: say --recovery-file."


def ask_line(prompt: str, otherwise: str = NO_TERMINAL) -> str:
    """A line typed in the open. Raises `Unusable` with what else can be done, where nobody is there to type."""
    if not sys.stdin.isatty():
        raise Unusable(otherwise)
    try:
        return input(prompt)
    except EOFError as error:
        raise Unusable("Nothing was typed.") from error


def agrees(prompt: str, otherwise: str) -> bool:
    """Whether a person types yes. Raises `Unusable` with what else can be done, where nobody can be asked."""
    return ask_line(prompt, otherwise).strip().lower() == CONSENT


def ask_twice(prompt: str) -> str:
    """A new secret, typed twice alike. Raises `Unusable`."""
    first = ask(prompt)
    if not first:
        raise Unusable("Nothing was typed.")
    if ask("Once more: ") != first:
        raise Unusable("These two were not the same. Nothing was done.")
    return first


def read_secret(path: Path) -> str:
    """The secret in a file, without the line end. Raises `Unusable`."""
    try:
        return _secret(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error


def read_secret_from(descriptor: int) -> str:
    """The secret that comes through an open file descriptor, without the line end. Raises `Unusable`."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return _secret(file.read(MAX_SECRET_BYTES + 1))
    except OSError as error:
        raise Unusable(f"File descriptor {descriptor} cannot be read.") from error


def read_text(path: str) -> str:
    """The text of a file, or of the standard input for `-`. Raises `Unusable`."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode()
    except UnicodeDecodeError as error:
        raise Unusable("The text is not UTF-8.") from error
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from error


def write_new(path: Path, content: bytes) -> None:
    """A new file for its owner alone. Raises `Unusable` for one that is there already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Unusable(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def edited(text: str, editor: str, folder: Path) -> Iterator[str]:
    """The text as the person leaves it in an editor; its file goes once the with-block has kept what it says.

    The file lies in memory where that can be. Raises `Unusable` when the editor ends badly; wherever anything goes
    wrong the file stays, and the person is told where.
    """
    where = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else folder
    descriptor, name = tempfile.mkstemp(suffix=".md", prefix="goldseam-", dir=where)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        _run(editor, name)
        yield read_text(name)
    except BaseException:
        tell(f"The text is in {path}.")
        raise
    path.unlink()


def _run(editor: str, name: str) -> None:
    try:
        subprocess.run([*shlex.split(editor), name], check=True)  # noqa: S603 - the person's own editor
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise Unusable("The editor ended badly, so nothing was kept.") from error


def _secret(data: bytes) -> str:
    if len(data) > MAX_SECRET_BYTES:
        raise Unusable("This is too long for a passphrase.")
    try:
        return data.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        raise Unusable("The passphrase is not UTF-8.") from error
