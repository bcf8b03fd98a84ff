"""The members of a zip, with every limit that keeps a hostile one out (docs/imports.md, Members)."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from goldseam.imports.limits import MAX_MEMBERS, MAX_RATIO, SMALL_TEXT_BYTES
from goldseam.imports.members import Member, Members, checked, plain_path
from goldseam.imports.refusal import ImportRefused

STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")
STORED_OR_DEFLATED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED_FLAGS: Final = 0x1 | 0x40 | 0x2000
UTF_8_FLAG: Final = 0x800
UNIX: Final = 3
FOLDER_ENDS: Final = ("/", "\\")
LOCAL_HEADER_BYTES: Final = 30
END = struct.Struct("<4s4H2LH")
END_SIGNATURE: Final = b"PK\x05\x06"
MAX_COMMENT_BYTES: Final = 65_535
NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
# What zipfile raises while it reads an archive that someone made by hand.
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    struct.error,
)


def zip_members(file: BinaryIO) -> Members:
    """What an open zip holds; it stays open as long as they are read. Raises `ImportRefused`."""
    try:
        _require_bounded(file)
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
        _require_apart(infos)
        return checked(_members(archive, infos))
    except UNREADABLE as error:
        raise ImportRefused from error


def _members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    for info in infos:
        name = _name(info)
        path = plain_path(name)
        _require_plain(info)
        if not path or name.endswith(FOLDER_ENDS):
            continue
        member = Member(path, info.file_size, _modified(info), _reader(archive, info))
        is_big = member.is_text and info.file_size > SMALL_TEXT_BYTES
        if is_big and info.file_size > MAX_RATIO * info.compress_size:
            raise ImportRefused
        yield member


def _name(info: zipfile.ZipInfo) -> str:
    """UTF-8 where the name is that, whatever its flag says: some systems forget it."""
    if info.flag_bits & UTF_8_FLAG:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> "_Reader":
    return _Reader(archive, info)


class _Reader:
    """Unpacks one member, no further than the directory says."""

    __slots__ = ("_archive", "_info")

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._archive, self._info = archive, info

    def __call__(self) -> bytes:
        try:
            with self._archive.open(self._info) as packed:
                data = packed.read(self._info.file_size + 1)
        except UNREADABLE as error:
            raise ImportRefused from error
        if len(data) != self._info.file_size:
            raise ImportRefused
        return data


def _require_bounded(file: BinaryIO) -> None:
    """Refuse a directory with too many members before it is read."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - END.size - MAX_COMMENT_BYTES))
    tail = file.read()
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or len(tail) < at + END.size:
        raise ImportRefused
    total, size = END.unpack_from(tail, at)[4:6]
    # ZIP64 says 0xFFFF here; its directory is read whole, and counted then.
    if total != 0xFFFF and total > MAX_MEMBERS:
        raise ImportRefused
    if size != 0xFFFFFFFF and size > MAX_MEMBERS * 2048:
        raise ImportRefused


def _require_apart(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse members that lie in the same bytes: a small archive could unpack to anything."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise ImportRefused
        end = info.header_offset + LOCAL_HEADER_BYTES + info.compress_size


def _require_plain(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == UNIX else 0
    is_odd_kind = kind not in {0, stat.S_IFREG, stat.S_IFDIR}
    is_packed_oddly = info.compress_type not in STORED_OR_DEFLATED
    if is_odd_kind or is_packed_oddly or info.flag_bits & ENCRYPTED_FLAGS:
        raise ImportRefused


def _modified(info: zipfile.ZipInfo) -> datetime | None:
    """The local time that the directory says, or None."""
    if info.date_time == NO_DATE:
        return None
    try:
        return datetime(*info.date_time)  # noqa: DTZ001 - a zip does not say where its clock stood
    except ValueError:
        return None
