"""Backups: every record and a page of each readable one, in a zip, in an age file (docs/protocol.md, Backup)."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import SEEK_END, BytesIO
from typing import Annotated, BinaryIO, Literal, Protocol

import msgspec
from msgspec import Meta

from goldseam.crypto.age import lock, unlock
from goldseam.crypto.age_recipients import Key, Lock
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import Checkpoint, checkpoint_bytes
from goldseam.crypto.page import is_readable, is_removed, page_bytes, page_name, time_text
from goldseam.crypto.suite import Random
from goldseam.errors import BackupDamaged, Damaged, UnknownVersion
from goldseam.protocol.limits import MAX_INTEGER

MANIFEST = "manifest.json"
MAX_BACKUP_BYTES = 1 << 30
MAX_FILE_BYTES = 1 << 26
"""Of one file of it: pages, records and the manifest are read whole."""
CHUNK_BYTES = 1 << 16
STORED_OR_DEFLATED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED_FLAG = 0x1
# What zipfile raises while it reads an archive that someone made by hand.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)

Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]

README = """This is a backup of a Goldseam journal.

pages/    one Markdown file for each page: any editor opens them.
records/  everything, one JSON file for each record: Goldseam reads these when you restore.
manifest.json  the list of all files, with sizes and SHA-256, to check that nothing is missing.
               Its left_out names what could not be opened when this was made; an older state may be here.

