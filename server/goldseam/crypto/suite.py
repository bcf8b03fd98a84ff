"""Suite 1, and what age files are made of: the only file of the client side that touches a cryptographic library.

docs/protocol.md, "Suite 1" and "Backup".

Primitives in, primitives out: no labels, no formats. Failures are a return value here, so that the caller
gives each its one error.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
)

SUITE = 1
ARGON_MEMORY_KIB = 65_536
ARGON_PASSES = 3
ARGON_LANES = 1
KEY_BYTES = 32
NONCE_BYTES = 12
AEAD_TAG_BYTES = 16
PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

Random = Callable[[int], bytes]
"""A source of randomness: the number of bytes wanted in, that many bytes out."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Secret:
    """Key material: shows nothing of itself in logs, errors and tracebacks, and compares in constant time."""

    value: bytes

    def __repr__(self) -> str:
        return "<redacted>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and equal(self.value, other.value)

    def __hash__(self) -> int:
        return hash(hashlib.sha256(self.value).digest())


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """An Ed25519 key pair, kept as its seed of 32 bytes."""

    seed: Secret
    public: bytes

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class HpkeKey:
    """An X25519 key pair that opens one thing, kept as its private 32 bytes."""

    private: Secret
    public: bytes

    def __repr__(self) -> str:
        return "<redacted>"


def argon2id(password: bytes, salt: bytes) -> Secret:
    """Stretch a password (RFC 9106) with the constants of suite 1 into 32 bytes."""
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=ARGON_PASSES,
        lanes=ARGON_LANES,
        memory_cost=ARGON_MEMORY_KIB,
    )
    return Secret(kdf.derive(password))


def hkdf(ikm: Secret, salt: bytes, info: bytes, length: int = KEY_BYTES) -> Secret:
    """HKDF-SHA-256, extract and expand (RFC 5869). An empty salt is the RFC's salt of zeros."""
    return Secret(HKDF(SHA256(), length, salt or None, info).derive(ikm.value))


def hmac_sha256(key: Secret, message: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104), 32 bytes."""
    return hmac.digest(key.value, message, "sha256")


def equal(left: bytes, right: bytes) -> bool:
    """Whether two byte strings are the same, in time that does not tell where they differ."""
    return hmac.compare_digest(left, right)


def aead_seal(key: Secret, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """AES-256-GCM; the answer ends in the tag of 16 bytes."""
    return AESGCM(key.value).encrypt(nonce, plaintext, aad)


def aead_open(key: Secret, nonce: bytes, sealed: bytes, aad: bytes) -> bytes | None:
    """The plaintext, or None when the tag does not verify or `sealed` is shorter than a tag."""
    try:
        return AESGCM(key.value).decrypt(nonce, sealed, aad)
    except (InvalidTag, ValueError):
        return None


def signing_key(seed: Secret) -> SigningKey:
    """The Ed25519 key pair (RFC 8032) of a seed of 32 bytes."""
    private = Ed25519PrivateKey.from_private_bytes(seed.value)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SigningKey(seed, public)


def sign(key: SigningKey, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key.seed.value).sign(message)


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is that of the public key over the message. Malformed keys and signatures are False."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def hpke_key(private: Secret) -> HpkeKey:
    """The X25519 key pair (RFC 7748) of 32 random bytes."""
    key = X25519PrivateKey.from_private_bytes(private.value)
    return HpkeKey(private, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def hpke_seal(public: bytes, plaintext: bytes, info: bytes) -> bytes | None:
    """HPKE in base mode (RFC 9180), empty aad: enc(32), then the ciphertext. None for a key that takes nothing."""
    try:
        return HPKE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info)
    except ValueError:
        return None


def hpke_open(key: HpkeKey, sealed: bytes, info: bytes) -> bytes | None:
    """The plaintext of enc(32) and ciphertext, or None when it does not open."""
    private = X25519PrivateKey.from_private_bytes(key.private.value)
    try:
        return HPKE.decrypt(sealed, private, info)
    except (InvalidTag, ValueError):
        return None


# age files


def scrypt(password: bytes, salt: bytes, work_factor: int) -> Secret:
    """scrypt (RFC 7914) with 2^`work_factor` blocks of 1 KiB, as age has it: 32 bytes."""
    return Secret(Scrypt(salt, KEY_BYTES, n=1 << work_factor, r=8, p=1).derive(password))


def x25519_public(private: Secret) -> bytes:
    """The public half of a private key (RFC 7748), 32 bytes both."""
    key = X25519PrivateKey.from_private_bytes(private.value).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def x25519(private: Secret, public: bytes) -> Secret | None:
    """The shared secret of RFC 7748, or None where it would be all zeros whoever asks."""
    try:
        shared = X25519PublicKey.from_public_bytes(public)
        return Secret(X25519PrivateKey.from_private_bytes(private.value).exchange(shared))
    except ValueError:
        return None


def chacha_seal(key: Secret, nonce: bytes, plaintext: bytes) -> bytes:
    """ChaCha20-Poly1305 (RFC 8439), no aad; the answer ends in the tag of 16 bytes."""
    return ChaCha20Poly1305(key.value).encrypt(nonce, plaintext, None)


def chacha_open(key: Secret, nonce: bytes, sealed: bytes) -> bytes | None:
    """The plaintext, or None when the tag does not verify or `sealed` is shorter than a tag."""
    try:
        return ChaCha20Poly1305(key.value).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError):
        return None
