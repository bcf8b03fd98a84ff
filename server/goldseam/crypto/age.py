"""age files, version 1 of C2SP, written as a stream and read by their places (docs/protocol.md, Backup).

Why this is not a library stands in docs/decisions/0005-age-in-python.md.
"""

from collections.abc import Iterable
from typing import BinaryIO

from goldseam.crypto.age_header import (
    FILE_KEY_BYTES,
    MAX_HEADER_BYTES,
    header_bytes,
    parse_header,
    require_mac,
)
from goldseam.crypto.age_payload import Payload, payload_chunks
from goldseam.crypto.age_recipients import Key, Lock, Passphrase, unwrap, wrap
from goldseam.crypto.suite import Random, Secret


def lock(plaintext: Iterable[bytes], writer: BinaryIO, lock_with: Lock, random: Random) -> Key:
    """Write an age file of a plaintext that comes in pieces, and give what reads it again: a recipient could not.

    Raises `ValueError`, before anything is written, for a recipient that is not one.
    """
    file_key = Secret(random(FILE_KEY_BYTES))
    writer.write(header_bytes(wrap(file_key, lock_with, random), file_key))
    writer.writelines(payload_chunks(plaintext, file_key, random))
    return lock_with if isinstance(lock_with, Passphrase) else file_key


def unlock(file: BinaryIO, key: Key) -> Payload:
    """The plaintext, opened where it is read; `file` stays open as long. Raises `WrongSecret` or `BackupDamaged`."""
    file.seek(0)
    header = parse_header(file.read(MAX_HEADER_BYTES))
    file_key = unwrap(header.stanzas, key)
    require_mac(header, file_key)
    return Payload(file, header.size, file_key)
