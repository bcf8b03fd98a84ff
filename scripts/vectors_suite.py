"""Vectors of Suite 1: primitives with inputs and outputs that others published, and what they refuse."""

import hashlib
from collections.abc import Iterator

from goldseam.crypto import suite
from goldseam.crypto.suite import Secret
from scripts.vectors_case import Case, a_secret, a_signing_key, case, flip, source

AREA = "suite"
# The order of Ed25519's base point: S + ORDER signs the same to a verifier that does not look.
ORDER = 2**252 + 27742317777372353535851937790883648493

RFC_5869 = (
    ("rfc-5869-1", b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42),
    ("rfc-5869-2", bytes(range(80)), bytes(range(0x60, 0xB0)), bytes(range(0xB0, 0x100)), 82),
    ("rfc-5869-3", b"\x0b" * 22, b"", b"", 42),
)
RFC_4231 = (
    ("rfc-4231-1", b"\x0b" * 20, b"Hi There"),
    ("rfc-4231-2", b"Jefe", b"what do ya want for nothing?"),
    ("rfc-4231-6", b"\xaa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First"),
)
RFC_8032 = (
    ("rfc-8032-1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("rfc-8032-2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("rfc-8032-3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
)
GCM_KEY = Secret(bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2))
GCM_NONCE = bytes.fromhex("cafebabefacedbaddecaf888")
GCM_TEXT = bytes.fromhex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
)
GCM_AAD = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _derivations()
    yield from _aead()
    yield from _bad_aead()
    yield from _signatures()
    yield from _bad_signatures()


def _derivations() -> Iterator[Case]:
    for name, ikm, salt, info, length in RFC_5869:
        inputs = {"ikm": ikm, "salt": salt, "info": info, "length": length}
        out = suite.hkdf(Secret(ikm), salt, info, length)
        yield case(AREA, "hkdf", name, "a test case of RFC 5869", inputs, {"out": out})
    for name, key, message in RFC_4231:
        inputs = {"key": key, "message": message}
        out_bytes = suite.hmac_sha256(Secret(key), message)
        yield case(AREA, "hmac", name, "a test case of RFC 4231", inputs, {"out": out_bytes})
    for name, data in (("empty", b""), ("abc", b"abc")):
        out_bytes = hashlib.sha256(data).digest()
        yield case(AREA, "sha256", name, "FIPS 180-4", {"data": data}, {"out": out_bytes})
    password, salt = b"correct horse battery staple", source("argon salt")(32)
    inputs = {"password": password, "salt": salt}
    outputs = {"out": suite.argon2id(password, salt)}
    yield case(AREA, "argon2id", "constants", "64 MiB, three passes, one lane", inputs, outputs)


def _aead() -> Iterator[Case]:
    texts = (("gcm-16", GCM_TEXT, GCM_AAD), ("no-aad", GCM_TEXT, b""), ("empty", b"", GCM_AAD))
    for name, plaintext, aad in texts:
        inputs = {"key": GCM_KEY, "nonce": GCM_NONCE, "plaintext": plaintext, "aad": aad}
        outputs = {"sealed": suite.aead_seal(GCM_KEY, GCM_NONCE, plaintext, aad)}
        yield case(AREA, "aead-seal", name, "AES-256-GCM, its tag at the end", inputs, outputs)
        opened = {"key": GCM_KEY, "nonce": GCM_NONCE, "sealed": outputs["sealed"], "aad": aad}
        reason = "what was sealed opens"
        yield case(AREA, "aead-open", name, reason, opened, {"plaintext": plaintext})


def _bad_aead() -> Iterator[Case]:
    sealed = suite.aead_seal(GCM_KEY, GCM_NONCE, GCM_TEXT, GCM_AAD)
    good = {"key": GCM_KEY, "nonce": GCM_NONCE, "sealed": sealed, "aad": GCM_AAD}
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": ("another key", {"key": a_secret("another aead key")}),
        "key-bit": ("one bit of the key", {"key": Secret(flip(GCM_KEY.value, 31))}),
        "nonce-bit": ("one bit of the nonce", {"nonce": flip(GCM_NONCE, 0)}),
        "text-bit": ("one bit of the ciphertext", {"sealed": flip(sealed, 0)}),
        "tag-bit": ("one bit of the tag", {"sealed": flip(sealed, -1, 7)}),
        "aad-bit": ("one bit of the additional data", {"aad": flip(GCM_AAD, 5)}),
        "aad-gone": ("the additional data is left out", {"aad": b""}),
        "aad-longer": ("one byte more of additional data", {"aad": GCM_AAD + b"\x00"}),
        "cut": ("the last byte is cut off", {"sealed": sealed[:-1]}),
        "longer": ("one byte too many", {"sealed": sealed + b"\x00"}),
        "tag-first": (
            "the tag stands before the ciphertext",
            {"sealed": sealed[-16:] + sealed[:-16]},
        ),
        "only-tag": ("the ciphertext is left out", {"sealed": sealed[-16:]}),
        "shorter-than-tag": ("15 bytes have no tag", {"sealed": sealed[:15]}),
        "nothing": ("there is nothing to open", {"sealed": b""}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "aead-open", name, reason, {**good, **changes}, "damaged")


def _signatures() -> Iterator[Case]:
    for name, seed, text in RFC_8032:
        key, message = suite.signing_key(Secret(bytes.fromhex(seed))), bytes.fromhex(text)
        outputs = {"public": key.public, "signature": suite.sign(key, message)}
        inputs = {"seed": key, "message": message}
        yield case(AREA, "sign", name, "a test case of RFC 8032", inputs, outputs)
        verified = {**outputs, "message": message}
        yield case(AREA, "verify", name, "a signature verifies", verified, {})


def _bad_signatures() -> Iterator[Case]:
    key, message = a_signing_key("suite"), b"a message of some length"
    signature = suite.sign(key, message)
    s = int.from_bytes(signature[32:], "little")
    malleable = (s + ORDER).to_bytes(32, "little")
    good = {"public": key.public, "signature": signature, "message": message}
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "other-message": ("another message", {"message": b"a message of some strength"}),
        "message-longer": ("one byte more", {"message": message + b"\x00"}),
        "no-message": ("the message is left out", {"message": b""}),
        "other-key": ("another public key", {"public": a_signing_key("another").public}),
        "key-bit": ("one bit of the public key", {"public": flip(key.public, 0)}),
        "r-bit": ("one bit of R", {"signature": flip(signature, 0)}),
        "s-bit": ("one bit of S", {"signature": flip(signature, 32)}),
        "s-not-reduced": ("S is not below the order", {"signature": signature[:32] + malleable}),
        "halves-swapped": ("S stands before R", {"signature": signature[32:] + signature[:32]}),
        "cut": ("63 bytes", {"signature": signature[:63]}),
        "longer": ("65 bytes", {"signature": signature + b"\x00"}),
        "empty": ("no signature", {"signature": b""}),
        "zeros": ("64 zeros", {"signature": bytes(64)}),
        "short-key": ("a public key of 31 bytes", {"public": key.public[:31]}),
        "no-key": ("no public key", {"public": b""}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "verify", name, reason, {**good, **changes}, "bad_signature")
