"""The keyring: the one sealed document of an account, version by version (docs/protocol.md, Keyring)."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.envelope import VERSION, open_document, seal_document
from goldseam.crypto.keyring_document import KeyringDocument, parse_document
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.suite import Random, SigningKey
from goldseam.errors import Damaged
from goldseam.protocol.accounts import Keyring, Slot, Wrap, keyring_signed_bytes
from goldseam.protocol.encoding import label, u32, u64
from goldseam.protocol.revisions import sealed_hash

LEAST_KEYRING_BYTES = 512


@dataclass(frozen=True, slots=True)
class PinnedKeyring:
    """The version that this device accepted last."""

    version: int
    digest: bytes
    document: KeyringDocument


def pin(keyring: Keyring, document: KeyringDocument) -> PinnedKeyring:
    """A keyring that was accepted before, as what later versions are held to."""
    return PinnedKeyring(keyring.version, sealed_hash(keyring.sealed), document)


def next_document(pinned: PinnedKeyring) -> JsonObject:
    """The JSON of the next version, as yet without any change of its own."""
    version: JsonObject = {"version": pinned.version + 1, "previous": pinned.digest.hex()}
    return pinned.document.raw | version


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


def _keyring_aad(account: bytes, epoch: int, version: int, previous: bytes) -> bytes:
    head = label("goldseam/1/keyring") + VERSION
    return head + account + u32(epoch) + u64(version) + previous
