"""A source read twice: once for the preview and the report, once for the records (docs/imports.md)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from goldseam.crypto.canonical import JsonObject
from goldseam.imports import (
    apple_journal,
    day_one,
    diarium,
    joplin,
    journey,
    jrnl,
    markdown_pages,
    standard_notes,
)
from goldseam.imports.detecting import detected
from goldseam.imports.item import App, Choices, Droppable, Events, Item, RecordId, Row
from goldseam.imports.members import Members
from goldseam.imports.records import PERSON, Made, kept_and_dropped, made_of, person_of

FIRST_DATES: Final = 3

ITEMS: Final[dict[App, Callable[[Members, Choices], Events]]] = {
    "day_one": day_one.items,
    "standard_notes": standard_notes.items,
    "journey": journey.items,
    "jrnl": jrnl.items,
    "apple_journal": apple_journal.items,
    "joplin": joplin.items,
    "diarium": diarium.items,
    "markdown": markdown_pages.items,
}

Key: TypeAlias = tuple[str, str]
"""App and original id."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come in. `first` are the earliest minutes, `start` and `end` days, where they were written."""

    pages: int = 0
    people: int = 0
    media: int = 0
    start: str = ""
    end: str = ""
    first: tuple[str, ...] = ()
    dropped: Mapping[Droppable, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A record to keep, and where it came from."""

    record: bytes
    value: JsonObject
    member: str
    original_id: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What is remembered of an item until the source was read: only what preview and report need."""

    order: int
    updated_at: int
    created_at: int
    local: str
    member: str
    rows: tuple[Row, ...]
    dropped: tuple[Droppable, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """A source that was looked at: nothing of it is kept yet, and none of its words are held here."""

    members: Members
    choices: Choices
    record_id: RecordId
    app: App | None
    preview: Preview
    report: tuple[Row, ...]
    pages: Mapping[Key, int]
    """The pages that come in, and which of all items in their order each of them is."""

    def records(self) -> Iterator[Imported]:
        """Every record, a person before the first page that names them. Raises `ImportRefused`."""
        if self.app is None:
            return
        known: set[Key] = set()
        orders = frozenset(self.pages.values())
        for order, made in _items(self.members, self.choices, self.record_id, self.app):
            if order in orders:
                yield from self._of(made, known)

    def _of(self, made: Made, known: set[Key]) -> Iterator[Imported]:
        app, member = made.item.app, made.item.member
        for name in made.names:
            if (app, name) not in known:
                known.add((app, name))
                original_id = f"person:{name}"
                record = self.record_id(PERSON, app, original_id)
                yield Imported(record, person_of(app, name, made.value), member, original_id)
        record = self.record_id("entry", app, made.original_id)
        yield Imported(record, made.value, member, made.original_id)


def look_at(members: Members, choices: Choices, record_id: RecordId) -> Import:
    """Read a source whole, without keeping it. Raises `ImportRefused`, `ImportIsBackup`."""
    app = choices.format or detected(members)
    if app is None:
        rows = tuple(row for row in members.rest((), ()) if isinstance(row, Row))
        return Import(members, choices, record_id, None, Preview(), _in_order(rows), {})
    found: dict[Key, _Found] = {}
    rows_of_others: list[Row] = []
    for order, made in enumerate(_events(members, choices, app)):
        if isinstance(made, Row):
            rows_of_others.append(made)
        else:
            _remember(made_of(made, choices, record_id), order, choices, found, rows_of_others)
    report = [*rows_of_others, *(row for one in found.values() for row in one.rows)]
    pages = {key: one.order for key, one in found.items()}
    preview = _preview(found)
    return Import(members, choices, record_id, app, preview, _in_order(report), pages)


def _events(members: Members, choices: Choices, app: App) -> Events:
    return ITEMS[app](members, choices)


def _items(
    members: Members, choices: Choices, record_id: RecordId, app: App
) -> Iterator[tuple[int, Made]]:
    for order, event in enumerate(_events(members, choices, app)):
        if isinstance(event, Item):
            yield order, made_of(event, choices, record_id)


def _remember(
    made: Made, order: int, choices: Choices, found: dict[Key, _Found], report: list[Row]
) -> None:
    """Take an item in, or report it; of two of one id the one changed last, of equals the later."""
    member, original_id = made.item.member, made.original_id
    if made.left_out is not None:
        report.append(Row(member, original_id, made.left_out))
        return
    key = (made.item.app, original_id)
    before = found.get(key)
    if before is not None and before.updated_at > made.updated_at:
        report.append(Row(member, original_id, "duplicate"))
        return
    if before is not None:
        report.append(Row(before.member, original_id, "duplicate"))
    rows = [Row(media.member, original_id, "media_waits") for media in made.media]
    if made.item.is_html_lost:
        rows.append(Row(member, original_id, "html_lost"))
    _, dropped = kept_and_dropped(made.item, choices)
    found[key] = _Found(
        order,
        made.updated_at,
        made.created_at,
        made.local,
        member,
        tuple(dict.fromkeys(rows)),
        tuple(dropped),
        made.names,
    )


def _preview(found: Mapping[Key, _Found]) -> Preview:
    pages = sorted(found.values(), key=lambda one: (one.created_at, one.order))
    days = [page.local[:10] for page in pages]
    rows = {row for page in pages for row in page.rows}
    people = {(app, name) for (app, _), one in found.items() for name in one.names}
    return Preview(
        len(pages),
        len(people),
        sum(row.reason == "media_waits" for row in rows),
        min(days, default=""),
        max(days, default=""),
        tuple(page.local for page in pages[:FIRST_DATES]),
        Counter(name for page in pages for name in page.dropped),
    )


def _in_order(rows: list[Row] | tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(set(rows), key=lambda row: row.place))
