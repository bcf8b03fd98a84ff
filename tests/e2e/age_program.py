"""The `age` program of the C2SP format, which is none of ours and takes a passphrase from a terminal only."""

import contextlib
import subprocess
from pathlib import Path

import ptyprocess  # type: ignore[import-untyped]

SECONDS = 60


def opens(file: Path, passphrase: str, to: Path) -> bool:
    """Whether age opens a file to its end; what it wrote until then is in `to`."""
    command = ["age", "--decrypt", "--output", str(to), str(file)]
    process = ptyprocess.PtyProcessUnicode.spawn(command)
    try:
        with contextlib.suppress(EOFError):
            answer(process, passphrase)
        return bool(process.wait() == 0)
    finally:
        process.close(force=True)


def opens_by_key(file: Path, identity: Path, to: Path) -> bool:
    """Whether age opens a file with the secret half of a key."""
    command = ["age", "--decrypt", "--identity", str(identity), "--output", str(to), str(file)]
    return subprocess.run(command, timeout=SECONDS, check=False).returncode == 0


def new_key(folder: Path) -> tuple[Path, str]:
    """A key of age: the file of its secret half, and the recipient."""
    identity = folder / "key.txt"
    subprocess.run(["age-keygen", "--output", str(identity)], timeout=SECONDS, check=True)
    shown = subprocess.run(
        ["age-keygen", "-y", str(identity)],
        timeout=SECONDS, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return identity, shown.stdout.strip()


def answer(process: ptyprocess.PtyProcessUnicode, passphrase: str) -> None:
    """Type the passphrase when age asks for it, and read until age ends; raises `EOFError` then."""
    shown = ""
    while "passphrase" not in shown:
        shown += process.read()
    process.write(f"{passphrase}\n")
    while True:
        process.read()
