"""Accounts, login and keyrings on the wire (docs/protocol.md, Keyring, Login)."""

import hashlib
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from goldseam.protocol.encoding import (
    Epoch,
    Hash,
    Id,
    Number,
    PublicKey,
    Signature,
    label,
    len16,
    u8,
    u32,
    u64,
)
from goldseam.protocol.limits import MAX_DEVICES, MAX_KEYRING_BYTES, MAX_SLOTS, MAX_WRAPS

PURPOSE_LOGIN: Final = 1
PURPOSE_RENEW: Final = 2
PURPOSE_KEYRING: Final = 3
PURPOSE_EPOCH: Final = 4
PURPOSE_CLOSE: Final = 5
PURPOSE_EXPORT: Final = 6
PURPOSE_PAIR: Final = 7
PURPOSE_REGISTER: Final = 8
DEVICE_ONLY_PURPOSES: Final = frozenset({PURPOSE_RENEW, PURPOSE_PAIR})

TYPE_NONE: Final = 0
TYPE_PASSPHRASE: Final = 1
TYPE_RECOVERY: Final = 2
TYPE_PASSKEY: Final = 3

SUITE: Final = 1
SLOT_BYTES: Final = 93
WRAP_BYTES: Final = 61

Purpose = Annotated[int, Meta(ge=1, le=8)]
LoginType = Annotated[int, Meta(ge=0, le=2)]
SlotType = Annotated[int, Meta(ge=1, le=3)]
Invitation = Annotated[str, Meta(pattern="^[0-9a-hjkmnp-tv-z]{20}$")]
"""A code in its canonical form (protocol/invitation.py)."""
RemovedDevices = Annotated[list[Id], Meta(max_length=MAX_DEVICES)]
Salt = Annotated[bytes, Meta(min_length=16, max_length=16)]
LoginSignature = Annotated[bytes, Meta(max_length=64)]


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The account key sealed under one way in."""

    slot: Id
    type: SlotType
    epoch: Epoch
    sealed: Annotated[bytes, Meta(min_length=SLOT_BYTES, max_length=SLOT_BYTES)]


class Wrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vault key of one epoch, sealed under the account key."""

    vault: Id
    epoch: Epoch
    sealed: Annotated[bytes, Meta(min_length=WRAP_BYTES, max_length=WRAP_BYTES)]


class Keyring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of an account's keyring, sealed and signed twice."""

    version: Number
    epoch: Epoch
    previous: Hash
    sealed: Annotated[bytes, Meta(min_length=1, max_length=MAX_KEYRING_BYTES)]
    device: Id
    device_signature: Signature
    login_type: Annotated[int, Meta(ge=1, le=2)]
    login_signature: Signature


class LoginKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public keys of the two ways to sign in; on the wire named "1" and "2"."""

    passphrase: PublicKey = msgspec.field(name="1")
    recovery: PublicKey = msgspec.field(name="2")


class ChallengeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    purpose: Purpose


class Challenge(msgspec.Struct, frozen=True):
    """What a client signs next; `expires_in` in seconds."""

    suite: int
    salt: Salt
    challenge: Hash
    expires_in: int


class ProvenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request that proves who asks; `body` is the msgpack of the request's own struct."""

    purpose: Purpose
    origin: Annotated[str, Meta(max_length=512)]
    name: Annotated[str, Meta(max_length=256)]
    challenge: Hash
    nonce: Hash
    device_key: PublicKey
    login_type: LoginType
    login_signature: LoginSignature
    device_signature: Signature
    body: bytes


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purpose 8: an account with its first keyring and vault."""

    account: Id
    salt: Salt
    device: Id
    login_keys: LoginKeys
    slots: Annotated[list[Slot], Meta(min_length=2, max_length=MAX_SLOTS)]
    wraps: Annotated[list[Wrap], Meta(min_length=1, max_length=MAX_WRAPS)]
    keyring: Keyring
    invitation: Invitation | None = None


class DeviceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purposes 1, 2 and 6."""

    device: Id


class AdmittedDevice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device that another one adds, so that it gets a session by renewing one."""

    device: Id
    key: PublicKey


class PasskeyProof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a new passkey answered to create() and get(): JSON as text (docs/protocol.md, Passkeys)."""

    slot: Id
    registration: str
    assertion: str


class KeyringWrite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purpose 3; None leaves a set unchanged, a list replaces it whole."""

    keyring: Keyring
    slots: Annotated[list[Slot], Meta(min_length=2, max_length=MAX_SLOTS)] | None = None
    wraps: Annotated[list[Wrap], Meta(min_length=1, max_length=MAX_WRAPS)] | None = None
    login_keys: LoginKeys | None = None
    revoke: RemovedDevices = msgspec.field(default_factory=list)
    admit: AdmittedDevice | None = None
    passkey: PasskeyProof | None = None


class KeyringAnswer(msgspec.Struct, frozen=True):
    version: int


class Session(msgspec.Struct, frozen=True):
    """What signing in gives; `expires_in` in seconds; `keyrings` holds the newest one."""

    account: Id
    token: Hash
    expires_in: int
    slots: list[Slot]
    wraps: list[Wrap]
    keyrings: list[Keyring]


class Renewal(msgspec.Struct, frozen=True):
    token: Hash
    expires_in: int


class Keyrings(msgspec.Struct, frozen=True):
    """All keyring versions after the one asked for, with the current slots and wraps."""

    keyrings: list[Keyring]
    slots: list[Slot]
    wraps: list[Wrap]


def proof_bytes(request: ProvenRequest) -> bytes:
    """The bytes that the login key and the device key sign."""
    return b"".join(
        (
            label("goldseam/1/proof"),
            u8(request.purpose),
            len16(request.origin.encode()),
            len16(request.name.encode()),
            request.challenge,
            request.nonce,
            request.device_key,
            hashlib.sha256(request.body).digest(),
        )
    )


def keyring_signed_bytes(account: bytes, keyring: Keyring) -> bytes:
    """The bytes that both signatures of a keyring cover."""
    return b"".join(
        (
            label("goldseam/1/keyring-sig"),
            account,
            u32(keyring.epoch),
            u64(keyring.version),
            keyring.previous,
            hashlib.sha256(keyring.sealed).digest(),
        )
    )


def passkey_challenge(account: bytes, slot: bytes) -> bytes:
    """The 32 bytes that an authenticator signs for the slot of a passkey, both times (docs/protocol.md, Passkeys)."""
    return hashlib.sha256(label("goldseam/1/passkey") + account + slot).digest()
