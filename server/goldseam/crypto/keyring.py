"""The keyring: the one sealed document of an account, version by version (docs/protocol.md, Keyring)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.envelope import VERSION, open_document, seal_document
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.suite import Random, SigningKey
from goldseam.errors import Damaged, KeyringMismatch
from goldseam.protocol.accounts import (
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    Keyring,
    LoginKeys,
    Slot,
    Wrap,
    keyring_signed_bytes,
)
from goldseam.protocol.encoding import Epoch, Number, label, u32, u64
from goldseam.protocol.limits import MAX_DEVICES, MAX_SLOTS, MAX_VAULTS
from goldseam.protocol.revisions import sealed_hash

LEAST_KEYRING_BYTES = 512
NO_PREVIOUS = bytes(32)

HexId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
HexHash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
EpochName = Annotated[str, Meta(pattern="^[1-9][0-9]{0,9}$")]
Date = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class SlotEntry(msgspec.Struct, frozen=True):
    type: Annotated[int, Meta(ge=1, le=255)]
    digest: HexHash


class DeviceEntry(msgspec.Struct, frozen=True):
    name: str
    key: HexHash
    added: Date
    revoked: Date | None


class VaultEntry(msgspec.Struct, frozen=True):
    kind: str
    epoch: Epoch
    after: None
    wraps: dict[EpochName, HexHash]


class _LoginKeyEntries(msgspec.Struct, frozen=True):
    passphrase: HexHash = msgspec.field(name="1")
    recovery: HexHash = msgspec.field(name="2")


class _Fields(msgspec.Struct, frozen=True):
    version: Number
    epoch: Epoch
    previous: HexHash
    slots: Annotated[dict[HexId, SlotEntry], Meta(max_length=MAX_SLOTS)]
    login_keys: _LoginKeyEntries
    devices: Annotated[dict[HexId, DeviceEntry], Meta(max_length=MAX_DEVICES)]
    vaults: Annotated[dict[HexId, VaultEntry], Meta(max_length=MAX_VAULTS)]
    identity: dict[str, object]


@dataclass(frozen=True, slots=True)
class KeyringDocument:
    """An opened keyring. `raw` is the whole object: fields that we do not know survive our edits."""

    version: int
    epoch: int
    previous: bytes
    slots: Mapping[bytes, SlotEntry]
    login_keys: Mapping[int, bytes]
    devices: Mapping[bytes, DeviceEntry]
    vaults: Mapping[bytes, VaultEntry]
    raw: JsonObject


@dataclass(frozen=True, slots=True)
class PinnedKeyring:
    """The version that this device accepted last."""

    version: int
    digest: bytes
    document: KeyringDocument


def parse_document(raw: JsonObject) -> KeyringDocument:
    """The typed view of a keyring's JSON. Raises `Damaged`."""
    try:
        fields = msgspec.convert(raw, _Fields)
    except msgspec.ValidationError as error:
        raise Damaged from error
    return KeyringDocument(
        fields.version,
        fields.epoch,
        bytes.fromhex(fields.previous),
        {bytes.fromhex(slot): entry for slot, entry in fields.slots.items()},
        {
            TYPE_PASSPHRASE: bytes.fromhex(fields.login_keys.passphrase),
            TYPE_RECOVERY: bytes.fromhex(fields.login_keys.recovery),
        },
        {bytes.fromhex(device): entry for device, entry in fields.devices.items()},
        {bytes.fromhex(vault): entry for vault, entry in fields.vaults.items()},
        raw,
    )


def first_document(
    *, slots: Iterable[Slot], login_keys: LoginKeys, wraps: Iterable[Wrap]
) -> JsonObject:
    """The JSON of version 1 of an account, still without its device: see `with_device`."""
    document: JsonObject = {
        "version": 1,
        "epoch": 1,
        "previous": NO_PREVIOUS.hex(),
        "slots": {},
        "login_keys": {},
        "devices": {},
        "vaults": {
            wrap.vault.hex(): {
                "kind": "personal",
                "epoch": wrap.epoch,
                "after": None,
                "wraps": {str(wrap.epoch): sealed_hash(wrap.sealed).hex()},
            }
            for wrap in wraps
        },
        "identity": {},
    }
    return with_login(document, slots=slots, login_keys=login_keys)


