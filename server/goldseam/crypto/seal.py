"""Seals of records, on the wire and at rest on a device (docs/protocol.md, Revisions, Keys and slots)."""

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.envelope import (
    VERSION,
    open_document,
    open_envelope,
    seal_document,
    seal_envelope,
)
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.suite import Random, Secret
from goldseam.protocol.encoding import ID_BYTES, label, len16, u32, u64
from goldseam.protocol.revisions import LEAST_BYTES, LEAST_TOMBSTONE_BYTES


def seal_revision(
    keys: VaultKeys, record: bytes, number: int, value: JsonObject, random: Random
) -> bytes:
    """One state of a record, sealed for the wire. Raises `ValueError` for what canonical JSON refuses."""
    aad = _revision_aad(keys, record, number)
    return seal_document(keys.seal, value, least_bytes(value), aad, random)


def open_revision(keys: VaultKeys, record: bytes, number: int, sealed: bytes) -> JsonObject:
    """The record within a revision of the epoch of `keys`. Raises `UnknownVersion` or `Damaged`."""
    return open_document(keys.seal, sealed, _revision_aad(keys, record, number), least_bytes)


def least_bytes(value: JsonObject) -> int:
    """The least padded length in bytes: a removal is allowed to be small."""
    return LEAST_TOMBSTONE_BYTES if value.get("deleted") is True else LEAST_BYTES


def derived_record_id(keys: VaultKeys, kind: str, app: str = "", original_id: str = "") -> bytes:
    """The id of a singleton, or of a record imported from `app`, the same on every device."""
    parts = (len16(kind.encode()), len16(app.encode()), len16(original_id.encode()))
    return suite.hmac_sha256(keys.ids, b"".join(parts))[:ID_BYTES]


def seal_local(key: Secret, store: str, name: str, plaintext: bytes, random: Random) -> bytes:
    """What rests on a device, bound to its place: `store` and `name` (the key within it)."""
    return seal_envelope(key, plaintext, _local_aad(store, name), random)


def open_local(key: Secret, store: str, name: str, sealed: bytes) -> bytes:
    """The plaintext of `seal_local`. Raises `UnknownVersion` or `Damaged`."""
    return open_envelope(key, sealed, _local_aad(store, name))


def _revision_aad(keys: VaultKeys, record: bytes, number: int) -> bytes:
    head = label("goldseam/1/revision") + VERSION
    return head + keys.vault + record + u64(number) + u32(keys.epoch)


def _local_aad(store: str, name: str) -> bytes:
    return label("goldseam/1/local") + len16(store.encode()) + len16(name.encode())
