"""A passkey's authenticator in software: it answers create() and get() as a browser writes them in JSON."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
Answer = dict[str, Any]


@dataclass
class Authenticator:
    """One credential. Change an attribute to get answers that are wrong in just that."""

    origin: str
    rp_id: str = ""
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.rp_id = self.rp_id or urlsplit(self.origin).hostname or ""

    def create(self, challenge: bytes) -> Answer:
        """The answer of a registration without attestation."""
        attested = bytes(16) + len(self.credential).to_bytes(2) + self.credential + self._public()
        data = self._data(self.flags | ATTESTED) + attested
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({
            "clientDataJSON": text_of(self._client_data("webauthn.create", challenge)),
            "attestationObject": text_of(statement),
            "authenticatorData": text_of(data),
            "transports": ["internal"],
            "publicKeyAlgorithm": -7,
        })  # fmt: skip

    def get(self, challenge: bytes) -> Answer:
        """The answer of a use."""
        self.count += 1
        client_data = self._client_data("webauthn.get", challenge)
        data = self._data(self.flags)
        signed = data + hashlib.sha256(client_data).digest()
        return self._answer({
            "clientDataJSON": text_of(client_data),
            "authenticatorData": text_of(data),
            "signature": text_of(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
        })  # fmt: skip

    def _client_data(self, kind: str, challenge: bytes) -> bytes:
        told = {"type": kind, "challenge": text_of(challenge), "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _data(self, flags: int) -> bytes:
        rp_id = hashlib.sha256(self.rp_id.encode()).digest()
        return rp_id + bytes([flags]) + self.count.to_bytes(4)

    def _public(self) -> bytes:
        """The public key as COSE writes one of P-256."""
        point = self.key.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def _answer(self, response: Answer) -> Answer:
        return {
            "id": text_of(self.credential),
            "rawId": text_of(self.credential),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }


def text_of(value: bytes) -> str:
    """Bytes as these answers write them: base64url without padding."""
    text: str = bytes_to_base64url(value)
    return text
