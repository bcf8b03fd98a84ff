"""Enrolling a passkey: what its authenticator answered, verified and then forgotten (docs/protocol.md, Passkeys).

[Note: No output] What a passkey evaluates opens the account key. A browser puts it among the results of extensions, so
an answer that carries any is refused before it is looked at: a client that sends one is noticed while it is written.
"""

import json
from collections.abc import Sequence
from typing import Literal, TypeVar
from urllib.parse import urlsplit

import msgspec

from goldseam.errors import BadRequest, BadSignature
from goldseam.protocol.accounts import TYPE_PASSKEY, PasskeyProof, Slot, passkey_challenge


class _Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty object."""


class _Created(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_data: str = msgspec.field(name="clientDataJSON")
    attestation_object: str = msgspec.field(name="attestationObject")
    authenticator_data: str | None = msgspec.field(name="authenticatorData", default=None)
    transports: list[str] = []
    public_key: str | None = msgspec.field(name="publicKey", default=None)
    algorithm: int | None = msgspec.field(name="publicKeyAlgorithm", default=None)


class _Asserted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    client_data: str = msgspec.field(name="clientDataJSON")
    authenticator_data: str = msgspec.field(name="authenticatorData")
    signature: str
    user_handle: str | None = msgspec.field(name="userHandle", default=None)


class _Credential(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What both answers have, as WebAuthn Level 3 writes them in JSON."""

    id: str
    raw_id: str = msgspec.field(name="rawId")
    type: Literal["public-key"]
    results: _Nothing = msgspec.field(name="clientExtensionResults")
    attachment: str | None = msgspec.field(name="authenticatorAttachment", default=None)


class _Registration(_Credential, frozen=True, forbid_unknown_fields=True, kw_only=True):
    response: _Created


class _Assertion(_Credential, frozen=True, forbid_unknown_fields=True, kw_only=True):
    response: _Asserted


Answer = TypeVar("Answer", bound=_Credential)


def require_enrolled(
    account: bytes,
    origin: str,
    held: Sequence[Slot],
    slots: Sequence[Slot],
    passkey: PasskeyProof | None,
) -> None:
    """Every passkey among `slots` that is not among `held` was just touched, twice.

    `origin` is that of the proof. Raises `BadRequest` where one comes without its answers or they are not of their form
    ([Note: No output]), `BadSignature` where they do not verify. It takes milliseconds, the first time half a second.
    """
    before = {slot.slot for slot in held if slot.type == TYPE_PASSKEY}
    added = {slot.slot for slot in slots if slot.type == TYPE_PASSKEY} - before
    if added != ({passkey.slot} if passkey else set()):
        raise BadRequest("A passkey comes with its slot, and a slot of one with its passkey.")
    if passkey is not None:
        _require_verified(passkey, passkey_challenge(account, passkey.slot), origin)


def _require_verified(passkey: PasskeyProof, challenge: bytes, origin: str) -> None:
    # Imported where it is needed: a server on which nobody enrols is spared 0.3 seconds of start.
    from webauthn import verify_authentication_response, verify_registration_response

    _read(passkey.registration, _Registration)
    _read(passkey.assertion, _Assertion)
    rp_id = urlsplit(origin).hostname or ""
    try:
        registered = verify_registration_response(
            credential=passkey.registration,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
        used = verify_authentication_response(
            credential=passkey.assertion,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=registered.credential_public_key,
            credential_current_sign_count=registered.sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        # What is malformed deep inside comes as the errors of several libraries; to the caller they are one.
        raise BadSignature from error
    if used.credential_id != registered.credential_id:
        raise BadSignature


def _read(text: str, kind: type[Answer]) -> Answer:
    """The answer, of its form and without results of extensions; else `BadRequest`."""
    try:
        json.loads(text, object_pairs_hook=_refuse_repeated_pairs)
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadRequest("A passkey's answer is not of its form, or carries results.") from error


def _refuse_repeated_pairs(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
