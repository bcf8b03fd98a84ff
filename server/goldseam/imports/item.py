"""What a format reads: items, and rows of the report (docs/imports.md, Items)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from goldseam.imports.times import When

App: TypeAlias = Literal[
    "day_one",
    "standard_notes",
    "journey",
    "jrnl",
    "apple_journal",
    "joplin",
    "diarium",
    "markdown",
]
APPS: Final[tuple[App, ...]] = get_args(App)
"""In the order in which they are looked for."""
Droppable: TypeAlias = Literal["place", "weather", "steps", "device", "music"]
DROPPABLE: Final[tuple[Droppable, ...]] = get_args(Droppable)
Reason: TypeAlias = Literal[
    "encrypted",
    "trashed",
    "deleted",
    "empty",
    "no_date",
    "json",
    "encoding",
    "too_large",
    "duplicate",
    "already_here",
    "removed_here",
    "media_waits",
    "not_text",
    "other_format",
    "html_lost",
]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose, and when. `now` is in UTC milliseconds."""

    zone: ZoneInfo
    now: int
    format: App | None = None
    keep: frozenset[Droppable] = frozenset()
    with_trashed: bool = False
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; `original_id` is empty where there is none."""

    member: str
    original_id: str
    reason: Reason

    @property
    def place(self) -> tuple[bytes, bytes, bytes]:
        """Where it stands in the report."""
        return self.member.encode(), self.original_id.encode(), self.reason.encode()


@dataclass(frozen=True, slots=True)
class Media:
    """Something in the archive that waits there: what stands in the text, and its member's path, or its name."""

    name: str
    member: str

    @property
    def mark(self) -> str:
        """What stands in a text in its place."""
        return f"[media: {media_name(self.name)}]"


@dataclass(frozen=True, slots=True)
class Item:
    """One page as a format has it. `updated` counts only where it is a moment or a day.

    `waiting` is media that the body names, `unnamed` media that it does not. `left_out` is why it is not wanted, where
    the format knows. `is_named_by_file`: its title is no words of its own. `fallback`: when, where nothing else says.
    """

    app: str
    original_id: str
    member: str
    title: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    created: When = None
    updated: When = None
    zone: str = ""
    waiting: tuple[Media, ...] = ()
    unnamed: tuple[Media, ...] = ()
    dropped: Mapping[Droppable, str] = field(default_factory=dict)
    left_out: Reason | None = None
    is_html_lost: bool = False
    is_covered: bool = False
    is_named_by_file: bool = False
    fallback: int | None = None


Event: TypeAlias = Item | Row
Events: TypeAlias = Iterator[Event]
RecordId: TypeAlias = Callable[[str, str, str], bytes]
"""The 16 bytes of the id of a record, from kind, app and original id."""


def media_name(name: str) -> str:
    """A name as it stands in a text."""
    return "".join("_" if c in "[]" or ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 else c for c in name)
