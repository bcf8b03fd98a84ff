"""Keeping what an import brings: in batches, nothing written over, the same when done again (docs/imports.md)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from goldseam.client.desk import FIRST_EPOCH, Desk
from goldseam.client.effects import Change, Procedure, Table, get, opened, scan, write
from goldseam.client.held import Outgoing, parsed, stored
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, parse_object
from goldseam.crypto.page import is_removed
from goldseam.crypto.seal import derived_record_id
from goldseam.errors import Damaged
from goldseam.imports.item import RecordId, Row
from goldseam.imports.limits import MAX_BATCH_RECORDS
from goldseam.imports.reading import Imported
from goldseam.imports.records import PERSON
from goldseam.protocol.encoding import ID_BYTES

OWN_APP: Final = "goldseam"
OWN_ID = re.compile(f"[0-9a-f]{{{2 * ID_BYTES}}}")

Standing: TypeAlias = Literal["absent", "here", "removed"]
People: TypeAlias = dict[str, bytes]
"""The people of the journal: the id of the first one of each name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done with one batch."""

    count: int
    rows: tuple[Row, ...]


def record_ids(desk: Desk) -> RecordId:
    """The ids of imported records in this journal."""

    def record_id(kind: str, app: str, original_id: str) -> bytes:
        return derived_record_id(desk.keys[FIRST_EPOCH], kind, app, original_id)

    return record_id


def people_here() -> Procedure[People]:
    """The people of the journal by their names, what waits before what was sent."""
    people: People = {}
    tables: tuple[Table, ...] = ("outbox", "bases")
    for table in tables:
        for record, _ in (yield from scan(table)):
            value = yield from _state(table, record)
            if value is not None and value.get("kind") == PERSON:
                name = value.get("name_shown")
                if isinstance(name, str):
                    people.setdefault(name, record)
    return people


def standing(record: bytes, app: str, original_id: str) -> Procedure[Standing]:
    """Whether something of a record is here already, or of the page that Goldseam wrote out itself."""
    found = yield from _standing(record)
    own = _own_record(app, original_id)
    if found == "absent" and own is not None and (yield from _standing(own)) == "here":
        return "here"
    return found


def batches(records: Iterable[Imported]) -> Iterator[list[Imported]]:
    """At most 100 records at a time."""
    batch: list[Imported] = []
    for one in records:
        batch.append(one)
        if len(batch) == MAX_BATCH_RECORDS:
            yield batch
            batch = []
    if batch:
        yield batch


def keep_imported(
    batch: Sequence[Imported], people: People, record_id: RecordId
) -> Procedure[Kept]:
    """Keep in one transaction what is not here yet; `people` learns the new ones."""
    changes: list[Change] = []
    rows: list[Row] = []
    for one in batch:
        app = _app(one.value)
        if one.value["kind"] == PERSON and one.value["name_shown"] in people:
            continue
        found = yield from standing(one.record, app, one.original_id)
        if found == "absent":
            value = _with_people(one.value, app, people, record_id)
            changes.append(
                (yield from stored("outbox", one.record, Outgoing(canonical_json(value))))
            )
            _learn(one, people)
        elif one.value["kind"] != PERSON:
            reason: Literal["already_here", "removed_here"] = (
                "already_here" if found == "here" else "removed_here"
            )
            rows.append(Row(one.member, one.original_id, reason))
    yield from write(changes)
    return Kept(len(changes), tuple(rows))


def _standing(record: bytes) -> Procedure[Standing]:
    if (yield from get("aside", record)) is not None:
        return "here"
    tables: tuple[Table, ...] = ("outbox", "bases")
    for table in tables:
        if (yield from get(table, record)) is not None:
            value = yield from _state(table, record)
            return "removed" if value is not None and is_removed(value) else "here"
    return "absent" if (yield from get("rows", record)) is None else "here"


def _state(table: Table, record: bytes) -> Procedure[JsonObject | None]:
    """What is here of a record, None where it does not open."""
    try:
        data = yield from opened(table, record)
        if data is None:
            return None
        return parse_object(parsed(Outgoing, data).record if table == "outbox" else data)
    except Damaged:
        return None


def _own_record(app: str, original_id: str) -> bytes | None:
    """The id that a page had in the journal that it came from."""
    is_own = app == OWN_APP and OWN_ID.fullmatch(original_id)
    return bytes.fromhex(original_id) if is_own else None


def _with_people(value: JsonObject, app: str, people: People, record_id: RecordId) -> JsonObject:
    """The page with the people of this journal where they have the same names."""
    ids = value.get("people")
    if not isinstance(ids, list):
        return value
    known = {record_id(PERSON, app, f"person:{name}").hex(): one for name, one in people.items()}
    here: list[Json] = [known[i].hex() if isinstance(i, str) and i in known else i for i in ids]
    return value | {"people": here}


def _learn(one: Imported, people: People) -> None:
    name = one.value.get("name_shown")
    if one.value["kind"] == PERSON and isinstance(name, str):
        people.setdefault(name, one.record)


def _app(value: JsonObject) -> str:
    origin = value.get("origin")
    app = origin.get("app") if isinstance(origin, dict) else ""
    return app if isinstance(app, str) else ""
