"""Records as files for any editor, or as JSON, and a choice of them (docs/exports.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from goldseam.client.pages import is_trashed
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, clean_text, utf16
from goldseam.crypto.page import (
    day_of,
    is_removed,
    moment_lines,
    quoted,
    tags_in,
    text_in,
    title_in_names,
)

SHORT_DIGITS: Final = 8
MAX_FIELD_BYTES: Final = 500
FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")
LINE_END = re.compile(r"\r\n|\r|\n")
NO_PAGES: Final = frozenset({"settings", "pack_override", "rejoined"})
"""Kinds that nobody reads as a page."""
NO_FIELDS: Final = frozenset(
    (
        *("id", "kind", "title", "body", "created", "created_at", "updated", "updated_at"),
        *("date", "modified", "tags", "tag", "keywords", "tz", "timezone", "people", "cover"),
        *("v", "answers", "trashed_at", "merged", "kept_after_remove"),
    )
)
"""Fields that stand elsewhere, or say nothing; and keys that would be read as something else."""

Records = Mapping[bytes, JsonObject]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records are wanted; what is empty narrows nothing. Days are dates in UTC, `people` ids in hexadecimal."""

    first: str = ""
    last: str = ""
    kinds: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    with_covered: bool = False

    def has(self, record: bytes, value: JsonObject) -> bool:
        """Whether a record is wanted."""
        return (
            not is_removed(value)
            and self.shows(value)
            and self._has_day(day_of(value.get("created_at")))
            and (not self.kinds or text_in(value, "kind") in self.kinds)
            and (not self.people or not self.people.isdisjoint({record.hex(), *people_in(value)}))
            and (not self.tags or not self.tags.isdisjoint(tags_in(value)))
        )

    def shows(self, value: JsonObject) -> bool:
        """Whether it is not covered, or covered records are asked for."""
        return self.with_covered or value.get("cover") is not True

    def _has_day(self, day: str) -> bool:
        if not (self.first or self.last):
            return True
        return day != "" and self.first <= day and (not self.last or day <= self.last)


def readable_files(records: Records, choice: Choice) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every page that is wanted, in the order of the ids; one record at a time is looked at."""
    names = _names(records, choice)
    taken: set[str] = set()
    for record in sorted(records):
        value = records[record]
        if is_page(value) and choice.has(record, value):
            yield _free_path(record, value, taken), readable_page(record, value, names)


def full_files(records: Records, choice: Choice) -> Iterator[tuple[str, bytes]]:
    """Path and canonical JSON of every record that is wanted, in the order of the ids."""
    for record in sorted(records):
        value = records[record]
        if choice.has(record, value):
            yield f"records/{record.hex()}.json", canonical_json(value)


def is_page(value: JsonObject) -> bool:
    """Whether a readable export has a file for it, if it is wanted."""
    return text_in(value, "kind") not in NO_PAGES and not is_trashed(value)


def readable_page(record: bytes, value: JsonObject, names: Mapping[str, str]) -> bytes:
    """The file of a record; `names` of people by id in hexadecimal."""
    people = [names[person] for person in people_in(value) if names.get(person)]
    zone = text_in(value, "tz")
    lines = [
        "---",
        f'id: "{record.hex()}"',
        f"kind: {quoted(text_in(value, 'kind'))}",
        f"title: {quoted(text_in(value, 'title'))}",
        *moment_lines("created", value.get("created_at")),
        *moment_lines("updated", value.get("updated_at")),
        f"tags: {_list(tags_in(value))}",
        *([f"tz: {quoted(zone)}"] if zone else []),
        *([f"people: {_list(people)}"] if people else []),
        *(["cover: true"] if value.get("cover") is True else []),
        *_field_lines(value),
        "---",
        "",
    ]
    blocks = "\n\n".join(block for block in _blocks(value) if block)
    return "".join(f"{line}\n" for line in [*lines, *([blocks] if blocks else [])]).encode()


def people_in(value: JsonObject) -> list[str]:
    """The ids of the people whom a record names, in hexadecimal."""
    return _texts(value.get("people"))


def _names(records: Records, choice: Choice) -> dict[str, str]:
    """The names of people, one record at a time."""
    people = ((record.hex(), records[record]) for record in records)
    return {
        person: text_in(value, "name_shown")
        for person, value in people
        if "name_shown" in value and not is_removed(value) and choice.shows(value)
    }


def _free_path(record: bytes, value: JsonObject, taken: set[str]) -> str:
    path = _path(value, record.hex()[:SHORT_DIGITS])
    if path.lower() in taken:
        path = _path(value, record.hex())
    taken.add(path.lower())
    return path


def _path(value: JsonObject, digits: str) -> str:
    day = day_of(value.get("created_at"))
    parts = (day, title_in_names(text_in(value, "title")), digits)
    name = " ".join(part for part in parts if part)
    return f"{day[:4]}/{day[5:7]}/{name}.md" if day else f"{name}.md"


def _field_lines(value: JsonObject) -> Iterator[str]:
    for name, said in _fields(value):
        if isinstance(said, str):
            if not _is_long(said):
                yield f"{name}: {quoted(clean_text(said))}"
        elif isinstance(said, list):
            if said and len(_texts(said)) == len(said):
                yield f"{name}: {_list(_texts(said))}"
        elif isinstance(said, int):
            yield f"{name}: {canonical_json(said).decode()}"


def _fields(value: JsonObject) -> Iterator[tuple[str, Json]]:
    for name in sorted(value, key=utf16):
        if FIELD.fullmatch(name) and name not in NO_FIELDS and value[name] != "":
            yield name, value[name]


def _is_long(text: str) -> bool:
    return bool(LINE_END.search(text)) or len(clean_text(text).encode()) > MAX_FIELD_BYTES


def _blocks(value: JsonObject) -> Iterator[str]:
    yield text_in(value, "body").removesuffix("\n")
    for name, said in _fields(value):
        if isinstance(said, str) and _is_long(said):
            yield f"## {name}"
            yield clean_text(said).removesuffix("\n")
    answers = value.get("answers")
    for answer in answers if isinstance(answers, list) else []:
        if isinstance(answer, dict):
            yield from _answer(answer)


def _answer(answer: JsonObject) -> Iterator[str]:
    chosen, text = _texts(answer.get("chosen")), text_in(answer, "text")
    if not (text or chosen):
        return
    asked = LINE_END.sub(" ", text_in(answer, "prompt_text"))
    yield f"## {asked}" if asked else ""
    yield text.removesuffix("\n")
    yield "\n".join(f"- {clean_text(word)}" for word in chosen)


def _texts(value: Json) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(quoted(text) for text in texts)}]"
