"""The keyring's document: what stands in it, and how it is edited (docs/protocol.md, Keyring, Epochs)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from goldseam.crypto.canonical import JsonObject
from goldseam.errors import Damaged
from goldseam.protocol.accounts import TYPE_PASSPHRASE, TYPE_RECOVERY, LoginKeys, Slot, Wrap
from goldseam.protocol.encoding import Count, Epoch, Number
from goldseam.protocol.limits import MAX_DEVICES, MAX_SLOTS, MAX_VAULTS
from goldseam.protocol.revisions import sealed_hash

NO_PREVIOUS = bytes(32)

HexId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
HexHash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
HexEarlier = Annotated[str, Meta(pattern="^[0-9a-f]{122}$")]
EpochName = Annotated[str, Meta(pattern="^[1-9][0-9]{0,9}$")]
Date = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class SlotEntry(msgspec.Struct, frozen=True):
    """A way in; passkeys alone have a name and the device that they are of."""

    type: Annotated[int, Meta(ge=1, le=255)]
    digest: HexHash
    name: str | None = None
    device: HexId | None = None


class DeviceEntry(msgspec.Struct, frozen=True):
    name: str
    key: HexHash
    added: Date
    revoked: Date | None


class After(msgspec.Struct, frozen=True):
    """Where the vault stood when its newest keys were made: beyond it every head is of the newest epoch."""

    sequence: Count
    chain: HexHash
    on: Date


class VaultEntry(msgspec.Struct, frozen=True):
    kind: str
    epoch: Epoch
    after: After | None
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
    devices: dict[HexId, DeviceEntry]
    vaults: Annotated[dict[HexId, VaultEntry], Meta(max_length=MAX_VAULTS)]
    identity: dict[str, object]
    earlier: dict[EpochName, HexEarlier] = {}


@dataclass(frozen=True, slots=True)
class KeyringDocument:
    """An opened keyring. `earlier` has the sealed earlier account keys by their epoch.

    `raw` is the whole object: fields that we do not know survive our edits.
    """

    version: int
    epoch: int
    previous: bytes
    slots: Mapping[bytes, SlotEntry]
    login_keys: Mapping[int, bytes]
    devices: Mapping[bytes, DeviceEntry]
    vaults: Mapping[bytes, VaultEntry]
    earlier: Mapping[int, bytes]
    raw: JsonObject


def parse_document(raw: JsonObject) -> KeyringDocument:
    """The typed view of a keyring's JSON. Raises `Damaged`."""
    try:
        fields = msgspec.convert(raw, _Fields)
    except msgspec.ValidationError as error:
        raise Damaged from error
    # Those that were removed stay listed for the heads that they made, and keep nobody out.
    if sum(entry.revoked is None for entry in fields.devices.values()) > MAX_DEVICES:
        raise Damaged
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
        {int(epoch): bytes.fromhex(sealed) for epoch, sealed in fields.earlier.items()},
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


def with_device(raw: JsonObject, device: bytes, name: str, key: bytes, added: str) -> JsonObject:
    """The document with one more device; `added` is a date, YYYY-MM-DD."""
    entry: JsonObject = {"name": name, "key": key.hex(), "added": added, "revoked": None}
    return raw | {"devices": member(raw, "devices") | {device.hex(): entry}}


def without_device(raw: JsonObject, device: bytes, revoked: str) -> JsonObject:
    """The document with one device revoked on a date; it stays listed for the heads that it made. Its passkeys go."""
    devices, slots = member(raw, "devices"), member(raw, "slots")
    entry = member(devices, device.hex()) | {"revoked": revoked}
    kept = {
        slot: slots[slot] for slot in slots if member(slots, slot).get("device") != device.hex()
    }
    return raw | {"devices": devices | {device.hex(): entry}, "slots": kept}


def with_login(raw: JsonObject, *, slots: Iterable[Slot], login_keys: LoginKeys) -> JsonObject:
    """The document with another whole set of slots and the login keys that go with them.

    What is said of a slot that was there before, the name of a passkey, stays.
    """
    before = member(raw, "slots")
    entries: JsonObject = {
        slot.slot.hex(): _before(before, slot)
        | {"type": slot.type, "digest": sealed_hash(slot.sealed).hex()}
        for slot in slots
    }
    keys: JsonObject = {"1": login_keys.passphrase.hex(), "2": login_keys.recovery.hex()}
    return raw | {"slots": entries, "login_keys": keys}


def with_epoch(
    raw: JsonObject,
    *,
    wraps: Iterable[Wrap],
    after: Mapping[bytes, After],
    earlier: Mapping[int, bytes],
) -> JsonObject:
    """The document of the next account epoch: every vault under a new key from where it stood (`after`).

    `wraps` are all of all vaults, `earlier` the sealed account keys of all epochs before.
    """
    digests: dict[str, JsonObject] = {vault.hex(): {} for vault in after}
    for wrap in wraps:
        digests[wrap.vault.hex()][str(wrap.epoch)] = sealed_hash(wrap.sealed).hex()
    vaults = member(raw, "vaults")
    news: JsonObject = {
        vault.hex(): member(vaults, vault.hex())
        | {
            "epoch": max(int(epoch) for epoch in digests[vault.hex()]),
            "after": {"sequence": place.sequence, "chain": place.chain, "on": place.on},
            "wraps": digests[vault.hex()],
        }
        for vault, place in after.items()
    }
    sealed: JsonObject = {str(epoch): value.hex() for epoch, value in earlier.items()}
    epoch = max(earlier) + 1
    return raw | {"epoch": epoch, "vaults": vaults | news, "earlier": sealed}


def member(raw: JsonObject, field: str) -> JsonObject:
    """An object within an object. Raises `Damaged` where there is none."""
    value = raw[field]
    if not isinstance(value, dict):
        raise Damaged
    return value


def _before(entries: JsonObject, slot: Slot) -> JsonObject:
    return member(entries, slot.slot.hex()) if slot.slot.hex() in entries else {}
