"""Pages in Markdown: files, folders, zips; Obsidian's, Joplin's, Goldseam's own (docs/imports.md, markdown)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from goldseam.imports.front_matter import FrontMatter, Value, front_matter
from goldseam.imports.heading import headed
from goldseam.imports.item import Choices, Droppable, Events, Item, Row
from goldseam.imports.markdown_code import words_outside_code
from goldseam.imports.markdown_links import linked
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotText
from goldseam.imports.tagging import words_after
from goldseam.imports.text import coordinates, joined
from goldseam.imports.times import (
    DAY_PATH,
    DAY_TEXT,
    Day,
    When,
    at_zone,
    day_of,
    when_of_text,
    zone,
)

CREATED: Final = ("created", "created_at", "date", "creationdate", "journal-date")
UPDATED: Final = ("updated", "updated_at", "modified")
TAGS: Final = ("tags", "tag", "keywords")
NAMED = re.compile(DAY_TEXT + r"(?:[ T_-](?P<hour>[0-9]{2})[.:-]?(?P<minute>[0-9]{2})(?![0-9]))?")
DAY_FILE = re.compile(DAY_PATH + r"\.[^/]*")
SHORT_ID = re.compile(r" (?:[0-9a-f]{8}|[0-9a-f]{32})\Z")
OWN_ID = re.compile(r"[0-9a-f]{32}")
PARTS = re.compile(r"[,\s]+")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
AT_ENDS: Final = " _-."


def is_page(member: Member) -> bool:
    """Whether a member is called Markdown."""
    return member.has(".md", ".markdown")


def is_plain(member: Member) -> bool:
    """Whether a member is a text that could be Markdown."""
    if not member.has(".txt"):
        return False
    try:
        return not member.text().lstrip(" \t\n").startswith("{")
    except NotText:
        return True


def items(members: Members, choices: Choices) -> Events:
    """Every page."""
    read: set[str] = set()
    named: set[str] = set()
    for member in members.all:
        if not (is_page(member) or is_plain(member)):
            continue
        read.add(member.path)
        try:
            text = member.text()
        except NotText:
            yield Row(member.path, "", "encoding")
            continue
        item = _item(members, member, text, choices)
        named.update(media.member for media in item.waiting)
        yield item
    yield from members.rest(read, named)


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says: a title, and when."""

    title: str
    when: When


def _item(members: Members, member: Member, text: str, choices: Choices) -> Item:
    front = front_matter(text) or FrontMatter({}, text)
    own_zone = _first(front, "tz", "timezone")
    local = zone(own_zone) or choices.zone
    if OWN_ID.fullmatch(_first(front, "id")) and "kind" in front.keys:
        return _own(member, front, local, choices)
    name = _named(member, local)
    title, body = _first(front, "title"), front.body
    if not title:
        title, body = headed(body, levels=1)
    made = linked(members, member, body)
    return Item(
        "markdown",
        member.path,
        member.path,
        title or name.title,
        made.body,
        (*_tags(front, body), *(f"mood/{mood}" for mood in _listed(front, "mood"))),
        tuple(_people(front)),
        created=_when(front, CREATED, local) or name.when or _when_of_path(member),
        updated=_when(front, UPDATED, local),
        zone=own_zone,
        waiting=tuple(made.waiting),
        dropped=_dropped(front),
        is_covered=_first(front, "cover") == "true",
        is_named_by_file=not title,
        fallback=_of_member(member, local, choices),
    )


def _own(member: Member, front: FrontMatter, local: ZoneInfo, choices: Choices) -> Item:
    """A page that Goldseam wrote."""
    return Item(
        "goldseam",
        _first(front, "id"),
        member.path,
        _first(front, "title"),
        front.body,
        tuple(_listed(front, "tags")),
        tuple(_listed(front, "people")),
        created=_when(front, CREATED, local),
        updated=_when(front, UPDATED, local),
        zone=_first(front, "tz", "timezone"),
        is_covered=_first(front, "cover") == "true",
        fallback=_of_member(member, local, choices),
    )


def _first(front: FrontMatter, *keys: str) -> str:
    """The first of these keys that is a text and says something."""
    values = (front.keys.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value), "")


def _listed(front: FrontMatter, key: str, parts: re.Pattern[str] | None = None) -> list[str]:
    """A list, or a text as one; `parts` says where a text is parted."""
    value: Value = front.keys.get(key, "")
    if isinstance(value, list):
        return value
    return parts.split(value) if parts is not None else [value] if value else []


def _tags(front: FrontMatter, body: str) -> Iterator[str]:
    for key in TAGS:
        yield from (tag.strip(" \t").removeprefix("#") for tag in _listed(front, key, PARTS))
    yield from words_after("#", words_outside_code(body), first="L")


def _people(front: FrontMatter) -> Iterator[str]:
    for name in _listed(front, "people", re.compile(",")):
        yield name.replace("[[", "").replace("]]", "")


def _when(front: FrontMatter, keys: tuple[str, ...], local: ZoneInfo) -> When:
    found = (when_of_text(_first(front, key), local) for key in keys)
    return next((when for when in found if when is not None), None)


def _named(member: Member, local: ZoneInfo) -> Named:
    """Title and day that the file's name says."""
    stem, when = member.stem, None
    found = NAMED.match(stem)
    day = day_of(found["year"], found["month"], found["day"]) if found else None
    if found is not None and day is not None:
        text = f"{day.isoformat()} {found['hour']}:{found['minute']}" if found["hour"] else ""
        when = when_of_text(text, local) or Day(day)
        stem = stem[found.end() :]
    return Named(SHORT_ID.sub("", stem).strip(AT_ENDS), when)


def _when_of_path(member: Member) -> When:
    found = DAY_FILE.fullmatch(member.path)
    day = day_of(found["year"], found["month"], found["day"]) if found else None
    return None if day is None else Day(day)


def _of_member(member: Member, local: ZoneInfo, choices: Choices) -> int:
    """When a member says that it was changed; else now."""
    if member.modified is None:
        return choices.now
    if isinstance(member.modified, datetime):
        return at_zone(member.modified, local)
    return member.modified


def _dropped(front: FrontMatter) -> dict[Droppable, str]:
    north, east = (_number(_first(front, key)) for key in ("latitude", "longitude"))
    names = [_first(front, "location"), _first(front, "place")]
    return {
        "place": joined([*names, *coordinates(north, east)]),
        "weather": _first(front, "weather"),
    }


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None
