"""What the files of LevelDB hold, with nothing compressed and nothing cut into pieces.

Browsers keep IndexedDB, localStorage and more in it. Its tables (`*.ldb`) are compressed with Snappy and store of a key
only what differs from the one before; its logs (`*.log`) are cut into blocks. A word could hide in either.
Formats: LevelDB's doc/table_format.md and doc/log_format.md, Snappy's format_description.txt.
"""

from collections.abc import Iterator
from pathlib import Path

MAGIC = bytes.fromhex("57fb808b247547db")
FOOTER_BYTES = 48
LOG_BLOCK_BYTES = 32_768
LOG_HEADER_BYTES = 7
SNAPPY = 1


class Unreadable(Exception):
    """A file that is not what its name says, as one that the browser is just writing."""


def contents(path: Path) -> bytes:
    """Every key and value of a table or log, in clear. Raises `Unreadable`."""
    data = path.read_bytes()
    try:
        return log_contents(data) if path.suffix == ".log" else table_contents(data)
    except (IndexError, ValueError) as error:
        raise Unreadable(path) from error


def log_contents(data: bytes) -> bytes:
    """The records of a log one after the other."""
    records = bytearray()
    for start in range(0, len(data), LOG_BLOCK_BYTES):
        block = data[start : start + LOG_BLOCK_BYTES]
        at = 0
        while at + LOG_HEADER_BYTES <= len(block):
            size = int.from_bytes(block[at + 4 : at + 6], "little")
            at += LOG_HEADER_BYTES
            records += block[at : at + size]
            at += size
    return bytes(records)


def table_contents(data: bytes) -> bytes:
    """The keys and values of a table, each on a line of its own."""
    if data[-len(MAGIC) :] != MAGIC:
        raise ValueError("not a table")
    footer = len(data) - FOOTER_BYTES
    _, at = handle(data, footer)
    index, _ = handle(data, at)
    blocks = [block(data, handle(value, 0)[0]) for _, value in entries(block(data, index))]
    pairs = [part for one in blocks for entry in entries(one) for part in entry]
    return b"\n".join(pairs)


def handle(data: bytes, at: int) -> tuple[tuple[int, int], int]:
    """Offset and size of a block, and where the next handle is."""
    offset, at = varint(data, at)
    size, at = varint(data, at)
    return (offset, size), at


def block(data: bytes, place: tuple[int, int]) -> bytes:
    """A block as it was before it was compressed."""
    offset, size = place
    stored, kind = data[offset : offset + size], data[offset + size]
    if kind > SNAPPY:
        raise ValueError("compressed in another way")
    return unpacked(stored) if kind == SNAPPY else stored


def entries(plain: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The whole keys and values of a block."""
    restarts = int.from_bytes(plain[-4:], "little")
    end, at, key = len(plain) - 4 * (restarts + 1), 0, b""
    while at < end:
        shared, at = varint(plain, at)
        own, at = varint(plain, at)
        size, at = varint(plain, at)
        key = key[:shared] + plain[at : at + own]
        at += own
        yield key, plain[at : at + size]
        at += size


def unpacked(data: bytes) -> bytes:
    """What Snappy packed. Raises `ValueError` unless it is as long as it says."""
    size, at = varint(data, 0)
    plain = bytearray()
    while at < len(data):
        if data[at] & 3 == 0:
            literal, at = literal_at(data, at)
            plain += literal
        else:
            length, back, at = copy_at(data, at)
            for _ in range(length):
                plain.append(plain[-back])
    if len(plain) != size:
        raise ValueError("cut off")
    return bytes(plain)


def literal_at(data: bytes, at: int) -> tuple[bytes, int]:
    """Bytes that stand there as they are, and where they end."""
    length, at = data[at] >> 2, at + 1
    if length >= 60:
        more = length - 59
        length, at = int.from_bytes(data[at : at + more], "little"), at + more
    return data[at : at + length + 1], at + length + 1


def copy_at(data: bytes, at: int) -> tuple[int, int, int]:
    """How many bytes are repeated, from how far back, and where the element ends."""
    tag, kind = data[at], data[at] & 3
    if kind == 1:
        return 4 + (tag >> 2 & 7), (tag >> 5) << 8 | data[at + 1], at + 2
    more = 2 if kind == 2 else 4
    back = int.from_bytes(data[at + 1 : at + 1 + more], "little")
    return (tag >> 2) + 1, back, at + 1 + more


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the low ones first, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
