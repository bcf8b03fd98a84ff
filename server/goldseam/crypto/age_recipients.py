"""Who opens an age file: its file key, wrapped to a recipient or under a passphrase (C2SP age, version 1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from goldseam.crypto.age_header import FILE_KEY_BYTES, Stanza, base64_bytes, base64_text
from goldseam.crypto.bech32 import bech32_decode
from goldseam.crypto.suite import (
    AEAD_TAG_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    PUBLIC_KEY_BYTES,
    Random,
    Secret,
    chacha_open,
    chacha_seal,
    hkdf,
    scrypt,
    x25519,
    x25519_public,
)
from goldseam.errors import BackupDamaged, WrongSecret

SCRYPT: Final = "scrypt"
X25519: Final = "X25519"
LABEL: Final = "age-encryption.org/v1/"
SALT_BYTES: Final = 16
WORK_FACTOR: Final = 17
"""128 MiB, and half a second on a computer. A browser writes 15, so that every phone can."""
MAX_WORK_FACTOR: Final = 20
"""1 GiB."""
DECIMAL: Final = re.compile(r"[1-9][0-9]{0,2}")
NO_NONCE: Final = bytes(NONCE_BYTES)


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A backup is locked and opened with these words."""

    text: str

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """An `AGE-SECRET-KEY-1…`, which opens what was locked to its recipient."""

    text: str

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True)
class Recipients:
    """One or more `age1…`, each of whose identities opens the backup."""

    texts: Sequence[str]


Lock: TypeAlias = Passphrase | Recipients
Key: TypeAlias = Passphrase | Identity | Secret
"""What opens a backup; a `Secret` is the key of one file, for whoever has just written it."""


def wrap(file_key: Secret, lock_with: Lock, random: Random) -> list[Stanza]:
    """The stanzas of a header. Raises `ValueError` for a recipient that is not one."""
    if isinstance(lock_with, Passphrase):
        return [_scrypt_stanza(file_key, lock_with, random(SALT_BYTES))]
    points = [bech32_decode("age", text) for text in lock_with.texts]
    if not points:
        raise ValueError("not an age recipient")
    return [_x25519_stanza(file_key, point, Secret(random(KEY_BYTES))) for point in points]


def unwrap(stanzas: Sequence[Stanza], key: Key) -> Secret:
    """The file key. Raises `WrongSecret`, or `BackupDamaged` for a stanza that says what none does."""
    kinds = [stanza.arguments[0] for stanza in stanzas]
    if SCRYPT in kinds and len(kinds) > 1:
        raise BackupDamaged
    if isinstance(key, Secret):
        return key
    if isinstance(key, Passphrase):
        return _unwrap_scrypt(stanzas, key)
    return _unwrap_x25519(stanzas, key)


# a passphrase


def _scrypt_stanza(file_key: Secret, passphrase: Passphrase, salt: bytes) -> Stanza:
    wrap_key = _scrypt_key(passphrase, salt, WORK_FACTOR)
    body = chacha_seal(wrap_key, NO_NONCE, file_key.value)
    return Stanza((SCRYPT, base64_text(salt), str(WORK_FACTOR)), body)


def _unwrap_scrypt(stanzas: Sequence[Stanza], passphrase: Passphrase) -> Secret:
    for stanza in _of_kind(stanzas, SCRYPT, arguments=2):
        _, salt, work_factor = stanza.arguments
        if not DECIMAL.fullmatch(work_factor) or int(work_factor) > MAX_WORK_FACTOR:
            raise BackupDamaged
        wrap_key = _scrypt_key(passphrase, base64_bytes(salt, SALT_BYTES), int(work_factor))
        file_key = chacha_open(wrap_key, NO_NONCE, stanza.body)
        if file_key is not None:
            return Secret(file_key)
    raise WrongSecret


def _scrypt_key(passphrase: Passphrase, salt: bytes, work_factor: int) -> Secret:
    # What a terminal gave that is no text stays the bytes that it was.
    text = passphrase.text.encode(errors="surrogateescape")
    return scrypt(text, f"{LABEL}{SCRYPT}".encode() + salt, work_factor)


# a recipient


def _x25519_stanza(file_key: Secret, point: bytes | None, ephemeral: Secret) -> Stanza:
    share = x25519_public(ephemeral)
    shared = None if point is None or len(point) != PUBLIC_KEY_BYTES else x25519(ephemeral, point)
    if point is None or shared is None:
        raise ValueError("not an age recipient")
    body = chacha_seal(_x25519_key(shared, share, point), NO_NONCE, file_key.value)
    return Stanza((X25519, base64_text(share)), body)


def _unwrap_x25519(stanzas: Sequence[Stanza], identity: Identity) -> Secret:
    private = bech32_decode("AGE-SECRET-KEY-", identity.text)
    if private is None or len(private) != KEY_BYTES:
        raise WrongSecret
    point = x25519_public(Secret(private))
    for stanza in _of_kind(stanzas, X25519, arguments=1):
        share = base64_bytes(stanza.arguments[1], PUBLIC_KEY_BYTES)
        shared = x25519(Secret(private), share)
        if shared is None:
            raise BackupDamaged
        file_key = chacha_open(_x25519_key(shared, share, point), NO_NONCE, stanza.body)
        if file_key is not None:
            return Secret(file_key)
    raise WrongSecret


def _x25519_key(shared: Secret, share: bytes, point: bytes) -> Secret:
    return hkdf(shared, share + point, f"{LABEL}{X25519}".encode())


def _of_kind(stanzas: Sequence[Stanza], kind: str, *, arguments: int) -> list[Stanza]:
    found = [stanza for stanza in stanzas if stanza.arguments[0] == kind]
    for stanza in found:
        # The specification wants the size looked at before the body is opened.
        is_sized = len(stanza.body) == FILE_KEY_BYTES + AEAD_TAG_BYTES
        if len(stanza.arguments) != arguments + 1 or not is_sized:
            raise BackupDamaged
    return found
