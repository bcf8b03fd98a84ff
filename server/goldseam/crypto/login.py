"""Proofs of who asks (docs/protocol.md, Login)."""

from dataclasses import dataclass

import msgspec

from goldseam.crypto import suite
from goldseam.crypto.suite import Random, SigningKey
from goldseam.errors import SuiteRefused
from goldseam.protocol.accounts import (
    DEVICE_ONLY_PURPOSES,
    SUITE,
    TYPE_NONE,
    Challenge,
    DeviceBody,
    KeyringWrite,
    ProvenRequest,
    Registration,
    proof_bytes,
)
from goldseam.protocol.closing import Closing
from goldseam.protocol.epochs import EpochWrite
from goldseam.protocol.pairings import PairingAnswerBody

PROOF_NONCE_BYTES = 32

Body = DeviceBody | KeyringWrite | Registration | EpochWrite | Closing | PairingAnswerBody


@dataclass(frozen=True, slots=True)
class LoginSigner:
    """The way in that signs: type 1 (passphrase) or 2 (recovery), and its key."""

    type: int
    key: SigningKey


def require_suite(challenge: Challenge) -> None:
    """Raise `SuiteRefused` unless the server names suite 1. Call it before anything is derived from a passphrase."""
    if challenge.suite != SUITE:
        raise SuiteRefused


def prove(
    *,
    purpose: int,
    origin: str,
    name: str,
    challenge: Challenge,
    body: Body,
    device_key: SigningKey,
    login: LoginSigner | None,
    random: Random,
) -> ProvenRequest:
    """A signed request. `origin` is the one dialled, `login` is None for purposes that only the device proves.

    Raises `SuiteRefused`, or `ValueError` when the purpose and the signers do not fit.
    """
    require_suite(challenge)
    if (login is None) != (purpose in DEVICE_ONLY_PURPOSES):
        raise ValueError("this purpose needs other signers")
    unsigned = ProvenRequest(
        purpose=purpose,
        origin=origin,
        name=name,
        challenge=challenge.challenge,
        nonce=random(PROOF_NONCE_BYTES),
        device_key=device_key.public,
        login_type=login.type if login else TYPE_NONE,
        login_signature=b"",
        device_signature=b"",
        body=msgspec.msgpack.encode(body),
    )
    message = proof_bytes(unsigned)
    return msgspec.structs.replace(
        unsigned,
        login_signature=suite.sign(login.key, message) if login else b"",
        device_signature=suite.sign(device_key, message),
    )