Whoever can read this folder can read the journal. Keep it where you would keep a diary.
"""


@dataclass(frozen=True, slots=True)
class Unopened:
    """A record whose newest state is not read here: its newest revision (0: none), and `newer` or `unreadable`."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a backup: records by id, opened; `made_at` in UTC milliseconds.

    Records are asked for one at a time, more than once: a mapping may open them only then.

    `left_out` by id: of those, `records` has an older state or none.
    """

    records: Mapping[bytes, JsonObject]
    checkpoint: Checkpoint
    made_at: int
    left_out: Mapping[bytes, Unopened] = field(default_factory=dict)


class FileEntry(msgspec.Struct, frozen=True):
    size: Count
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class LeftOut(msgspec.Struct, frozen=True):
    """A record that the backup has in an older state or not at all. Later versions may give other reasons."""

    record: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    number: Count
    reason: str


class Manifest(msgspec.Struct, frozen=True):
    """The list by which a backup is verified. `checkpoint` is hexadecimal."""

    format: Literal["goldseam-backup"]
    made: str
    records: Count
    pages: Count
    checkpoint: Annotated[str, Meta(pattern="^([0-9a-f]{2})*$")]
    files: dict[str, FileEntry]
    left_out: list[LeftOut] = []


class Plaintext(Protocol):
    """A zip that is read by its places."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...
    def seekable(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Backup:
    """An opened backup: every file was verified before there was one of these. Its file stays open while it is read."""

    manifest: Manifest
    archive: zipfile.ZipFile

    def paths(self) -> list[str]:
        """The paths of all files, sorted, the manifest not among them."""
        return sorted(self.manifest.files)

    def paths_as_they_lie(self) -> list[str]:
        """The same in the order in which each part of the file is opened about once, and for reading them all."""
        return [info.filename for info in _in_place(self.archive) if info.filename != MANIFEST]

    def read(self, path: str) -> bytes:
        """The bytes of a listed file. Raises `KeyError` for another path, `BackupDamaged` when it changed meanwhile."""
        return _read_listed(self.archive, path, self.manifest.files[path])


def write_backup(contents: Contents, writer: BinaryIO, lock_with: Lock, random: Random) -> Key:
    """Write the whole age file, one file of it in memory at a time, and give what reads it again.

    Raises `ValueError` for a recipient that is not one.
    """
    return lock(zip_chunks(backup_files(contents)), writer, lock_with, random)


def open_backup(file: BinaryIO, key: Key) -> Backup:
    """A backup, verified as a whole. Raises `WrongSecret`, `UnknownVersion` or `BackupDamaged`.

    One file of it is in memory at a time, and none is ever written to a disk.
    """
    return open_zip(unlock(file, key))


def open_zip(zipped: Plaintext) -> Backup:
    """The backup in a zip, verified as a whole. Raises `UnknownVersion` or `BackupDamaged`."""
    _require(zipped.seek(0, SEEK_END) <= MAX_BACKUP_BYTES)
    zipped.seek(0)
    # Also what lies between the files of the zip was not changed or cut.
    while zipped.read(CHUNK_BYTES):
        pass
    try:
        return _verified(zipfile.ZipFile(zipped))
    except UNREADABLE as error:
        raise BackupDamaged from error


def backup_files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Every file of a backup in order, path and bytes, the manifest last."""
    entries: JsonObject = {}
    pages = records = 0
    for path, data in _content_files(contents):
        pages += path.startswith("pages/")
        records += path.startswith("records/")
        entries[path] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        yield path, data
    manifest: JsonObject = {
        "format": "goldseam-backup",
        "version": 1,
        "made": time_text(contents.made_at),
        "records": records,
        "pages": pages,
        "checkpoint": checkpoint_bytes(contents.checkpoint).hex(),
        "files": entries,
        "left_out": _left_out(contents),
    }
    yield MANIFEST, canonical_json(manifest)


def parse_manifest(data: bytes) -> Manifest:
    """The manifest in `data`. Raises `BackupDamaged`, or `UnknownVersion` for a later version."""
    try:
        raw = parse_object(data)
        version: Json = raw.get("version")
        if isinstance(version, int) and version > 1:
            raise UnknownVersion
        _require(version == 1 and version is not True)
        return msgspec.convert(raw, Manifest)
    except (Damaged, msgspec.ValidationError) as error:
        raise BackupDamaged from error


def is_safe_path(path: str) -> bool:
    """Whether a path stays within the folder it is extracted to, on any system."""
    parts = path.split("/")
    has_odd_character = any(ord(character) < 0x20 or character in "\\:" for character in path)
    return not has_odd_character and all(part not in {"", ".", ".."} for part in parts)


def _content_files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    kept = [r for r in sorted(contents.records) if not is_removed(contents.records[r])]
    taken: set[str] = set()
    for record in kept:
        value = contents.records[record]
        if is_readable(value):
            name = _free_name(record, value, taken)
            yield name, page_bytes(record, value)
    for record in kept:
        yield f"records/{record.hex()}.json", canonical_json(contents.records[record])


def _left_out(contents: Contents) -> list[Json]:
    return [
        {"record": record.hex(), "number": unopened.number, "reason": unopened.reason}
        for record, unopened in sorted(contents.left_out.items())
    ]


def _free_name(record: bytes, value: JsonObject, taken: set[str]) -> str:
    name = page_name(record, value)
    # Two pages of one day and title whose ids begin alike: the whole id tells them apart.
    if name.lower() in taken:
        name = name.removesuffix(f"{record.hex()[:8]}.md") + f"{record.hex()}.md"
    taken.add(name.lower())
    return name


class _Unseekable(BytesIO):
    """What `zipfile` writes to: it cannot go back, and is emptied as it fills."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def take(self) -> bytes:
        data = self.getvalue()
        super().seek(0)
        self.truncate()
        return data


def zip_chunks(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The zip of these files, path and bytes, piece by piece."""
    out = _Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files:
            # A fixed date: the manifest says when the backup was made, and a zip has no time zone.
            info = zipfile.ZipInfo(path)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
            yield out.take()
    yield out.take()


def _verified(archive: zipfile.ZipFile) -> Backup:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    _require(len(set(names)) == len(names) and MANIFEST in names)
    _require(all(_is_plain(info) for info in infos))
    manifest = parse_manifest(_read_bounded(archive, MANIFEST, MAX_FILE_BYTES))
    _require(set(names) == {*manifest.files, MANIFEST} and MANIFEST not in manifest.files)
    _require(sum(entry.size for entry in manifest.files.values()) <= MAX_BACKUP_BYTES)
    _require(manifest.records == _count(manifest, "records/"))
    _require(manifest.pages == _count(manifest, "pages/"))
    backup = Backup(manifest, archive)
    for path in backup.paths_as_they_lie():
        backup.read(path)
    return backup


def _in_place(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted(archive.infolist(), key=lambda info: info.header_offset)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    return (
        info.compress_type in STORED_OR_DEFLATED
        and not info.flag_bits & ENCRYPTED_FLAG
        and is_safe_path(info.filename)
    )


def _read_bounded(archive: zipfile.ZipFile, path: str, max_bytes: int) -> bytes:
    with archive.open(path) as file:
        data = file.read(max_bytes + 1)
    _require(len(data) <= max_bytes)
    return data


def _read_listed(archive: zipfile.ZipFile, path: str, entry: FileEntry) -> bytes:
    _require(entry.size <= MAX_FILE_BYTES)
    try:
        data = _read_bounded(archive, path, entry.size)
    except UNREADABLE as error:
        raise BackupDamaged from error
    _require(len(data) == entry.size and hashlib.sha256(data).hexdigest() == entry.sha256)
    return data


def _count(manifest: Manifest, folder: str) -> int:
    return sum(path.startswith(folder) for path in manifest.files)


def _require(holds: bool) -> None:
    if not holds:
        raise BackupDamaged
