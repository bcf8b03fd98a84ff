"""The payload of an age file: chunks of 64 KiB, each sealed with its number and whether it is the last (C2SP age).

Written as a stream, read by its places: only the chunks that are asked for are opened, one is in memory.
"""

from collections.abc import Iterable, Iterator
from io import SEEK_CUR, SEEK_END, SEEK_SET
from typing import BinaryIO, Final

from goldseam.crypto.suite import (
    AEAD_TAG_BYTES,
    NONCE_BYTES,
    Random,
    Secret,
    chacha_open,
    chacha_seal,
    hkdf,
)
from goldseam.errors import BackupDamaged

PAYLOAD_NONCE_BYTES: Final = 16
CHUNK_BYTES: Final = 1 << 16
SEALED_BYTES: Final = CHUNK_BYTES + AEAD_TAG_BYTES
MAX_READ_BYTES: Final = 1 << 26
"""The most that is ever asked for at once: the directory of a zip."""


def payload_chunks(plaintext: Iterable[bytes], file_key: Secret, random: Random) -> Iterator[bytes]:
    """The payload of a plaintext that comes in pieces of any size, piece by piece."""
    nonce = random(PAYLOAD_NONCE_BYTES)
    yield nonce
    key, number, waiting = _payload_key(file_key, nonce), 0, bytearray()
    for piece in plaintext:
        waiting += piece
        # One byte more than a chunk tells that this is not the last.
        while len(waiting) > CHUNK_BYTES:
            yield chacha_seal(key, _nonce(number), bytes(waiting[:CHUNK_BYTES]))
            del waiting[:CHUNK_BYTES]
            number += 1
    yield chacha_seal(key, _nonce(number, is_last=True), bytes(waiting))


class Payload:
    """The plaintext as a file to read, as far as `zipfile` asks for one. Reading raises `BackupDamaged`."""

    def __init__(self, file: BinaryIO, start: int, file_key: Secret) -> None:
        """The payload that begins at `start` of a file, which stays the caller's to close. Raises `BackupDamaged`."""
        sealed = file.seek(0, SEEK_END) - start - PAYLOAD_NONCE_BYTES
        chunks = max(1, -(-sealed // SEALED_BYTES))
        self._size = sealed - chunks * AEAD_TAG_BYTES
        # The last chunk is empty only where it is the only one.
        if self._size < 0 or (chunks > 1 and self._size <= (chunks - 1) * CHUNK_BYTES):
            raise BackupDamaged
        file.seek(start)
        self._key = _payload_key(file_key, file.read(PAYLOAD_NONCE_BYTES))
        self._file, self._start, self._last = file, start + PAYLOAD_NONCE_BYTES, chunks - 1
        self._at = 0
        self._opened = (-1, b"")
        # Only the last chunk tells that nothing was cut off: where the end is counts from here on.
        self._chunk(self._last)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Raises `ValueError` for a place before the beginning."""
        at = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError("before the beginning")
        self._at = at
        return at

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as are wanted, or are left. More than `MAX_READ_BYTES` is wanted by no whole backup."""
        left = max(0, self._size - self._at)
        wanted = left if size < 0 else min(size, left)
        if wanted > MAX_READ_BYTES:
            raise BackupDamaged
        parts: list[bytes] = []
        while wanted:
            number, begin = divmod(self._at, CHUNK_BYTES)
            part = self._chunk(number)[begin : begin + wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def _chunk(self, number: int) -> bytes:
        if self._opened[0] != number:
            self._file.seek(self._start + number * SEALED_BYTES)
            sealed = self._file.read(SEALED_BYTES)
            nonce = _nonce(number, is_last=number == self._last)
            chunk = chacha_open(self._key, nonce, sealed)
            # The file may have become another since its size was taken.
            if chunk is None or len(chunk) != min(CHUNK_BYTES, self._size - number * CHUNK_BYTES):
                raise BackupDamaged
            self._opened = (number, chunk)
        return self._opened[1]


def _payload_key(file_key: Secret, nonce: bytes) -> Secret:
    return hkdf(file_key, nonce, b"payload")


def _nonce(number: int, *, is_last: bool = False) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + bytes([is_last])
