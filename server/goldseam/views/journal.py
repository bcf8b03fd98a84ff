"""The records of a journal as views read them (docs/views.md, Words used here)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from goldseam.crypto.canonical import JsonObject, utf16
from goldseam.views.days import is_day, local_day, moment
from goldseam.views.reading import integer, is_set, part, text, texts

APART: Final = frozenset({"person", "safety_card", "settings", "pack_override", "rejoined"})
VAGUE: Final = frozenset({"about_then", "long_ago", "not_set"})
AT_ONCE: Final = 20
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page:
    """A record that is there and is a page; `record` its id in hexadecimal."""

    record: str
    value: JsonObject

    @cached_property
    def kind(self) -> str:
        """The name of its kind."""
        return text(self.value, "kind")

    @cached_property
    def created_at(self) -> int:
        """UTC milliseconds, 0 for none."""
        return moment(self.value.get("created_at"))

    @cached_property
    def _said_day(self) -> str:
        said = text(part(self.value, "happened"), "date")
        return said if is_day(said) else ""

    @cached_property
    def day(self) -> str:
        """When it was, as the person said, else when it was written; empty for neither."""
        return self._said_day or local_day(self.created_at, text(self.value, "tz"))

    @property
    def is_exact(self) -> bool:
        """Whether the day is not only about then."""
        precision = text(part(self.value, "happened"), "precision")
        return not (self._said_day and precision in VAGUE)

    @property
    def is_covered(self) -> bool:
        """Whether the person covered it."""
        return is_set(self.value, "cover")

    @property
    def people(self) -> list[str]:
        """Whom it names."""
        return texts(self.value, "people")


@dataclass(frozen=True)
class Journal:
    """Everything that is read here, by id in hexadecimal."""

    records: Mapping[str, JsonObject]

    @cached_property
    def pages(self) -> list[Page]:
        """Newest first."""
        found = [Page(record, value) for record, value in self._there() if _is_page(value)]
        # A stable sort, reversed too: pages of one day stay as they were made.
        return sorted(made_last_first(found), key=lambda page: page.day, reverse=True)

    @cached_property
    def shown(self) -> list[Page]:
        """The pages that are not covered."""
        return [page for page in self.pages if not page.is_covered]

    @cached_property
    def people(self) -> dict[str, JsonObject]:
        """The people whose record is there."""
        return {record: value for record, value in self._there() if value.get("kind") == "person"}

    @cached_property
    def not_safe(self) -> frozenset[str]:
        """The people who are not safe now, trashed or not."""
        return self._people_who(lambda value: value.get("feels_now") == "not_safe")

    @cached_property
    def held_back(self) -> frozenset[str]:
        """The people of whom nothing is brought up."""
        return self.not_safe | self._people_who(lambda value: is_set(value, "kept_apart"))

    @cached_property
    def settings(self) -> JsonObject:
        """The account's settings, empty for none."""
        return next((value for _, value in self._there() if value.get("kind") == "settings"), {})

    def shown_of(self, *kinds: str) -> list[Page]:
        """The shown pages of these kinds."""
        return [page for page in self.shown if page.kind in kinds]

    def _there(self) -> Iterable[tuple[str, JsonObject]]:
        return (row for row in self.records.items() if not _is_gone(row[1]))

    def _people_who(self, asked: Callable[[JsonObject], bool]) -> frozenset[str]:
        people = (
            (record, value)
            for record, value in self.records.items()
            if value.get("kind") == "person" and not is_set(value, "deleted")
        )
        return frozenset(record for record, value in people if asked(value))


def names_any(page: Page, people: Collection[str]) -> bool:
    """Whether a page names one of these people."""
    return any(person in people for person in page.people)


def made_last_first(pages: Iterable[Page]) -> list[Page]:
    """By when they were made, then by id."""
    return sorted(pages, key=lambda page: (-page.created_at, utf16(page.record)))


def one_part(rows: list[Row], offset: int) -> tuple[list[Row], int | None]:
    """Twenty rows from `offset`, and the offset of the next part."""
    end = offset + AT_ONCE
    return rows[offset:end], end if len(rows) > end else None


def _is_page(value: JsonObject) -> bool:
    kind = text(value, "kind")
    return kind != "" and kind not in APART


def _is_gone(value: JsonObject) -> bool:
    trashed_at = integer(value.get("trashed_at"))
    return is_set(value, "deleted") or (trashed_at is not None and trashed_at >= 0)
