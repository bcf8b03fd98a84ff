"""Integers, labels, ids, names and padding (docs/protocol.md, Conventions and Encoding)."""

import unicodedata
from typing import Annotated

from msgspec import Meta

from goldseam.errors import BadRequest
from goldseam.protocol.limits import MAX_INTEGER, MAX_NAME_BYTES, MAX_NAME_CODE_POINTS

ID_BYTES = 16
HASH_BYTES = 32

Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
PublicKey = Annotated[bytes, Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Count = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]
Number = Annotated[int, Meta(ge=1, le=MAX_INTEGER)]
Epoch = Annotated[int, Meta(ge=1, le=2**32 - 1)]


def label(text: str) -> bytes:
    """The ASCII text followed by 0x00."""
    return text.encode("ascii") + b"\x00"


def u8(value: int) -> bytes:
    """One byte; `OverflowError` outside 0…255."""
    return value.to_bytes(1, "big")


def u32(value: int) -> bytes:
    """Four bytes, big endian; `OverflowError` outside the range."""
    return value.to_bytes(4, "big")


def u64(value: int) -> bytes:
    """Eight bytes, big endian, below 2^53; `OverflowError` outside the range."""
    if value > MAX_INTEGER:
        raise OverflowError("a u64 of the protocol is below 2^53")
    return value.to_bytes(8, "big")


def len16(value: bytes) -> bytes:
    """The length as u16, then the bytes; `OverflowError` above 65,535 bytes."""
    return len(value).to_bytes(2, "big") + value


def canonical_name(name: str) -> str:
    """The one form in which a name is compared, looked up and salted; raises `BadRequest` for a name that has none."""
    # Through UTF-16, so that a lone surrogate becomes U+FFFD as in a browser.
    whole = name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    plain = unicodedata.normalize("NFC", whole.strip(" "))
    lowered = unicodedata.normalize("NFC", plain.lower())
    too_long = len(lowered) > MAX_NAME_CODE_POINTS or len(lowered.encode()) > MAX_NAME_BYTES
    if not lowered or too_long or any(ord(c) < 0x20 or ord(c) == 0x7F for c in lowered):
        raise BadRequest("The name cannot be used.")
    return lowered


def padme(length: int) -> int:
    """The bucket of a length in bytes (Padmé, PoPETs 2019): at most 12 % more."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    low_bits = max(exponent - exponent.bit_length(), 0)
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def padded(length: int, least: int) -> int:
    """The padded length of a plaintext of `length` bytes."""
    return max(least, padme(length))
