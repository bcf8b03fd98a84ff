"""Restoring a backup: what becomes of each of its records, and keeping them (docs/protocol.md, Restoring)."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from goldseam.client.desk import FIRST_EPOCH, Desk
from goldseam.client.effects import Change, Procedure, get, opened, opened_all, write
from goldseam.client.held import Attempt, Outgoing, fetched, parsed, stored
from goldseam.client.history import versions
from goldseam.client.merge.record import merge_record
from goldseam.client.merge.values import is_same
from goldseam.client.pages import Now
from goldseam.crypto.backup import Backup
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.page import is_removed
from goldseam.crypto.seal import derived_record_id
from goldseam.errors import BackupDamaged, Damaged, NotFound
from goldseam.protocol.encoding import ID_BYTES

Kind: TypeAlias = Literal[
    "new", "same", "older", "different", "filled", "kept_here", "removed_here"
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
KEPT: Final[frozenset[Kind]] = frozenset({"new", "different", "filled"})
"""What is written; everything else is left alone."""
SINGLETONS: Final = frozenset({"safety_card", "settings", "pack_override"})
APP: Final = "goldseam_backup"
DAY_CHARACTERS: Final = 10
MAX_BATCH_RECORDS: Final = 100
FOLDER: Final = "records/"
SUFFIX: Final = ".json"
BESIDES: Final = frozenset({"updated_at", "v", "merged", "kept_after_remove", "trashed_at"})
"""What says nothing about what a person wrote."""

Read: TypeAlias = Callable[[bytes], JsonObject]
"""The record of the backup with this id, its canonical bytes those of its file."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a record of the backup, and under which id here."""

    record: bytes
    kind: Kind
    place: bytes


@dataclass(frozen=True, slots=True)
class _Here:
    """The newest state at a place: `is_known` where there is anything of it, `value` None where it is not read."""

    is_known: bool
    value: JsonObject | None = None


def records_in(backup: Backup) -> list[bytes]:
    """The ids of all records of a verified backup, sorted. Raises `BackupDamaged` where one is not named by an id."""
    paths = (path for path in backup.paths() if path.startswith(FOLDER))
    return sorted(_id(path.removeprefix(FOLDER)) for path in paths)


def record_in(backup: Backup, record: bytes) -> JsonObject:
    """One of its records. Raises `BackupDamaged`."""
    try:
        value = parse_object(backup.read(f"{FOLDER}{record.hex()}{SUFFIX}"))
    except Damaged as error:
        raise BackupDamaged from error
    if not isinstance(value.get("kind"), str) or is_removed(value):
        raise BackupDamaged
    return value


def fates(desk: Desk, records: Sequence[bytes], read: Read) -> Procedure[list[Fate]]:
    """What would become of every record, in their order. Asks the server for histories. Raises as `read` and `call`."""
    attempts = [parsed(Attempt, data) for data in (yield from opened_all("attempts")).values()]
    decided: list[Fate] = []
    for record in records:
        fate = yield from _fate(desk, record, read(record), attempts)
        decided.append(fate)
    return decided


def keep_restored(batch: Sequence[Fate], read: Read, made: str, now: Now) -> Procedure[int]:
    """Keep what these fates say in one transaction, and give how many were kept. `made` is the manifest's.

    A place to which something came meanwhile is left alone.
    """
    changes: list[Change] = []
    for fate in batch:
        state = yield from _to_keep(fate, read(fate.record), made[:DAY_CHARACTERS], now)
        if state is not None:
            outgoing = Outgoing(canonical_json(state))
            changes.append((yield from stored("outbox", fate.place, outgoing)))
    yield from write(changes)
    return len(changes)


def _id(name: str) -> bytes:
    stem = name.removesuffix(SUFFIX)
    try:
        record = bytes.fromhex(stem)
    except ValueError as error:
        raise BackupDamaged from error
    if stem == name or stem != record.hex() or len(record) != ID_BYTES:
        raise BackupDamaged
    return record


# deciding


