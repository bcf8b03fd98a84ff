"""Vectors of Backup: the files, the manifest, and backups that are good or damaged."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from goldseam.crypto.backup import MANIFEST, Contents, Unopened, backup_files
from goldseam.crypto.canonical import Json, JsonObject, canonical_json
from goldseam.crypto.chain import Checkpoint, VaultMark, checkpoint_bytes
from scripts.vectors_account import VAULT
from scripts.vectors_age import (
    DEFLATED,
    IDENTITY,
    ZipFile,
    a_zip,
    passphrase_file,
    recipient_file,
)
from scripts.vectors_case import Case, a_hash, an_id, case, flip
from scripts.vectors_page import AREA, ENTRY

PASSPHRASE = "abacus drop-down felt-tip zoom t-shirt yo-yo"  # noqa: S105 - of the vectors only
MADE_AT = 1_795_370_400_123
CHECKPOINT = Checkpoint(2, a_hash("keyring"), (VaultMark(VAULT, 4, a_hash("chain")),))
# 1,000 bytes and 100,000 zeros, deflated once and for all: other versions of zlib might do it otherwise.
KEPT, KEPT_DEFLATED = b"kept " * 200, bytes.fromhex("cb4e2d2851c81e2546895162381300")
ZEROS_DEFLATED = bytes.fromhex("edc13101000000c2a0f54f6d0d0fa0" + "00" * 96 + "805703")


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _files()
    yield from _manifests()
    yield from _zips()
    yield from _bad_zips()
    yield from _ages()
    yield from _bad_ages()


def _files() -> Iterator[Case]:
    first, second, third = sorted(an_id(f"record {name}") for name in "ABC")
    twin = first[:4] + bytes(12)
    contents: dict[str, tuple[str, dict[bytes, JsonObject]]] = {
        "none": ("a journal without pages", {}),
        "some": (
            "removed records are left out, a record without text has no page",
            {
                first: ENTRY,
                second: {"deleted": True, "erase": False},
                third: {"kind": "settings", "v": 1},
            },
        ),
        "twins": (
            "two pages of one name: the later by id has its whole id in it",
            {first: ENTRY, twin: ENTRY},
        ),
        "twins-in-case": (
            "names that differ in case only are one name",
            {first: ENTRY, twin: ENTRY | {"title": "A SEAM OF GOLD"}},
        ),
    }
    for name, (reason, records) in contents.items():
        yield _files_case(name, reason, records, {})
    reason = "what is not read here is named, with an older state or without"
    left_out = {second: Unopened(0, "unreadable"), first: Unopened(7, "newer")}
    yield _files_case("left-out", reason, {first: ENTRY}, left_out)
    reason = "the older state of what is not read here was removed"
    removed: JsonObject = {"deleted": True, "erase": False}
    yield _files_case("left-out-removed", reason, {first: removed}, {first: Unopened(2, "newer")})


def _files_case(
    name: str, reason: str, records: dict[bytes, JsonObject], left_out: dict[bytes, Unopened]
) -> Case:
    files = dict(backup_files(Contents(records, CHECKPOINT, MADE_AT, left_out)))
    inputs = {
        "records": records,
        "left_out": {record: asdict(unopened) for record, unopened in left_out.items()},
        "checkpoint": checkpoint_bytes(CHECKPOINT),
        "made_at": MADE_AT,
    }
    outputs = {"files": {path: data.decode() for path, data in files.items()}}
    return case(AREA, "files", name, reason, inputs, outputs)


def _good_files() -> dict[str, bytes]:
    records: Mapping[bytes, JsonObject] = {an_id("record A"): ENTRY}
    return dict(backup_files(Contents(records, CHECKPOINT, MADE_AT)))


FILES = _good_files()
PAGE = next(path for path in FILES if path.startswith("pages/"))
RECORD = next(path for path in FILES if path.startswith("records/"))


def _manifest(**changes: Json) -> JsonObject:
    files: JsonObject = {
        path: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in FILES.items()
        if path != MANIFEST
    }
    good: JsonObject = {
        "format": "goldseam-backup",
        "version": 1,
        "made": "2026-11-22T18:00:00Z",
        "records": 1,
        "pages": 1,
        "checkpoint": checkpoint_bytes(CHECKPOINT).hex(),
        "files": files,
    }
    return good | changes


def _listing(**changes: Json) -> JsonObject:
    files = _manifest()["files"]
    return files | changes if isinstance(files, dict) else {}


def _bad_manifests() -> dict[str, tuple[str, Json]]:
    no_made = {name: value for name, value in _manifest().items() if name != "made"}
    entry: JsonObject = {"size": 1, "sha256": "00" * 32}
    return {
        "a-list": ("a manifest is an object", [1]),
        "other-format": ("another format", _manifest(format="another-backup")),
        "version-0": ("there is no version 0", _manifest(version=0)),
        "version-text": ("a version is a number", _manifest(version="1")),
        "version-true": ("a version is a number", _manifest(version=True)),
        "no-made": ("a member is missing", no_made),
        "negative-count": ("counts are not negative", _manifest(records=-1)),
        "text-count": ("counts are numbers", _manifest(pages="1")),
        "checkpoint": ("a checkpoint is hexadecimal", _manifest(checkpoint="0g")),
        "short-hash": ("a hash has 64 digits", _manifest(files={"a": entry | {"sha256": "00"}})),
        "upper-hash": (
            "hashes are lower case",
            _manifest(files={"a": entry | {"sha256": "AA" * 32}}),
        ),
        "no-size": ("a file has a size", _manifest(files={"a": {"sha256": "00" * 32}})),
        "left-out-object": ("what was left out is a list", _manifest(left_out={})),
        "left-out-record": (
            "what was left out has an id",
            _manifest(left_out=[{"record": "00", "number": 1, "reason": "newer"}]),
        ),
        "left-out-number": (
            "numbers are not negative",
            _manifest(left_out=[{"record": "00" * 16, "number": -1, "reason": "newer"}]),
        ),
    }


def _manifests() -> Iterator[Case]:
    named: JsonObject = {"record": an_id("record B").hex(), "number": 3, "reason": "newer"}
    good = {
        "good": ("a manifest", _manifest(), 0),
        "more": ("unknown members are ignored", _manifest(later={"kept": True}), 0),
        "left-out": ("what was left out is counted", _manifest(left_out=[named]), 1),
        "other-reason": (
            "reasons of later versions are taken",
            _manifest(left_out=[named | {"reason": "later", "kept": True}]),
            1,
        ),
    }
    for name, (reason, value, left_out) in good.items():
        outputs = {
            "made": "2026-11-22T18:00:00Z",
            "records": 1,
            "pages": 1,
            "left_out": left_out,
        }
        inputs = {"manifest": canonical_json(value).decode()}
        yield case(AREA, "manifest", name, reason, inputs, outputs)
    for name, (reason, bad) in _bad_manifests().items():
        inputs = {"manifest": canonical_json(bad).decode()}
        yield case(AREA, "manifest", name, reason, inputs, "backup_damaged")
    inputs = {"manifest": canonical_json(_manifest()).decode()[:-1]}
    yield case(AREA, "manifest", "cut", "JSON that ends too early", inputs, "backup_damaged")
    inputs = {"manifest": canonical_json(_manifest(version=2)).decode()}
    yield case(AREA, "manifest", "later", "a later version", inputs, "unknown_version")


def _zip_files(contents: Mapping[str, bytes] = FILES, /, **manifest: Json) -> list[ZipFile]:
    changed = {**contents, MANIFEST: canonical_json(_manifest(**manifest))}
    return [ZipFile(path, data) for path, data in changed.items()]


def _with_kept(path: str, listed: str | None = None) -> list[ZipFile]:
    entry: JsonObject = {"size": len(KEPT), "sha256": hashlib.sha256(KEPT).hexdigest()}
    files = _zip_files(files=_listing(**{listed or path: entry}))
    return [*files[:-1], ZipFile(path, KEPT, KEPT_DEFLATED, DEFLATED), files[-1]]


def _zips() -> Iterator[Case]:
    stored = _zip_files()
    good = {
        "stored": ("a backup whose files are stored", stored),
        "deflated": ("a file is deflated, and is of a folder to come", _with_kept("later/kept")),
        "manifest-first": ("the order of files does not count", stored[::-1]),
    }
    for name, (reason, files) in good.items():
        listed = sorted(file.path for file in files if file.path != MANIFEST)
        inputs = {"zip": a_zip(files)}
        yield case(AREA, "zip", name, reason, inputs, {"paths": listed})


def _bad_zips() -> Iterator[Case]:
    for name, (reason, data) in {**_bad_archives(), **_bad_lists(), **_bad_paths()}.items():
        yield case(AREA, "zip", name, reason, {"zip": data}, "backup_damaged")
    later = a_zip(_zip_files(version=2))
    yield case(AREA, "zip", "later", "a later version", {"zip": later}, "unknown_version")


def _bad_archives() -> dict[str, tuple[str, bytes]]:
    files = _zip_files()
    good = a_zip(files)
    bomb_entry: JsonObject = {"size": 1000, "sha256": hashlib.sha256(KEPT).hexdigest()}
    listing = _zip_files(files=_listing(kept=bomb_entry))
    bomb = [*listing, ZipFile("kept", KEPT, ZEROS_DEFLATED, DEFLATED)]
    broken = [*listing, ZipFile("kept", KEPT, b"\xff" * 15, DEFLATED)]
    return {
        "nothing": ("no bytes", b""),
        "not-a-zip": ("no zip", b"not a zip at all, whatever its name says"),
        "cut": ("the end is cut off", good[:-1]),
        "first-half": ("half of it", good[: len(good) // 2]),
        "empty": ("a zip without files", a_zip([])),
        "bomb": ("a file unpacks to more than its size", a_zip(bomb)),
        "broken-deflate": ("a file does not unpack", a_zip(broken)),
        "encrypted": (
            "a file is encrypted once more",
            a_zip([replace(files[0], flags=0x801), *files[1:]]),
        ),
        "other-method": (
            "a file is packed otherwise",
            a_zip([replace(files[0], method=12), *files[1:]]),
        ),
    }


def _bad_lists() -> dict[str, tuple[str, bytes]]:
    files = _zip_files()
    without_page = [file for file in files if file.path != PAGE]
    page_bit = {**FILES, PAGE: flip(FILES[PAGE], 10)}
    longer = {**FILES, PAGE: FILES[PAGE] + b"\n"}
    listed = _listing()
    page_entry = listed[PAGE]
    size = page_entry["size"] if isinstance(page_entry, dict) else None
    other_hash: JsonObject = {PAGE: {"size": size, "sha256": "00" * 32}}
    other_size: JsonObject = {PAGE: {"size": 1, "sha256": hashlib.sha256(FILES[PAGE]).hexdigest()}}
    own_entry: JsonObject = {MANIFEST: {"size": 1, "sha256": "00" * 32}}
    huge: JsonObject = {RECORD: {"size": 2**30, "sha256": "00" * 32}}
    return {
        "no-manifest": ("the manifest is missing", a_zip(files[:-1])),
        "missing": ("a listed file is missing", a_zip(without_page)),
        "more": ("a file that is not listed", a_zip([*files, ZipFile("more.txt", b"more")])),
        "twice": ("a file twice", a_zip([*files, ZipFile(PAGE, FILES[PAGE])])),
        "byte": ("one changed byte", a_zip(_zip_files(page_bit))),
        "longer": ("one byte too many", a_zip(_zip_files(longer))),
        "hash": ("another hash", a_zip(_zip_files(files=listed | other_hash))),
        "size": ("another size", a_zip(_zip_files(files=listed | other_size))),
        "huge": ("sizes beyond every limit", a_zip(_zip_files(files=listed | huge))),
        "own-entry": ("the manifest lists itself", a_zip(_zip_files(files=listed | own_entry))),
        "records": ("another number of records", a_zip(_zip_files(records=2))),
        "pages": ("another number of pages", a_zip(_zip_files(pages=0))),
    }


def _bad_paths() -> dict[str, tuple[str, bytes]]:
    paths = {
        "parent": ("a path that leaves its folder", "pages/../../evil"),
        "parent-first": ("a path that begins outside", "../evil"),
        "absolute": ("an absolute path", "/etc/evil"),
        "backslash": ("a path of Windows", "pages\\..\\evil"),
        "drive": ("a drive of Windows", "C:evil"),
        "empty-part": ("an empty part", "later//evil"),
        "dot": ("a part that is a dot", "./evil"),
        "folder": ("a folder", "later/"),
        "control": ("a control character", "later/a\nb"),
    }
    return {
        f"path-{name}": (reason, a_zip(_with_kept(path))) for name, (reason, path) in paths.items()
    }


def _opened(data: bytes, **key: str) -> dict[str, object]:
    return {"age": data, **(key or {"passphrase": PASSPHRASE})}


def _ages() -> Iterator[Case]:
    good = a_zip(_zip_files())
    outputs = {"paths": sorted(path for path in FILES if path != MANIFEST)}
    files: Sequence[tuple[str, str, dict[str, object]]] = (
        ("passphrase", "a backup under a passphrase", _opened(passphrase_file(good, PASSPHRASE))),
        ("identity", "a backup to a recipient", _opened(recipient_file(good), identity=IDENTITY)),
    )
    for name, reason, inputs in files:
        yield case(AREA, "open", name, reason, inputs, outputs)


def _bad_ages() -> Iterator[Case]:
    good = passphrase_file(a_zip(_zip_files()), PASSPHRASE)
    payload = good.index(b"\n--- ") + 5 + 43 + 1
    mac, stanza = payload - 10, good.index(b"\n", 30) + 5
    salt = good.index(b"scrypt ") + 10
    not_whole = a_zip(_zip_files())[:-1]
    big = passphrase_file(a_zip([ZipFile("big", bytes(70_000))]), PASSPHRASE)
    big_payload = big.index(b"\n--- ") + 5 + 43 + 1
    wrong: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-passphrase": ("another passphrase", _opened(good, passphrase=PASSPHRASE + "s")),
        "other-case": ("case counts", _opened(good, passphrase=PASSPHRASE.upper())),
        "stanza-bit": ("one letter of the wrapped file key", _opened(_letter(good, stanza))),
        "salt-bit": ("one letter of the salt", _opened(_letter(good, salt))),
        "other-stanza": ("locked to a recipient", _opened(recipient_file(a_zip(_zip_files())))),
        "wrong-identity": (
            "locked with a passphrase",
            _opened(good, identity=IDENTITY),
        ),
    }
    for name, (reason, inputs) in wrong.items():
        yield case(AREA, "open", name, reason, inputs, "wrong_secret")
    damaged = {
        "nothing": ("no bytes", b""),
        "not-age": ("no age file", b"a file of another kind, long enough to be read"),
        "other-age": ("another version of age", good.replace(b"org/v1", b"org/v2", 1)),
        "mac": ("one letter of the header's MAC", _letter(good, mac)),
        "header-only": ("nothing after the header", good[:payload]),
        "nonce-bit": ("one bit of the payload's nonce", flip(good, payload)),
        "payload-bit": ("one bit of the payload", flip(good, payload + 30)),
        "tag-bit": ("one bit of the last tag", flip(good, -1)),
        "cut": ("the last byte is cut off", good[:-1]),
        "longer": ("one byte too many", good + b"\x00"),
        "no-payload": ("no chunk of payload", good[: payload + 16]),
        "last-chunk": ("the last chunk is cut off", big[: big_payload + 16 + 65_536 + 16]),
        "zip-within": (
            "a whole age file around a zip that is cut",
            passphrase_file(not_whole, PASSPHRASE),
        ),
        "work-factor": ("more work than anyone does", passphrase_file(b"", PASSPHRASE, 40)),
        "work-factor-21": ("one more than is done", passphrase_file(b"", PASSPHRASE, 21)),
    }
    for name, (reason, data) in damaged.items():
        yield case(AREA, "open", name, reason, _opened(data), "backup_damaged")


def _letter(data: bytes, at: int) -> bytes:
    return data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :]
