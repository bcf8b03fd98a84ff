"""The shape that every sealed thing but a slot has: 0x01 ‖ nonce(12) ‖ AES-256-GCM (docs/protocol.md, Suite 1)."""

from goldseam.crypto import suite
from goldseam.crypto.suite import AEAD_TAG_BYTES, NONCE_BYTES, Random, Secret
from goldseam.errors import Damaged, UnknownVersion

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


def pad(document: bytes, length: int) -> bytes:
    """0x01 ‖ document, filled with 0x00 up to `length` bytes."""
    return (VERSION + document).ljust(length, b"\x00")


def unpad(plaintext: bytes) -> bytes:
    """The document within a padded plaintext. Raises `Damaged` without the inner 0x01."""
    if plaintext[:1] != VERSION:
        raise Damaged
    return plaintext[1:].rstrip(b"\x00")