def next_document(pinned: PinnedKeyring) -> JsonObject:
    """The JSON of the next version, as yet without any change of its own."""
    version: JsonObject = {"version": pinned.version + 1, "previous": pinned.digest.hex()}
    return pinned.document.raw | version


def with_device(raw: JsonObject, device: bytes, name: str, key: bytes, added: str) -> JsonObject:
    """The document with one more device; `added` is a date, YYYY-MM-DD."""
    entry: JsonObject = {"name": name, "key": key.hex(), "added": added, "revoked": None}
    return raw | {"devices": _object(raw, "devices") | {device.hex(): entry}}


def without_device(raw: JsonObject, device: bytes, revoked: str) -> JsonObject:
    """The document with one device revoked on a date; it stays listed for the heads that it made."""
    devices = _object(raw, "devices")
    entry = _object(devices, device.hex()) | {"revoked": revoked}
    return raw | {"devices": devices | {device.hex(): entry}}


def with_login(raw: JsonObject, *, slots: Iterable[Slot], login_keys: LoginKeys) -> JsonObject:
    """The document with another whole set of slots and the login keys that go with them."""
    entries: JsonObject = {
        slot.slot.hex(): {"type": slot.type, "digest": sealed_hash(slot.sealed).hex()}
        for slot in slots
    }
    keys: JsonObject = {"1": login_keys.passphrase.hex(), "2": login_keys.recovery.hex()}
    return raw | {"slots": entries, "login_keys": keys}


def seal_keyring(
    keys: AccountKeys,
    raw: JsonObject,
    *,
    device: bytes,
    device_key: SigningKey,
    login: LoginSigner,
    random: Random,
) -> Keyring:
    """A version of the keyring as it goes to the server. Raises `Damaged` for a document that is not one."""
    document = parse_document(raw)
    aad = _keyring_aad(keys.account, document.epoch, document.version, document.previous)
    unsigned = Keyring(
        version=document.version,
        epoch=document.epoch,
        previous=document.previous,
        sealed=seal_document(keys.keyring, raw, LEAST_KEYRING_BYTES, aad, random),
        device=device,
        device_signature=b"",
        login_type=login.type,
        login_signature=b"",
    )
    message = keyring_signed_bytes(keys.account, unsigned)
    return msgspec.structs.replace(
        unsigned,
        device_signature=suite.sign(device_key, message),
        login_signature=suite.sign(login.key, message),
    )


def open_keyring(keys: AccountKeys, keyring: Keyring) -> KeyringDocument:
    """The document, not yet accepted. Raises `UnknownVersion` or `Damaged`."""
    aad = _keyring_aad(keys.account, keyring.epoch, keyring.version, keyring.previous)
    raw = open_document(keys.keyring, keyring.sealed, aad, lambda _: LEAST_KEYRING_BYTES)
    document = parse_document(raw)
    inside = (document.version, document.epoch, document.previous)
    if inside != (keyring.version, keyring.epoch, keyring.previous):
        raise Damaged
    return document


def accept_newest(keys: AccountKeys, keyring: Keyring, own_login_key: bytes) -> PinnedKeyring:
    """What a device that pins nothing accepts. Raises `KeyringMismatch` or `UnknownVersion`."""
    document = _open_or_alarm(keys, keyring)
    message = keyring_signed_bytes(keys.account, keyring)
    _require(own_login_key in document.login_keys.values())
    _require(keyring.version > 1 or _is_first(document))
    _require_login_signed(document, keyring, message)
    _require_device_signed(document, keyring, message)
    return pin(keyring, document)