def _fate(
    desk: Desk, record: bytes, value: JsonObject, attempts: Sequence[Attempt]
) -> Procedure[Fate]:
    place = _place(desk, record, value)
    here = yield from _newest(place)
    kind = _kind_of(here, value, desk.enrolled.device.hex())
    if kind == "different" and (yield from _is_earlier(desk, place, value, attempts)):
        kind = "older"
    if kind != "different":
        return Fate(record, kind, place)
    copy = _copy_id(desk, record, value)
    is_there = (yield from _newest(copy)).is_known
    return Fate(record, "same" if is_there else "different", copy)


def _kind_of(here: _Here, value: JsonObject, device: str) -> Kind:
    """What the device alone can say."""
    if not here.is_known:
        return "new"
    if here.value is None:
        return "kept_here" if _is_single(value) else "different"
    if is_removed(here.value):
        return "removed_here"
    if is_same(_said(here.value), _said(value)):
        return "same"
    merged = merge_record(None, value, here.value, device).record
    if is_same(_said(merged), _said(here.value)):
        return "older"
    if not _is_single(value):
        return "different"
    return "kept_here" if is_same(_filled(here.value, value), here.value) else "filled"


def _said(value: JsonObject) -> JsonObject:
    return {name: field for name, field in value.items() if name not in BESIDES}


def _is_earlier(
    desk: Desk, place: bytes, value: JsonObject, attempts: Sequence[Attempt]
) -> Procedure[bool]:
    """Whether the state is one that this place had before: here, on its way, or on the server."""
    said = canonical_json(value)
    states = [attempt.state for attempt in attempts if attempt.record == place]
    base = yield from _base(place)
    if any(_canonical(state) == said for state in (*states, base) if state is not None):
        return True
    try:
        earlier = yield from versions(desk, place)
    except NotFound:
        return False  # It was not sent yet.
    return any(canonical_json(one.value) == said for one in earlier.all)


def _canonical(state: bytes) -> bytes:
    return canonical_json(parse_object(state))


def _newest(record: bytes) -> Procedure[_Here]:
    """What waits here, else what was verified."""
    if (yield from get("aside", record)) is not None:
        return _Here(is_known=True)
    if (yield from get("outbox", record)) is not None:
        try:
            outgoing = yield from fetched("outbox", record, Outgoing)
        except Damaged:
            return _Here(is_known=True)
        return _Here(True, None if outgoing is None else parse_object(outgoing.record))
    base = yield from _base(record)
    if base is not None:
        return _Here(True, parse_object(base))
    is_known = (yield from get("bases", record)) is not None
    return _Here(is_known or (yield from get("rows", record)) is not None)


def _base(record: bytes) -> Procedure[bytes | None]:
    """What was verified, None also where it does not open."""
    try:
        return (yield from opened("bases", record))
    except Damaged:
        return None


# places, and what is kept there


def _place(desk: Desk, record: bytes, value: JsonObject) -> bytes:
    if not _is_single(value):
        return record
    return derived_record_id(desk.keys[FIRST_EPOCH], _kind(value))


def _copy_id(desk: Desk, record: bytes, value: JsonObject) -> bytes:
    digest = hashlib.sha256(canonical_json(value)).hexdigest()
    original = f"{record.hex()} {digest}"
    return derived_record_id(desk.keys[FIRST_EPOCH], _kind(value), APP, original)


def _is_single(value: JsonObject) -> bool:
    return _kind(value) in SINGLETONS


def _kind(value: JsonObject) -> str:
    kind = value.get("kind")
    return kind if isinstance(kind, str) else ""


def _to_keep(fate: Fate, value: JsonObject, day: str, now: Now) -> Procedure[JsonObject | None]:
    here = yield from _newest(fate.place)
    if fate.kind == "filled":
        is_gone = here.value is None or is_removed(here.value)
        return None if is_gone else _filled(here.value or {}, value) | {"updated_at": now.at}
    if here.is_known or fate.kind not in KEPT:
        return None
    origin: JsonObject = {"app": APP, "original_id": f"{day} {fate.record.hex()}"}
    return value if fate.kind == "new" else value | {"origin": origin}


def _filled(here: JsonObject, value: JsonObject) -> JsonObject:
    """What is here, and the fields of the other that are absent here."""
    fields = {name: field for name, field in value.items() if name not in {"also", "merged"}}
    return fields | here
