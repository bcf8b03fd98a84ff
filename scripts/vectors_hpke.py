"""HPKE sealed with a given ephemeral key, which no library offers: so vectors are the same every time.

RFC 9180, sections 4 to 6: X25519, HKDF-SHA256, AES-256-GCM, base mode, one message with an empty aad.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from goldseam.crypto import suite
from goldseam.crypto.suite import HpkeKey, Secret

KEM_ID = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE_ID = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0002))
BASE_MODE = b"\x00"


def seal_with(ephemeral: HpkeKey, public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """enc(32), then the ciphertext."""
    shared = _encapsulated(ephemeral, public)
    context = BASE_MODE + _extract(SUITE_ID, b"", "psk_id_hash", b"")
    context += _extract(SUITE_ID, b"", "info_hash", info)
    secret = _extract(SUITE_ID, shared, "secret", b"")
    key = Secret(_expand(SUITE_ID, secret, "key", context, 32))
    nonce = _expand(SUITE_ID, secret, "base_nonce", context, 12)
    return ephemeral.public + suite.aead_seal(key, nonce, plaintext, b"")


def _encapsulated(ephemeral: HpkeKey, public: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(ephemeral.private.value)
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    secret = _extract(KEM_ID, b"", "eae_prk", shared)
    return _expand(KEM_ID, secret, "shared_secret", ephemeral.public + public, 32)


def _extract(suite_id: bytes, salt: bytes, label: str, ikm: bytes) -> bytes:
    return suite.hmac_sha256(
        Secret(salt or bytes(32)), b"HPKE-v1" + suite_id + label.encode() + ikm
    )


def _expand(suite_id: bytes, secret: bytes, label: str, info: bytes, length: int) -> bytes:
    """At most 32 bytes: one block of HKDF."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label.encode() + info
    return suite.hmac_sha256(Secret(secret), labelled + b"\x01")[:length]
