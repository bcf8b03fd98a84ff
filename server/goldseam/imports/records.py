"""Items as records (docs/imports.md, Items)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from goldseam.crypto.canonical import Json, JsonObject, canonical_json, clean_text
from goldseam.imports.item import DROPPABLE, Choices, Droppable, Item, Media, Reason, RecordId
from goldseam.imports.limits import MAX_ORIGINAL_ID_BYTES, MAX_RECORD_BYTES
from goldseam.imports.text import one_line, trimmed
from goldseam.imports.times import Day, Moment, When, local_at, noon, zone

ENTRY_VERSION: Final = 2
PERSON_VERSION: Final = 2
PERSON: Final = "person"


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an item. `left_out` is why nothing came of it; then `value` is of no use.

    `local` is the minute of `created_at` where it was written.
    """

    item: Item
    original_id: str
    value: JsonObject
    names: tuple[str, ...]
    local: str
    left_out: Reason | None

    @property
    def created_at(self) -> int:
        """UTC milliseconds."""
        at = self.value["created_at"]
        return at if isinstance(at, int) else 0

    @property
    def updated_at(self) -> int:
        """UTC milliseconds."""
        at = self.value["updated_at"]
        return at if isinstance(at, int) else 0

    @property
    def media(self) -> tuple[Media, ...]:
        """Everything that waits in the archive."""
        return (*self.item.waiting, *self.item.unnamed)


@dataclass(frozen=True, slots=True)
class _Time:
    at: int
    is_sure: bool


def made_of(item: Item, choices: Choices, record_id: RecordId) -> Made:
    """The record of an item, or why there is none."""
    local = zone(item.zone) or choices.zone
    time = _created(item, local)
    title = clean_text(one_line(item.title))
    text = _text(item)
    original_id = _original_id(item, time, title, clean_text(text))
    body = clean_text(_body(text, item, choices))
    names = tuple(_distinct(item.people))
    value = _value(item, choices, local, time or _Time(0, is_sure=True))
    ids: list[Json] = [record_id(PERSON, item.app, f"person:{name}").hex() for name in names]
    words: JsonObject = {
        "title": title,
        "body": body,
        "tags": [*_distinct(item.tags)],
        "people": ids,
    }
    value |= {name: word for name, word in words.items() if word}
    value["origin"] = {"app": item.app, "original_id": original_id}
    is_empty = not (body or (title and not item.is_named_by_file))
    left_out = _why_left_out(item, choices, is_empty=is_empty, has_time=time is not None)
    if left_out is None and _is_too_large(value, title, body):
        left_out = "too_large"
    minute = "" if time is None else f"{local_at(time.at, local):%Y-%m-%d %H:%M}".zfill(16)
    return Made(item, original_id, value, names, minute, left_out)


def person_of(app: str, name: str, page: JsonObject) -> JsonObject:
    """The record of somebody whom a page names first."""
    return {
        "kind": PERSON,
        "v": PERSON_VERSION,
        "created_at": page["created_at"],
        "updated_at": page["created_at"],
        "tz": page["tz"],
        "name_shown": name,
        "origin": {"app": app, "original_id": f"person:{name}"},
    }


def kept_and_dropped(item: Item, choices: Choices) -> tuple[list[str], list[Droppable]]:
    """The lines of what is asked for, and the kinds of what is dropped."""
    there = [name for name in DROPPABLE if item.dropped.get(name)]
    kept = [f"{name}: {one_line(item.dropped[name])}" for name in there if name in choices.keep]
    return kept, [name for name in there if name not in choices.keep]


def _value(item: Item, choices: Choices, local: ZoneInfo, time: _Time) -> JsonObject:
    updated = _at(item.updated, local)
    value: JsonObject = {
        "kind": "entry",
        "v": ENTRY_VERSION,
        "created_at": time.at,
        "updated_at": max(time.at, time.at if updated is None else updated.at),
        "tz": local.key,
    }
    if not time.is_sure:
        day = local_at(time.at, local).date().isoformat()
        value["happened"] = {"date": day, "precision": "about_then"}
    if choices.cover or item.is_covered:
        value["cover"] = True
    return value


def _created(item: Item, local: ZoneInfo) -> _Time | None:
    created = _at(item.created, local)
    if created is not None:
        return created
    if item.fallback is not None:
        return _Time(item.fallback, is_sure=False)
    updated = _at(item.updated, local)
    return None if updated is None else _Time(updated.at, is_sure=False)


def _at(when: When, local: ZoneInfo) -> _Time | None:
    if isinstance(when, Moment):
        return _Time(when.at, is_sure=True)
    return _Time(noon(when.date, local), is_sure=False) if isinstance(when, Day) else None


def _text(item: Item) -> str:
    """The text, and the media that it does not name."""
    blocks = [trimmed(item.body), *(one.mark for one in item.unnamed)]
    return "\n\n".join(block for block in blocks if block)


def _body(text: str, item: Item, choices: Choices) -> str:
    """The text, and what is asked for of what is dropped."""
    kept, _ = kept_and_dropped(item, choices)
    blocks = [text, "---", "\n".join(kept)] if kept else [text]
    return "\n\n".join(block for block in blocks if block)


def _original_id(item: Item, time: _Time | None, title: str, body: str) -> str:
    if 0 < len(item.original_id.encode()) <= MAX_ORIGINAL_ID_BYTES:
        return item.original_id
    words = f"{'' if time is None else time.at}\n{title}\n{body}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _why_left_out(item: Item, choices: Choices, *, is_empty: bool, has_time: bool) -> Reason | None:
    if item.left_out == "trashed" and choices.with_trashed:
        pass
    elif item.left_out is not None:
        return item.left_out
    if is_empty:
        return "empty"
    return None if has_time else "no_date"


def _is_too_large(value: JsonObject, title: str, body: str) -> bool:
    # Most pages are small; counting their bytes to the last one would take more time than all the rest.
    if len(title) + len(body) < MAX_RECORD_BYTES // 12 and len(value) < 64:
        tags = value.get("tags")
        if not isinstance(tags, list) or len(tags) < 64:
            return False
    return len(canonical_json(value)) > MAX_RECORD_BYTES


def _distinct(texts: Iterable[str]) -> Sequence[str]:
    """Each once, as one line, none empty, in their order."""
    lines = (clean_text(one_line(text)).strip() for text in texts)
    return list(dict.fromkeys(line for line in lines if line))
