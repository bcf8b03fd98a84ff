"""Revisions and their rows on the wire (docs/protocol.md, Revisions, Pulling and verifying)."""

import hashlib

import msgspec

from goldseam.protocol.encoding import Count, Epoch, Hash, Id, Number, Signature, u32, u64

LEAST_BYTES = 512
LEAST_TOMBSTONE_BYTES = 64


class Revision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sealed state of a record, as a commit carries it."""

    record: Id
    number: Number
    sealed: bytes


class StoredRevision(msgspec.Struct, frozen=True):
    """One sealed state of a record, as a pull brings it; `sequence` is that of its commit."""

    record: Id
    number: Number
    epoch: Epoch
    sequence: Number
    sealed: bytes


class PastRevision(msgspec.Struct, frozen=True):
    """One state of a record's history; `stored_on` is the server's UTC date, YYYY-MM-DD."""

    number: Number
    epoch: Epoch
    sequence: Number
    stored_on: str
    sealed: bytes


class Head(msgspec.Struct, frozen=True):
    """What the newest commit of a vault claims about its whole state."""

    sequence: Number
    epoch: Epoch
    keyring_version: Count
    device: Id
    commit: Hash
    tag: Hash
    signature: Signature


class Cursor(msgspec.Struct, frozen=True):
    """The place in a pull beyond which the next page begins; `commits` is the sequence of the last digest given."""

    sequence: Count
    record: Id
    commits: Count


class Page(msgspec.Struct, frozen=True):
    """One page of a pull; `commits` are the next digests. `sequence` and `head` only where `next` is None."""

    revisions: list[StoredRevision]
    next: Cursor | None
    sequence: Count | None = None
    head: Head | None = None
    commits: bytes = b""


class History(msgspec.Struct, frozen=True):
    """One page of a record's kept earlier revisions, newest first; the next one holds those below `next`."""

    revisions: list[PastRevision]
    next: Number | None = None


def row_bytes(record: bytes, number: int, epoch: int, sealed_hash: bytes) -> bytes:
    """The 60 bytes that authenticate a revision: record ‖ number ‖ epoch ‖ SHA-256(sealed)."""
    return record + u64(number) + u32(epoch) + sealed_hash


def sealed_hash(sealed: bytes) -> bytes:
    """SHA-256 of a sealed revision, slot, wrap or keyring."""
    return hashlib.sha256(sealed).digest()
