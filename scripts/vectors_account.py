"""An account with two devices and four versions of its keyring, from which vectors are made."""

from dataclasses import dataclass

import msgspec

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto import keys, suite
from goldseam.crypto.canonical import Json, JsonObject, canonical_json
from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.slots import seal_slot, seal_wrap
from goldseam.crypto.suite import Secret, SigningKey
from goldseam.protocol.accounts import Keyring, LoginKeys, Slot, keyring_signed_bytes
from goldseam.protocol.encoding import label, padded, u32, u64
from goldseam.protocol.revisions import sealed_hash
from scripts.vectors_case import a_secret, a_signing_key, an_id, source

ACCOUNT, VAULT = an_id("account"), an_id("vault")
ACCOUNT_KEY = a_secret("account key")
ACCOUNT_KEYS = keys.account_keys(ACCOUNT_KEY, ACCOUNT)
PASSPHRASE, NEW_PASSPHRASE = a_secret("stretched"), a_secret("new stretched")
CODE = Secret(b"abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion")
BY_PASSPHRASE = LoginSigner(1, keys.login_key(PASSPHRASE, 1))
BY_NEW_PASSPHRASE = LoginSigner(1, keys.login_key(NEW_PASSPHRASE, 1))
BY_CODE = LoginSigner(2, keys.login_key(CODE, 2))
LOGIN_KEYS = LoginKeys(BY_PASSPHRASE.key.public, BY_CODE.key.public)
NEW_LOGIN_KEYS = LoginKeys(BY_NEW_PASSPHRASE.key.public, BY_CODE.key.public)
ADDED = "2026-11-22"


@dataclass(frozen=True)
class Device:
    """A device of the vectors."""

    id: bytes
    key: SigningKey
    name: str


PHONE = Device(an_id("phone"), a_signing_key("phone"), "Phone")
LAPTOP = Device(an_id("laptop"), a_signing_key("laptop"), "Laptop")
STRANGER = Device(an_id("stranger"), a_signing_key("stranger"), "Stranger")


def a_slot(name: str, secret: Secret, slot_type: int) -> Slot:
    """The account key under a secret."""
    return seal_slot(
        secret,
        ACCOUNT_KEY,
        account=ACCOUNT,
        slot_type=slot_type,
        slot=an_id(f"slot {name}"),
        epoch=1,
        random=source(f"slot {name}"),
    )


SLOTS = [a_slot("passphrase", PASSPHRASE, 1), a_slot("recovery", CODE, 2)]
NEW_SLOTS = [a_slot("new passphrase", NEW_PASSPHRASE, 1), SLOTS[1]]
WRAP = seal_wrap(
    ACCOUNT_KEYS,
    a_secret("vault key"),
    account_epoch=1,
    vault=VAULT,
    epoch=1,
    random=source("wrap"),
)


def sealed(
    raw: JsonObject,
    device: Device = PHONE,
    login: LoginSigner = BY_PASSPHRASE,
    device_key: SigningKey | None = None,
) -> Keyring:
    """A version as an honest client seals it; `device_key` is that of the device unless another signs for it."""
    return rings.seal_keyring(
        ACCOUNT_KEYS,
        raw,
        device=device.id,
        device_key=device_key or device.key,
        login=login,
        random=source(f"keyring {raw['version']} {device.name}"),
    )


def resealed(
    plaintext: bytes,
    like: Keyring,
    device: Device = PHONE,
    login: LoginSigner = BY_PASSPHRASE,
) -> Keyring:
    """A version whose plaintext and outer fields need not fit, sealed and signed properly all the same."""
    head = label("goldseam/1/keyring") + b"\x01" + ACCOUNT
    aad = head + u32(like.epoch) + u64(like.version) + like.previous
    body = seal_envelope(ACCOUNT_KEYS.keyring, plaintext, aad, source("resealed"))
    return signed(msgspec.structs.replace(like, sealed=body), device, login)


def signed(like: Keyring, device: Device = PHONE, login: LoginSigner = BY_PASSPHRASE) -> Keyring:
    """A version signed anew as it stands."""
    message = keyring_signed_bytes(ACCOUNT, like)
    return msgspec.structs.replace(
        like,
        device=device.id,
        device_signature=suite.sign(device.key, message),
        login_type=login.type,
        login_signature=suite.sign(login.key, message),
    )


def padded_plaintext(raw: Json, least: int = 512) -> bytes:
    """0x01 and canonical JSON, padded."""
    document = b"\x01" + canonical_json(raw)
    return document.ljust(padded(len(document), least), b"\x00")


def pinned(keyring: Keyring, raw: JsonObject) -> PinnedKeyring:
    """A version as a device has pinned it."""
    digest = sealed_hash(keyring.sealed)
    return PinnedKeyring(keyring.version, digest, documents.parse_document(raw))


def with_device(raw: JsonObject, device: Device) -> JsonObject:
    """The document with one more device."""
    return documents.with_device(raw, device.id, device.name, device.key.public, ADDED)


RAW_1 = with_device(
    documents.first_document(slots=SLOTS, login_keys=LOGIN_KEYS, wraps=[WRAP])
    | {"later": {"kept": True}},
    PHONE,
)
V1 = sealed(RAW_1)
PINNED_1 = pinned(V1, RAW_1)
RAW_2 = with_device(rings.next_document(PINNED_1), LAPTOP)
V2 = sealed(RAW_2, LAPTOP)
PINNED_2 = pinned(V2, RAW_2)
RAW_3 = documents.with_login(
    rings.next_document(PINNED_2), slots=NEW_SLOTS, login_keys=NEW_LOGIN_KEYS
)
V3 = sealed(RAW_3, LAPTOP)
PINNED_3 = pinned(V3, RAW_3)
RAW_4 = documents.without_device(rings.next_document(PINNED_3), LAPTOP.id, "2026-12-01")
V4 = sealed(RAW_4, PHONE, BY_CODE)
PINNED_4 = pinned(V4, RAW_4)


def shown(keyring: PinnedKeyring) -> dict[str, object]:
    """A pinned version as vectors hold it."""
    document = keyring.document.raw
    return {"version": keyring.version, "digest": keyring.digest, "document": document}
