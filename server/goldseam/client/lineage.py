"""Which rows of a record this device held, and at which verified head (docs/protocol.md, Alarm and rejoin, Lineage)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from goldseam.client.effects import Change, Procedure, get
from goldseam.crypto.state import HeldRow
from goldseam.errors import Damaged
from goldseam.protocol.encoding import HASH_BYTES, u64

MAX_MARKS: Final = 32
MARK_BYTES: Final = 8 + HASH_BYTES + 8 + HASH_BYTES


@dataclass(frozen=True, slots=True)
class Mark:
    """A row, and the verified head at which this device first held it."""

    number: int
    hash: bytes
    sequence: int
    chain: bytes


def marks_of(record: bytes) -> Procedure[list[Mark]]:
    """The marks of a record, the oldest first."""
    data = (yield from get("lineage", record)) or b""
    if len(data) % MARK_BYTES:
        raise Damaged
    return [_parse(data[at : at + MARK_BYTES]) for at in range(0, len(data), MARK_BYTES)]


def mark_changes(
    rows: Mapping[bytes, HeldRow], sequence: int, chain: bytes
) -> Procedure[list[Change]]:
    """The changes that remember rows as held at a verified head."""
    changes: list[Change] = []
    for record, row in rows.items():
        marks = yield from marks_of(record)
        mark = Mark(row.number, row.hash, sequence, chain)
        changes.append(Change("lineage", record, _bytes([*marks, mark][-MAX_MARKS:])))
    return changes


def _bytes(marks: Sequence[Mark]) -> bytes:
    return b"".join(u64(m.number) + m.hash + u64(m.sequence) + m.chain for m in marks)


def _parse(data: bytes) -> Mark:
    return Mark(
        number=int.from_bytes(data[:8], "big"),
        hash=data[8 : 8 + HASH_BYTES],
        sequence=int.from_bytes(data[8 + HASH_BYTES : 16 + HASH_BYTES], "big"),
        chain=data[-HASH_BYTES:],
    )
