"""Runs of bytes in the files of a store: what a disk gives away of what was stored."""

from collections.abc import Iterable, Iterator
from pathlib import Path

WINDOW_BYTES = 16


def windows(data: bytes) -> Iterator[bytes]:
    """Every run of 16 bytes."""
    return (data[at : at + WINDOW_BYTES] for at in range(len(data) - WINDOW_BYTES + 1))


def windows_of(blobs: Iterable[bytes]) -> set[bytes]:
    """Every run of 16 bytes in any of them."""
    return {window for blob in blobs for window in windows(blob)}


def runs_found(path: Path, sought: set[bytes]) -> int:
    """How many places in the database, its log and its index hold one of these runs."""
    files = [file.read_bytes() for file in path.parent.iterdir()]
    return sum(window in sought for data in files for window in windows(data))
