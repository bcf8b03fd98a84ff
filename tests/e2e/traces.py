"""Looking for words and keys in files and bytes, in every form in which a program might leave them there."""

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.e2e import leveldb

LEVELDB = (".ldb", ".log")
FOR_ADDRESSES = str.maketrans("+/", "-_")
Needles = Mapping[str, str | bytes]
Found = set[tuple[str, str]]


def found_in_folder(folder: Path, needles: Needles) -> Found:
    """Which needles are in which files, as (needle's name, path in the folder)."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        (name, str(path.relative_to(folder)))
        for path in files
        for name in found_in_bytes(b"\n".join(faces(path)), needles)
    }


def found_in_bytes(data: bytes, needles: Needles) -> set[str]:
    """The names of the needles that are in the data."""
    return {name for name, needle in needles.items() if any(form in data for form in forms(needle))}


def forms(needle: str | bytes) -> Iterator[bytes]:
    """The ways in which a needle may be written: as it is, UTF-16, hexadecimal, and base64 wherever it begins."""
    raw = needle.encode() if isinstance(needle, str) else needle
    within = [base64_within(raw, shift) for shift in range(3)]
    texts = [raw.hex(), *within, *(text.translate(FOR_ADDRESSES) for text in within)]
    texts += [needle] if isinstance(needle, str) else []
    yield raw
    for text in texts:
        yield text.encode()
        yield text.encode("utf-16-le")


def base64_within(raw: bytes, shift: int) -> str:
    """What is sure to stand in the base64 of a longer thing that has the needle `shift` bytes after a multiple of 3."""
    text = base64.b64encode(bytes(shift) + raw).decode().rstrip("=")
    first = -(-8 * shift // 6)
    last = (8 * (shift + len(raw))) // 6
    return text[first:last]


def faces(path: Path) -> Iterator[bytes]:
    """A file as it lies there, and in clear where it is one of LevelDB's; a file that went meanwhile has none."""
    try:
        yield path.read_bytes()
        if path.suffix in LEVELDB:
            yield leveldb.contents(path)
    except (FileNotFoundError, leveldb.Unreadable):
        # Not every *.log is LevelDB's, and the browser takes files away while we look.
        return
