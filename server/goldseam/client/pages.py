"""Pages as a person knows them: list, read, keep, remove; a change is sealed in its outbox row before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from goldseam.client.desk import Desk
from goldseam.client.effects import (
    Procedure,
    Table,
    opened,
    opened_readable,
    scan,
    shut,
    write,
)
from goldseam.client.held import (
    Aside,
    Outgoing,
    aside_revisions,
    base_of,
    fetched,
    load_aside,
    load_state,
    parsed,
    stored,
    why_aside,
)
from goldseam.client.kinds import VERSIONS, version_of_change
from goldseam.crypto.backup import Contents, Unopened
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import Checkpoint, VaultMark
from goldseam.crypto.page import is_removed
from goldseam.errors import Damaged, GoldseamError
from goldseam.protocol.encoding import ID_BYTES

Place: TypeAlias = Literal["on_server", "waiting", "device_only"] | Aside
"""Where a page's newest words are; set aside, they cannot be read here, what is shown is older and read-only."""


_STATES: Final[tuple[Table, Table]] = ("outbox", "bases")
"""Where a record's states rest, the newest first."""


class NoSuchPage(GoldseamError):
    """No page, or more than one, begins like what was given."""

    code = "no_such_page"
    sentence = "There is no page with this id here."


class SetAside(GoldseamError):
    """The page's newest state cannot be read here, so nothing is written over it."""

    code = "set_aside"
    sentence = (
        "This page was last changed in a way that cannot be read here, perhaps by a newer version of Goldseam:\n"
        "bring goldseam up to date. Until then it is read-only here."
    )


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
    """A record as this device has it."""

    record: bytes
    value: JsonObject
    place: Place


def pages() -> Procedure[list[KeptPage]]:
    """Every record that was not removed and opens here, newest first by creation, then by id.

    Where the newest words do not open, those before them are shown, as of a record that was set aside.
    """
    bases = yield from opened_readable("bases")
    waiting = yield from opened_readable("outbox")
    outbox = {r: parsed(Outgoing, data) for r, data in waiting.items() if data is not None}
    unread: dict[bytes, Aside] = {r: "unreadable" for r, data in waiting.items() if data is None}
    aside = unread | (yield from load_aside())
    states = {r: _readable(waiting.get(r), bases.get(r)) for r in bases.keys() | waiting.keys()}
    kept = [
        KeptPage(record, value, _place(record, outbox, aside))
        for record, value in states.items()
        if value is not None and not is_removed(value)
    ]
    return sorted(kept, key=lambda page: (_created_at(page.value), page.record), reverse=True)


def find(prefix: str) -> Procedure[KeptPage]:
    """The one page whose id in hexadecimal begins with `prefix`. Raises `NoSuchPage`."""
    known = yield from pages()
    found = [page for page in known if page.record.hex().startswith(prefix.lower())]
    if len(found) > 1:
        raise NoSuchPage("More than one page begins like this: give more of the id.")
    if not found:
        raise NoSuchPage
    return found[0]


def keep(desk: Desk, record: bytes | None, words: Words, now: Now) -> Procedure[bytes]:
    """Write a new page (`record` None) or other words into one, and give its id; unchanged words change nothing.

    Raises `NoSuchPage` for one that was removed, `SetAside`.
    """
    name = desk.random(ID_BYTES) if record is None else record
    before = None if record is None else (yield from changeable(record))
    value = _changed(before, words, now)
    if value != before:
        yield from write([(yield from stored("outbox", name, Outgoing(canonical_json(value))))])
    return name


def remove(record: bytes, *, is_final: bool) -> Procedure[None]:
    """Put a tombstone in place; a final one also erases the earlier revisions and wins over edits elsewhere."""
    yield from changeable(record)
    tombstone: JsonObject = {"deleted": True, "erase": is_final}
    yield from write([(yield from stored("outbox", record, Outgoing(canonical_json(tombstone))))])


