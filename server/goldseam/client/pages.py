"""Pages as a person knows them: list, read, keep, remove; a change is sealed in its outbox row before it is kept."""

from dataclasses import dataclass

from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, opened, opened_all, scan, write
from goldseam.client.held import (
    Outgoing,
    fetched,
    fetched_all,
    load_alarm,
    load_state,
    stored,
)
from goldseam.crypto.backup import Contents
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import Checkpoint, VaultMark
from goldseam.crypto.page import is_removed
from goldseam.errors import NotFound
from goldseam.protocol.encoding import ID_BYTES

ENTRY_VERSION = 1


@dataclass(frozen=True, slots=True)
class Words:
    """What a person writes: Markdown, a title, tags. None leaves a part as it is."""

    title: str | None = None
    body: str | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """This device's clock in UTC milliseconds, and its IANA time zone or an empty text."""

    at: int
    zone: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A record as this device has it; `is_waiting` while its newest words are here only."""

    record: bytes
    value: JsonObject
    is_waiting: bool


def pages() -> Procedure[list[KeptPage]]:
    """Every record that was not removed, newest first by creation, then by id."""
    states = {key: parse_object(data) for key, data in (yield from opened_all("bases")).items()}
    outbox = yield from fetched_all("outbox", Outgoing)
    states |= {record: parse_object(out.record) for record, out in outbox.items()}
    kept = [
        KeptPage(record, value, record in outbox)
        for record, value in states.items()
        if not is_removed(value)
    ]
    return sorted(kept, key=lambda page: (_created_at(page.value), page.record), reverse=True)


def page(record: bytes) -> Procedure[KeptPage]:
    """One record. Raises `NotFound` when it is not here, or was removed."""
    value, is_waiting = yield from _newest(record)
    if value is None or is_removed(value):
        raise NotFound("There is no such page here.")
    return KeptPage(record, value, is_waiting)


def find(prefix: str) -> Procedure[KeptPage]:
    """The one record whose id in hexadecimal begins with `prefix`. Raises `NotFound`."""
    known = yield from pages()
    found = [page for page in known if page.record.hex().startswith(prefix.lower())]
    if len(found) != 1:
        raise NotFound(
            "There is no page with this id here."
            if not found
            else "More than one page begins like this: give more of the id."
        )
    return found[0]


def keep(desk: Desk, record: bytes | None, words: Words, now: Now) -> Procedure[KeptPage]:
    """Write a new page (`record` None) or other words into one; unchanged words change nothing."""
    name = desk.random(ID_BYTES) if record is None else record
    before, is_waiting = yield from _newest(name)
    value = _changed(before, words, now)
    if before is not None and value == before:
        return KeptPage(name, before, is_waiting)
    yield from write([(yield from stored("outbox", name, Outgoing(canonical_json(value))))])
    return KeptPage(name, value, True)


def remove(record: bytes, *, is_final: bool) -> Procedure[None]:
    """Put a tombstone in place; a final one also erases the earlier revisions and wins over edits elsewhere."""
    yield from page(record)
    tombstone: JsonObject = {"deleted": True, "erase": is_final}
    change = yield from stored("outbox", record, Outgoing(canonical_json(tombstone)))
    yield from write([change, *([Change("drafts", record, None)] if is_final else [])])


def contents(desk: Desk, now: Now) -> Procedure[Contents]:
    """All that a backup holds: the newest states, those not yet sent among them."""
    kept = yield from pages()
    state = yield from load_state(desk.vault)
    mark = VaultMark(desk.vault, state.sequence, state.chain)
    checkpoint = Checkpoint(desk.keyring.version, desk.keyring.digest, (mark,))
    return Contents({page.record: page.value for page in kept}, checkpoint, now.at)


def standing() -> Procedure[tuple[str | None, int]]:
    """The alarm that stands, or None, and how many revisions lie aside because a newer version wrote them."""
    alarm = yield from load_alarm()
    return alarm, len((yield from scan("aside")))


def _newest(record: bytes) -> Procedure[tuple[JsonObject | None, bool]]:
    outgoing = yield from fetched("outbox", record, Outgoing)
    if outgoing is not None:
        return parse_object(outgoing.record), True
    data = yield from opened("bases", record)
    return (None if data is None else parse_object(data)), False


def _changed(before: JsonObject | None, words: Words, now: Now) -> JsonObject:
    """The record with other words; fields that we do not know stay as they are."""
    value: JsonObject = before or {
        "kind": "entry",
        "v": ENTRY_VERSION,
        "created_at": now.at,
        "tz": now.zone,
        "title": "",
        "body": "",
        "tags": [],
    }
    tags: list[Json] | None = None if words.tags is None else [*words.tags]
    news: dict[str, Json] = {"title": words.title, "body": words.body, "tags": tags}
    changed = {field: new for field, new in news.items() if new is not None}
    if before is not None and all(before.get(field) == new for field, new in changed.items()):
        return before
    return parse_object(canonical_json({**value, **changed, "updated_at": now.at}))


def _created_at(value: JsonObject) -> int:
    at = value.get("created_at")
    return at if isinstance(at, int) else 0
