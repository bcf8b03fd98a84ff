"""Files put in their place whole: written beside it, and only then given their name."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from goldseam.client.terminal import Unusable, write_new
from goldseam.crypto.backup import zip_chunks

Files = Iterable[tuple[str, bytes]]
"""Path and bytes, one after the other."""


def require_free(to: Path, *, is_forced: bool) -> None:
    """Raise `Unusable` early where nothing could be put."""
    if to.exists() and not is_forced:
        raise Unusable(f"{to} is there already: choose another name, or say --force.")
    if not to.parent.is_dir():
        raise Unusable(f"{to.parent} is not a folder.")


def zip_beside(to: Path, files: Files, *, is_forced: bool) -> None:
    """A zip of the files, one of them in memory at a time. Raises `Unusable`."""
    with beside(to) as (file, path):
        for chunk in zip_chunks(files):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        give_name(path, to, is_forced=is_forced)


def folder_beside(to: Path, files: Files) -> None:
    """A new folder with the files, for its owner alone. Raises `Unusable` where there is something already."""
    if to.exists():
        raise Unusable(f"{to} is there already: a folder has to be new.")
    folder = Path(tempfile.mkdtemp(prefix=".goldseam-", dir=to.parent))
    try:
        for path, data in files:
            place = folder / path
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new(place, data)
        folder.rename(to)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _settle(to.parent)


@contextmanager
def beside(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file in the same folder, for its owner alone; gone at the end unless it got another name."""
    descriptor, name = tempfile.mkstemp(prefix=".goldseam-", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it has its owner's mode from its first moment
            yield file, Path(name)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def give_name(path: Path, to: Path, *, is_forced: bool) -> None:
    """Give a whole file its name, never over another one unless it is forced. Raises `Unusable`."""
    if is_forced:
        path.replace(to)
    else:
        _link(path, to)
    _settle(to.parent)


def _link(path: Path, to: Path) -> None:
    """Give a file its name, never over another one."""
    try:
        to.hardlink_to(path)
    except FileExistsError as error:
        raise Unusable(f"{to} is there already.") from error
    except OSError:
        # A disk without links, as most sticks are: it was looked at a moment ago.
        if to.exists():
            raise Unusable(f"{to} is there already.") from None
        path.replace(to)


def _settle(path: Path) -> None:
    """Names in a folder are as durable as what is in the files."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
