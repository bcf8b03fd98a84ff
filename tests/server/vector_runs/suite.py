"""The operations of the area "suite"."""

import hashlib

from goldseam.crypto import suite
from goldseam.errors import BadSignature, Damaged
from tests.server.vector_runs.inputs import Inputs, Outputs


def _hkdf(given: Inputs) -> Outputs:
    salt, info, length = given.data("salt"), given.data("info"), given.number("length")
    return {"out": suite.hkdf(given.secret("ikm"), salt, info, length)}


def _hmac(given: Inputs) -> Outputs:
    return {"out": suite.hmac_sha256(given.secret("key"), given.data("message"))}


def _sha256(given: Inputs) -> Outputs:
    return {"out": hashlib.sha256(given.data("data")).digest()}


def _argon2id(given: Inputs) -> Outputs:
    return {"out": suite.argon2id(given.data("password"), given.data("salt"))}


def _aead_seal(given: Inputs) -> Outputs:
    key, nonce = given.secret("key"), given.data("nonce")
    return {"sealed": suite.aead_seal(key, nonce, given.data("plaintext"), given.data("aad"))}


def _aead_open(given: Inputs) -> Outputs:
    key, nonce = given.secret("key"), given.data("nonce")
    plaintext = suite.aead_open(key, nonce, given.data("sealed"), given.data("aad"))
    if plaintext is None:
        raise Damaged
    return {"plaintext": plaintext}


def _sign(given: Inputs) -> Outputs:
    key = suite.signing_key(given.secret("seed"))
    return {"public": key.public, "signature": suite.sign(key, given.data("message"))}


def _verify(given: Inputs) -> Outputs:
    public, signature = given.data("public"), given.data("signature")
    if not suite.is_signed(public, signature, given.data("message")):
        raise BadSignature
    return {}


RUNS = {
    "hkdf": _hkdf,
    "hmac": _hmac,
    "sha256": _sha256,
    "argon2id": _argon2id,
    "aead-seal": _aead_seal,
    "aead-open": _aead_open,
    "sign": _sign,
    "verify": _verify,
}
