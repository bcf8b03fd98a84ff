"""A release of the web client: the list of hashes that its build wrote (docs/operations.md, What a host hands out)."""

import hashlib
import re
from pathlib import Path
from typing import Final

import msgspec

from goldseam.client.terminal import Unusable

FORMAT: Final = "goldseam release 1"
LIST: Final = "release.json"
BUNDLED: Final = Path(__file__).parent.parent / "web_dist"
MAX_LIST_BYTES: Final = 1_048_576
MAX_FILES: Final = 2000
PATH: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
HASH: Final = re.compile(r"[0-9a-f]{64}")
SUFFIXES: Final = {"br": ".br", "gzip": ".gz"}


class NoRelease(Unusable):
    """What was given to compare with is not a release, or not a whole one."""

    code = "no_release"
    sentence = (
        "This is not a release of Goldseam: name the folder of a built client, or its release.json."
    )


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """release.json: hashes are SHA-256 in hex; files are named by their paths, headers in lower case."""

    format: str
    version: str
    release: str
    headers: dict[str, str]
    files: dict[str, str]


class Known(msgspec.Struct, frozen=True):
    """A release to compare with: its list, the bytes of that, and the folder of its files where it is at hand."""

    release: Release
    list_bytes: bytes
    folder: Path | None


def read_release(path: Path) -> Known:
    """The release in a folder, whose files must be those that it lists, or a list alone. Raises `NoRelease`."""
    folder = path if path.is_dir() else None
    try:
        data = (path / LIST if folder else path).read_bytes()
        release = parse_release(data)
        if folder:
            _require_whole(release, folder)
    except OSError as error:
        raise NoRelease from error
    return Known(release, data, folder)


def parse_release(data: bytes) -> Release:
    """A list that agrees with itself. Raises `NoRelease`."""
    if len(data) > MAX_LIST_BYTES:
        raise NoRelease
    try:
        release = msgspec.json.decode(data, type=Release)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NoRelease from error
    is_sound = (
        release.format == FORMAT
        and len(release.files) <= MAX_FILES
        and all(map(PATH.fullmatch, release.files))
        and all(map(HASH.fullmatch, release.files.values()))
        and release.release == hash_of_release(release)
    )
    if not is_sound:
        raise NoRelease
    return release


def hash_of_release(release: Release) -> str:
    """SHA-256 in hex over the lines of everything else in the list."""
    lines = [
        release.format,
        f"version {release.version}",
        *(f"header {name}: {value}" for name, value in sorted(release.headers.items())),
        *(f"file {digest} {path}" for path, digest in sorted(release.files.items())),
    ]
    return hash_of("".join(f"{line}\n" for line in lines).encode())


def hash_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def packed(known: Known, path: str, encoding: str) -> bytes | None:
    """A file as the build compressed it; None where the folder is not at hand or has no such form."""
    if known.folder is None:
        return None
    file = known.folder / f"{path}{SUFFIXES[encoding]}"
    return file.read_bytes() if file.is_file() else None


def _require_whole(release: Release, folder: Path) -> None:
    for path, digest in release.files.items():
        if hash_of((folder / path).read_bytes()) != digest:
            raise NoRelease
