"""The shape that every sealed thing but a slot has: 0x01 ‖ nonce(12) ‖ AES-256-GCM (docs/protocol.md, Suite 1)."""

from collections.abc import Callable

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.suite import AEAD_TAG_BYTES, NONCE_BYTES, Random, Secret
from goldseam.errors import Damaged, UnknownVersion
from goldseam.protocol.encoding import padded

VERSION = b"\x01"
OVERHEAD_BYTES = 1 + NONCE_BYTES + AEAD_TAG_BYTES


def seal_envelope(key: Secret, plaintext: bytes, aad: bytes, random: Random) -> bytes:
    """Seal with a fresh random nonce; 29 bytes longer than the plaintext."""
    nonce = random(NONCE_BYTES)
    return VERSION + nonce + suite.aead_seal(key, nonce, plaintext, aad)


def open_envelope(key: Secret, sealed: bytes, aad: bytes) -> bytes:
    """The plaintext. Raises `UnknownVersion` for another first byte, else `Damaged`."""
    require_known_version(sealed)
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    plaintext = suite.aead_open(key, nonce, body, aad)
    if plaintext is None:
        raise Damaged
    return plaintext


def require_known_version(sealed: bytes) -> None:
    """Raise `UnknownVersion` when the first byte is not 0x01; nothing to read is left to the AEAD to refuse."""
    if sealed and sealed[:1] != VERSION:
        raise UnknownVersion


def seal_document(key: Secret, value: JsonObject, least: int, aad: bytes, random: Random) -> bytes:
    """A JSON object sealed behind 0x01 and padding. Raises `ValueError` for what canonical JSON refuses."""
    document = VERSION + canonical_json(value)
    return seal_envelope(key, document.ljust(padded(len(document), least), b"\x00"), aad, random)


def open_document(
    key: Secret, sealed: bytes, aad: bytes, least_of: Callable[[JsonObject], int]
) -> JsonObject:
    """The JSON object; `least_of` tells the least padded length of it. Raises `UnknownVersion` or `Damaged`."""
    plaintext = open_envelope(key, sealed, aad)
    if plaintext[:1] != VERSION:
        raise Damaged
    document = plaintext.rstrip(b"\x00")
    value = parse_object(document[1:])
    if len(plaintext) != padded(len(document), least_of(value)):
        raise Damaged
    return value
