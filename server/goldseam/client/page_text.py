"""How records of every kind are shown on a terminal (docs/records.md)."""

import json
from collections.abc import Iterator
from typing import Final

from goldseam.client.pages import KeptPage
from goldseam.client.terminal import harmless, plain
from goldseam.crypto.canonical import Json, JsonObject
from goldseam.crypto.page import time_text

SHORT_ID: Final = 8
LINE_CHARACTERS: Final = 60
PAGE_KIND: Final = "entry"
PLACES: Final = {
    "on_server": "",
    "waiting": "waits to be sent",
    "device_only": "on this device only",
    "newer": "last changed by a newer version, read-only",
    "unreadable": "last changed in a way that cannot be read here, read-only",
}
TELLING: Final = (
    *("title", "body", "name_shown", "text", "what", "set_off_text", "camera", "one_word"),
    "kind",
)
"""Fields that hold a person's own words; the first that has some stands for the record in a list."""
ENVELOPE: Final = frozenset({"kind", "v", "created_at", "updated_at", "tz", "title", "body"})


def line_of(page: KeptPage) -> str:
    """One line of a list. Of what the person covered it shows no word."""
    created = moment_of(page.value, "created_at")[:10]
    words = words_of(page.value)
    kind = plain(_text(page.value, "kind"))
    told = [PLACES[page.place], "" if kind in {PAGE_KIND, words} else kind]
    marks = "".join(f"  [{mark}]" for mark in told if mark)
    return f"{page.record.hex()[:SHORT_ID]}  {created:10}  {words}{marks}"


def words_of(value: JsonObject) -> str:
    """The first words of a record, on one line; of what the person covered none."""
    texts = (plain(_text(value, field)[:LINE_CHARACTERS]) for field in TELLING)
    return "(covered)" if value.get("cover") is True else next(filter(None, texts), "(empty)")


def facts_of(page: KeptPage) -> JsonObject:
    """What a list in JSON says of a record."""
    tags = page.value.get("tags")
    at = page.value.get("trashed_at")
    return {
        "id": page.record.hex(),
        "kind": _text(page.value, "kind"),
        "title": "" if is_covered(page) else _text(page.value, "title"),
        "tags": tags if isinstance(tags, list) else [],
        "created": moment_of(page.value, "created_at"),
        "updated": moment_of(page.value, "updated_at"),
        "covered": is_covered(page),
        "trashed": moment_of(page.value, "trashed_at") if isinstance(at, int) else None,
        "place": page.place,
    }


def text_of(page: KeptPage) -> str:
    """A record as text: title and Markdown; of kinds other than a page the other fields too."""
    title = plain(_text(page.value, "title"))
    body = harmless(_text(page.value, "body"))
    parts = [f"# {title}\n" if title else "", body]
    if _text(page.value, "kind") != PAGE_KIND:
        parts.append("\n".join(_field_lines(page.value)))
    return "\n".join(filter(None, parts))


def moment_of(value: JsonObject, field: str) -> str:
    """A moment of a record in UTC, such as 2026-11-22T18:00:00Z; empty where it has none."""
    at = value.get(field)
    try:
        return time_text(at) if isinstance(at, int) else ""
    except OverflowError:
        return ""


def is_covered(page: KeptPage) -> bool:
    """Whether the person covered it."""
    return page.value.get("cover") is True


def _field_lines(value: JsonObject) -> Iterator[str]:
    for name, said in value.items():
        if name not in ENVELOPE:
            yield f"{plain(name)}: {_said(said)}"


def _said(value: Json) -> str:
    if isinstance(value, str):
        return harmless(value)
    return harmless(json.dumps(value, ensure_ascii=False))


def _text(value: JsonObject, field: str) -> str:
    text = value.get(field)
    return text if isinstance(text, str) else ""
