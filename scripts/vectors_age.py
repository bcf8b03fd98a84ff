"""age files and zips made by hand, the same every time, and as wrong as a vector wants them (C2SP age, version 1)."""

import base64
import hashlib
import hmac
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from goldseam.crypto.suite import Secret, hkdf
from scripts.vectors_case import source

CHUNK = 65_536
ZERO_NONCE = bytes(12)
WORK_FACTOR = 4
IDENTITY = "AGE-SECRET-KEY-1T97M9GELSP4TKHTA9P5Y0E093VYP9STHCDWHPXJH3T2ZHHY74AUQFX5PDK"
RECIPIENT = "age1mzcl56q33aydjfugeq92na0tkll7ldhfu8wkvv50c7lxwngzk4jstpq0qh"
RECIPIENT_POINT = bytes.fromhex("d8b1fa68118f48d92788c80aa9f5ebb7ffefb6e9e1dd66328fc7be674d02b565")
DEFLATED = 8
UTF_8_FLAG = 0x800


@dataclass(frozen=True)
class ZipFile:
    """A file of a zip; `packed` are its bytes as they lie there when they are not stored."""

    path: str
    data: bytes
    packed: bytes | None = None
    method: int = 0
    flags: int = UTF_8_FLAG


def passphrase_file(plaintext: bytes, passphrase: str, work_factor: int = WORK_FACTOR) -> bytes:
    """An age file under a passphrase; the work factor is small, so that tests are quick."""
    salt, file_key = source("age scrypt salt")(16), source("age file key")(16)
    label = b"age-encryption.org/v1/scrypt" + salt
    # The file key cannot be unwrapped for a work factor that no test could afford to try.
    cost = 1 << min(work_factor, 12)
    wrap_key = hashlib.scrypt(passphrase.encode(), salt=label, n=cost, r=8, p=1, dklen=32)
    stanza = f"-> scrypt {_base64(salt)} {work_factor}"
    return _file(plaintext, stanza, wrap_key, file_key)


def recipient_file(plaintext: bytes) -> bytes:
    """An age file to the recipient whose identity is `IDENTITY`."""
    ephemeral = X25519PrivateKey.from_private_bytes(source("age ephemeral")(32))
    share = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(RECIPIENT_POINT))
    info = b"age-encryption.org/v1/X25519"
    wrap_key = hkdf(Secret(shared), share + RECIPIENT_POINT, info).value
    return _file(plaintext, f"-> X25519 {_base64(share)}", wrap_key, source("age file key")(16))


def a_zip(files: Sequence[ZipFile]) -> bytes:
    """A zip of these files, in order."""
    body = directory = b""
    for file in files:
        name, packed = file.path.encode(), file.data if file.packed is None else file.packed
        sizes = (zlib.crc32(file.data), len(packed), len(file.data), len(name), 0)
        common = struct.pack("<HHHHHIIIHH", 20, file.flags, file.method, 0, 0x21, *sizes)
        central = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\x01\x02\x14\x00" + common + central + name
        body += b"PK\x03\x04" + common + name + packed
    count = len(files)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def _file(plaintext: bytes, stanza: str, wrap_key: bytes, file_key: bytes) -> bytes:
    wrapped = ChaCha20Poly1305(wrap_key).encrypt(ZERO_NONCE, file_key, None)
    header = f"age-encryption.org/v1\n{stanza}\n{_base64(wrapped)}\n---".encode()
    mac_key = hkdf(Secret(file_key), b"", b"header").value
    mac = _base64(hmac.digest(mac_key, header, "sha256"))
    nonce = source("age payload nonce")(16)
    payload_key = hkdf(Secret(file_key), nonce, b"payload").value
    return header + f" {mac}\n".encode() + nonce + _payload(plaintext, payload_key)


def _payload(plaintext: bytes, key: bytes) -> bytes:
    chunks = [plaintext[at : at + CHUNK] for at in range(0, len(plaintext), CHUNK)] or [b""]
    cipher, last = ChaCha20Poly1305(key), len(chunks) - 1
    return b"".join(
        cipher.encrypt(at.to_bytes(11, "big") + bytes([at == last]), chunk, None)
        for at, chunk in enumerate(chunks)
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
