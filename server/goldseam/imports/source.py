"""Where an import comes from: files that were chosen, or the files of a folder (docs/imports.md, Members)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from goldseam.imports.members import Member, Members, checked, plain_path
from goldseam.imports.refusal import ImportIsBackup, ImportRefused
from goldseam.imports.tar_members import MAGIC, MAGIC_AT, tar_members
from goldseam.imports.zip_members import STARTS, zip_members

ARCHIVES: Final = (".zip", ".jex", ".tar")
BACKUP: Final = ".age"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file, opened when it is read; `path` within its source, `modified_at` in UTC milliseconds, 0 for unknown."""

    path: str
    size: int
    modified_at: int
    open: Callable[[], BinaryIO]


@contextmanager
def members_of(files: Sequence[SourceFile], *, is_folder: bool) -> Iterator[Members]:
    """The members of a source while it is read. Raises `ImportRefused`, `ImportIsBackup`."""
    if is_folder or len(files) != 1:
        yield _of_files(files)
        return
    file = files[0]
    if file.path.lower().endswith(BACKUP):
        raise ImportIsBackup
    with file.open() as data:
        head = data.read(MAGIC_AT + len(MAGIC))
        if head.startswith(STARTS):
            yield zip_members(data)
        elif head[MAGIC_AT:] == MAGIC:
            yield tar_members(data)
        elif file.path.lower().endswith(ARCHIVES):
            raise ImportRefused
        else:
            yield _of_files(files)


def _of_files(files: Sequence[SourceFile]) -> Members:
    """Files as they are, in the order of their paths."""
    ordered = sorted(files, key=lambda file: file.path.encode("utf-8", "surrogateescape"))
    return checked(_member(file) for file in ordered)


def _member(file: SourceFile) -> Member:
    def read() -> bytes:
        with file.open() as data:
            return data.read(file.size)

    return Member(plain_path(file.path), file.size, file.modified_at or None, read)