def contents(
    desk: Desk, now: Now, records: Mapping[bytes, JsonObject] | None = None
) -> Procedure[Contents]:
    """All that a backup holds: the newest states that are read here, those not yet sent among them.

    `records` where they are read one at a time; else they are all in memory.
    """
    state = yield from load_state(desk.vault)
    if records is None:
        records = yield from _all_readable()
    left_out = {
        record: Unopened(row.number if (row := state.rows.get(record)) else 0, why_aside(sealed))
        for record, sealed in (yield from _unread()).items()
    }
    mark = VaultMark(desk.vault, state.sequence, state.chain)
    checkpoint = Checkpoint(desk.keyring.version, desk.keyring.digest, (mark,))
    return Contents(records, checkpoint, now.at, left_out)


def readable_records() -> Procedure[list[bytes]]:
    """The ids of all records that are read here and were not removed, sorted; one at a time is opened."""
    known = dict((yield from scan("outbox"))).keys() | dict((yield from scan("bases"))).keys()
    found: list[bytes] = []
    for record in sorted(known):
        value = yield from readable(record)
        if value is not None and not is_removed(value):
            found.append(record)
    return found


def readable(record: bytes) -> Procedure[JsonObject | None]:
    """The newest state of a record that opens here, or None."""
    states: list[bytes | None] = []
    for table in _STATES:
        try:
            state = yield from opened(table, record)
        except Damaged:
            state = None
        states.append(state)
    return _readable(*states)


def _all_readable() -> Procedure[dict[bytes, JsonObject]]:
    values: dict[bytes, JsonObject] = {}
    for record in (yield from readable_records()):
        value = yield from readable(record)
        if value is not None:
            values[record] = value
    return values


def _readable(outgoing: bytes | None, base: bytes | None) -> JsonObject | None:
    """The newest state that opens: what waits here, else what was verified."""
    if outgoing is not None:
        return parse_object(parsed(Outgoing, outgoing).record)
    return None if base is None else parse_object(base)


def _unread() -> Procedure[dict[bytes, bytes]]:
    """The sealed bytes of what would be the newest state of a record, but is not read here."""
    waiting = {record for record, _ in (yield from scan("outbox"))}
    closed = yield from shut("bases")
    unread = {record: sealed for record, sealed in closed.items() if record not in waiting}
    unread |= {r: revision.sealed for r, revision in (yield from aside_revisions()).items()}
    return unread | (yield from shut("outbox"))


def is_trashed(value: JsonObject) -> bool:
    """Whether it lies in the trash, from which lists leave it out (docs/records.md, Trash)."""
    return isinstance(value.get("trashed_at"), int)


def _place(record: bytes, outbox: Mapping[bytes, Outgoing], aside: Mapping[bytes, Aside]) -> Place:
    if record in aside:
        return aside[record]
    if record not in outbox:
        return "on_server"
    return "waiting" if outbox[record].work == "sync" else "device_only"


def changeable(record: bytes) -> Procedure[JsonObject]:
    """The newest state of a page that may be changed here."""
    if record in (yield from load_aside()):
        raise SetAside
    outgoing = yield from fetched("outbox", record, Outgoing)
    value = parse_object(outgoing.record) if outgoing else (yield from base_of(record))
    if value is None or is_removed(value):
        raise NoSuchPage
    return value


def _changed(before: JsonObject | None, words: Words, now: Now) -> JsonObject:
    """The record with other words, as it will be read again; fields that we do not know stay as they are."""
    tags: list[Json] | None = None if words.tags is None else [*words.tags]
    news: JsonObject = {"title": words.title, "body": words.body, "tags": tags}
    said = _clean({field: new for field, new in news.items() if new is not None})
    if before is None:
        return _clean(_blank_page(now)) | said
    if all(before.get(field) == new for field, new in said.items()):
        return before
    return before | said | version_of_change(before) | {"updated_at": now.at}


def _blank_page(now: Now) -> JsonObject:
    return {
        "kind": "entry",
        "v": VERSIONS["entry"],
        "created_at": now.at,
        "updated_at": now.at,
        "tz": now.zone,
        "title": "",
        "body": "",
        "tags": [],
    }


def _clean(value: JsonObject) -> JsonObject:
    return parse_object(canonical_json(value))


def _created_at(value: JsonObject) -> int:
    at = value.get("created_at")
    return at if isinstance(at, int) else 0
