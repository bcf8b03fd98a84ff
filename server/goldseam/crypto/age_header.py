"""The header of an age file, version 1 of C2SP: stanzas that wrap the file key, and a MAC under it."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from goldseam.crypto.suite import Secret, equal, hkdf, hmac_sha256
from goldseam.errors import BackupDamaged

VERSION: Final = "age-encryption.org/v1"
FILE_KEY_BYTES: Final = 16
MAC_BYTES: Final = 32
MAX_HEADER_BYTES: Final = 1 << 16
LINE_LETTERS: Final = 64
ARGUMENT: Final = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Stanza:
    """A recipient's part of the header: its kind and arguments, and the wrapped file key."""

    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was read: `data` up to its MAC, which is not verified before the file key is known."""

    stanzas: tuple[Stanza, ...]
    data: bytes
    mac: bytes
    size: int


def header_bytes(stanzas: Sequence[Stanza], file_key: Secret) -> bytes:
    """The header, its MAC and line end included."""
    lines = [VERSION, *(line for stanza in stanzas for line in _lines(stanza)), "---"]
    data = "\n".join(lines).encode()
    return data + f" {base64_text(_mac(file_key, data))}\n".encode()


def parse_header(start: bytes) -> Header:
    """The header at the start of a file. Raises `BackupDamaged`."""
    end = start.find(b"\n", start.find(b"\n---") + 1) + 1
    try:
        version, *lines, last = start[:end].decode("ascii").split("\n")[:-1]
    except ValueError as error:
        raise BackupDamaged from error
    mark, _, mac = last.partition(" ")
    if version != VERSION or mark != "---" or not lines:
        raise BackupDamaged
    data = start[: end - len(mac) - 2]
    return Header(tuple(_stanzas(lines)), data, base64_bytes(mac, MAC_BYTES), end)


def require_mac(header: Header, file_key: Secret) -> None:
    """Raises `BackupDamaged` where the header is not what it was when its file key was wrapped."""
    if not equal(_mac(file_key, header.data), header.mac):
        raise BackupDamaged


def base64_text(data: bytes) -> str:
    """Base64 (RFC 4648 §4) without padding."""
    return base64.b64encode(data).decode().rstrip("=")


def base64_bytes(text: str, size: int | None = None) -> bytes:
    """Its bytes, `size` of them where that is given. Raises `BackupDamaged` also for another way to write the same."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise BackupDamaged from error
    if base64_text(data) != text or (size is not None and len(data) != size):
        raise BackupDamaged
    return data


def _mac(file_key: Secret, data: bytes) -> bytes:
    return hmac_sha256(hkdf(file_key, b"", b"header"), data)


def _lines(stanza: Stanza) -> Iterator[str]:
    yield " ".join(("->", *stanza.arguments))
    body = base64_text(stanza.body)
    # A last line that is shorter than the others ends the body; it may be empty.
    for at in range(0, len(body) + 1, LINE_LETTERS):
        yield body[at : at + LINE_LETTERS]


def _stanzas(lines: Sequence[str]) -> Iterator[Stanza]:
    left = iter(lines)
    for line in left:
        arrow, *arguments = line.split(" ")
        if arrow != "->" or not arguments or not all(map(ARGUMENT.fullmatch, arguments)):
            raise BackupDamaged
        yield Stanza(tuple(arguments), _body(left))


def _body(lines: Iterator[str]) -> bytes:
    parts: list[str] = []
    for line in lines:
        parts.append(line)
        if len(line) < LINE_LETTERS:
            return base64_bytes("".join(parts))
        if len(line) > LINE_LETTERS:
            break
    raise BackupDamaged
