"""The `age` program of the C2SP format, which is none of ours and takes a passphrase from a terminal only."""

import contextlib
from pathlib import Path

import ptyprocess  # type: ignore[import-untyped]


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


def answer(process: ptyprocess.PtyProcessUnicode, passphrase: str) -> None:
    """Type the passphrase when age asks for it, and read until age ends; raises `EOFError` then."""
    shown = ""
    while "passphrase" not in shown:
        shown += process.read()
    process.write(f"{passphrase}\n")
    while True:
        process.read()
