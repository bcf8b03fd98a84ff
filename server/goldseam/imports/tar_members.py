"""The members of a tar, as Joplin's exports are (docs/imports.md, Members)."""

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from goldseam.imports.limits import MAX_MEMBERS
from goldseam.imports.members import Member, Members, checked, plain_path
from goldseam.imports.refusal import ImportRefused

MAGIC: Final = b"ustar"
MAGIC_AT: Final = 257
UNREADABLE: Final = (tarfile.TarError, EOFError, OSError, ValueError, RecursionError)


def tar_members(file: BinaryIO) -> Members:
    """What an open tar holds; it stays open as long as they are read. Raises `ImportRefused`."""
    try:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        archive = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 - whoever opened the file closes it
        return checked(_members(archive, file, size))
    except UNREADABLE as error:
        raise ImportRefused from error


def _members(archive: tarfile.TarFile, file: BinaryIO, size: int) -> Iterator[Member]:
    for count, info in enumerate(archive):
        # tarfile keeps every member that it saw; this is the place where that ends.
        if count > MAX_MEMBERS or not (info.isfile() or info.isdir()) or info.issparse():
            raise ImportRefused
        path = plain_path(info.name)
        if info.offset_data + info.size > size:
            raise ImportRefused
        if info.isfile() and path:
            modified_at = int(info.mtime) * 1000 or None
            yield Member(path, info.size, modified_at, _Reader(file, info.offset_data, info.size))


class _Reader:
    """Reads one member where it lies."""

    __slots__ = ("_at", "_file", "_size")

    def __init__(self, file: BinaryIO, at: int, size: int) -> None:
        self._file, self._at, self._size = file, at, size

    def __call__(self) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(self._size)
        if len(data) != self._size:
            raise ImportRefused
        return data
