"""What a vector is, and the byte source that makes the same ones every time."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

import msgspec

from goldseam.crypto.suite import Secret, SigningKey, signing_key

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"
OK = "ok"


@dataclass(frozen=True)
class Case:
    """One vector: it passes, or fails with one code, for one reason."""

    area: str
    name: str
    reason: str
    inputs: dict[str, Plain]
    expect: str = OK
    outputs: dict[str, Plain] = field(default_factory=dict)


def case(
    area: str,
    operation: str,
    name: str,
    reason: str,
    inputs: Mapping[str, object],
    outputs: Mapping[str, object] | str,
) -> Case:
    """A vector of an operation. `outputs` are what comes out, or the code of the error."""
    given = {"operation": operation, **_members(inputs)}
    if isinstance(outputs, str):
        return Case(area, f"{operation}-{name}", reason, given, expect=outputs)
    return Case(area, f"{operation}-{name}", reason, given, outputs=_members(outputs))


def plain(value: object) -> Plain:
    """A value as vectors hold it: bytes in hexadecimal, structs and maps as objects."""
    if isinstance(value, Secret | SigningKey | bytes):
        return _raw(value).hex()
    if isinstance(value, msgspec.Struct):
        return _members(_struct_fields(value))
    if isinstance(value, Mapping):
        return _members(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return _members(asdict(value))  # type: ignore[call-overload] # only dataclasses are left


def _raw(value: Secret | SigningKey | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.value if isinstance(value, Secret) else value.seed.value


def source(name: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run: SHA-256 of a name and a counter."""
    counter = 0

    def draw(length: int) -> bytes:
        nonlocal counter
        out = b""
        while len(out) < length:
            out += hashlib.sha256(f"goldseam vectors/{name}/{counter}".encode()).digest()
            counter += 1
        return out[:length]

    return draw


def an_id(name: str) -> bytes:
    """The id of 16 bytes with this name in the vectors."""
    return source(f"id {name}")(16)


def a_secret(name: str) -> Secret:
    """The 32 bytes of key material with this name in the vectors."""
    return Secret(source(f"secret {name}")(32))


def a_hash(name: str) -> bytes:
    """32 bytes that stand for a hash or a challenge."""
    return source(f"hash {name}")(32)


def a_signing_key(name: str) -> SigningKey:
    """The key pair with this name in the vectors."""
    return signing_key(a_secret(f"seed {name}"))


def flip(data: bytes, at: int, bit: int = 0) -> bytes:
    """The bytes with one bit turned over; `at` may count from the end."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def _members(value: Mapping[str, object] | Mapping[bytes, object]) -> dict[str, Plain]:
    return {
        key.hex() if isinstance(key, bytes) else str(key): plain(item)
        for key, item in value.items()
    }


def _struct_fields(value: msgspec.Struct) -> dict[str, object]:
    fields = msgspec.structs.fields(type(value))
    return {field.encode_name: getattr(value, field.name) for field in fields}
