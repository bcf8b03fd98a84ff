"""age files, version 1 of C2SP: the only file that imports pyrage (docs/protocol.md, Backup)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Protocol

import pyrage  # type: ignore[import-untyped]

from goldseam.errors import BackupDamaged, WrongSecret

# What pyrage says when no key of ours opens the header; every other failure is damage.
NO_KEY = frozenset({"No matching keys found", "Decryption failed"})


class Reader(Protocol):
    """Where bytes come from: `read` gives at most so many, none at the end."""

    def read(self, size: int = -1, /) -> bytes: ...


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


def lock(reader: Reader, writer: BinaryIO, lock_with: Passphrase | Recipients) -> None:
    """Write an age file of all that `reader` gives. With recipients it streams; a passphrase holds all in memory.

    Raises `ValueError` for a recipient that is not one.
    """
    if isinstance(lock_with, Passphrase):
        writer.write(pyrage.passphrase.encrypt(reader.read(), lock_with.text))
        return
    try:
        recipients = [pyrage.x25519.Recipient.from_str(text) for text in lock_with.texts]
    except pyrage.RecipientError as error:
        raise ValueError("not an age recipient") from error
    pyrage.encrypt_io(reader, writer, recipients)


def unlock(reader: BinaryIO, open_with: Passphrase | Identity, max_bytes: int) -> bytes:
    """The whole plaintext. Raises `WrongSecret`, or `BackupDamaged` also for more than `max_bytes`."""
    if isinstance(open_with, Passphrase):
        return _translated(lambda: _unlock_passphrase(reader, open_with, max_bytes))
    return _translated(lambda: _unlock_identity(reader, open_with, max_bytes))


def _unlock_passphrase(reader: BinaryIO, passphrase: Passphrase, max_bytes: int) -> bytes:
    # The file is longer than its plaintext, so this bounds both.
    sealed = reader.read(max_bytes + 1)
    if len(sealed) > max_bytes:
        raise BackupDamaged
    plaintext: bytes = pyrage.passphrase.decrypt(sealed, passphrase.text)
    return plaintext


def _unlock_identity(reader: BinaryIO, identity: Identity, max_bytes: int) -> bytes:
    writer = _BoundedWriter(max_bytes)
    pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(identity.text)])
    return writer.getvalue()


class _BoundedWriter(BytesIO):
    """Memory that refuses to grow beyond a bound. (A base class, because pyrage asks for a real file object.)"""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self.max_bytes = max_bytes

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # pyrage writes bytes only
        if self.tell() + len(data) > self.max_bytes:
            raise BackupDamaged
        return super().write(data)


def _translated(open_it: Callable[[], bytes]) -> bytes:
    try:
        return open_it()
    except pyrage.IdentityError as error:
        raise WrongSecret from error
    except pyrage.DecryptError as error:
        raise (WrongSecret if str(error) in NO_KEY else BackupDamaged) from error
    except OSError as error:
        raise BackupDamaged from error