def accept_next(keys: AccountKeys, pinned: PinnedKeyring, keyring: Keyring) -> PinnedKeyring:
    """The pinned version, moved on by at most one. Raises `KeyringMismatch` or `UnknownVersion`."""
    digest = sealed_hash(keyring.sealed)
    if keyring.version == pinned.version and suite.equal(digest, pinned.digest):
        return pinned
    _require(keyring.version == pinned.version + 1)
    _require(suite.equal(keyring.previous, pinned.digest))
    _require(keyring.epoch >= pinned.document.epoch)
    document = _open_or_alarm(keys, keyring)
    message = keyring_signed_bytes(keys.account, keyring)
    _require_login_signed(pinned.document, keyring, message)
    _require_known_device(pinned.document, document, keyring, message)
    return pin(keyring, document)


def accept_all(
    keys: AccountKeys, pinned: PinnedKeyring, keyrings: Iterable[Keyring]
) -> PinnedKeyring:
    """Several versions in order, none left out. Raises `KeyringMismatch` or `UnknownVersion`."""
    for keyring in keyrings:
        pinned = accept_next(keys, pinned, keyring)
    return pinned


def listed_slots(document: KeyringDocument, slots: Iterable[Slot]) -> list[Slot]:
    """The slots that the keyring names: no other is ever used."""
    return [slot for slot in slots if _is_listed_slot(document, slot)]


def listed_wraps(document: KeyringDocument, wraps: Iterable[Wrap]) -> list[Wrap]:
    """The wraps that the keyring names: no other is ever used."""
    return [wrap for wrap in wraps if _is_listed_wrap(document, wrap)]


def _is_listed_slot(document: KeyringDocument, slot: Slot) -> bool:
    entry = document.slots.get(slot.slot)
    return (
        entry is not None
        and entry.type == slot.type
        and entry.digest == sealed_hash(slot.sealed).hex()
    )


def _is_listed_wrap(document: KeyringDocument, wrap: Wrap) -> bool:
    entry = document.vaults.get(wrap.vault)
    return entry is not None and entry.wraps.get(str(wrap.epoch)) == sealed_hash(wrap.sealed).hex()


def _open_or_alarm(keys: AccountKeys, keyring: Keyring) -> KeyringDocument:
    try:
        return open_keyring(keys, keyring)
    except Damaged as error:
        raise KeyringMismatch from error


def _require_login_signed(document: KeyringDocument, keyring: Keyring, message: bytes) -> None:
    key = document.login_keys.get(keyring.login_type, b"")
    _require(suite.is_signed(key, keyring.login_signature, message))


def _require_device_signed(document: KeyringDocument, keyring: Keyring, message: bytes) -> None:
    entry = document.devices.get(keyring.device)
    key = bytes.fromhex(entry.key) if entry else b""
    _require(suite.is_signed(key, keyring.device_signature, message))


def _require_known_device(
    before: KeyringDocument, after: KeyringDocument, keyring: Keyring, message: bytes
) -> None:
    known = before.devices.get(keyring.device)
    if known is not None:
        _require(known.revoked is None)
        _require_device_signed(before, keyring, message)
        return
    _require(_only_adds(before, after, keyring.device))
    _require_device_signed(after, keyring, message)


def _only_adds(before: KeyringDocument, after: KeyringDocument, device: bytes) -> bool:
    added = _object(after.raw, "devices").get(device.hex())
    moved: JsonObject = {"version": after.version, "previous": after.previous.hex()}
    devices: JsonObject = {"devices": _object(before.raw, "devices") | {device.hex(): added}}
    expected = before.raw | moved | devices
    return added is not None and canonical_json(expected) == canonical_json(after.raw)


def _is_first(document: KeyringDocument) -> bool:
    return document.previous == NO_PREVIOUS and len(document.devices) == 1


def pin(keyring: Keyring, document: KeyringDocument) -> PinnedKeyring:
    """A keyring that was accepted before, as what later versions are held to."""
    return PinnedKeyring(keyring.version, sealed_hash(keyring.sealed), document)


def _require(holds: bool) -> None:
    if not holds:
        raise KeyringMismatch


def _object(raw: JsonObject, field: str) -> JsonObject:
    value = raw[field]
    if not isinstance(value, dict):
        raise Damaged
    return value


def _keyring_aad(account: bytes, epoch: int, version: int, previous: bytes) -> bytes:
    head = label("goldseam/1/keyring") + VERSION
    return head + account + u32(epoch) + u64(version) + previous
