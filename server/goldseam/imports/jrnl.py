"""jrnl's JSON and text (docs/imports.md, jrnl)."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.item import Choices, Events, Item, Row
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotJson, NotText
from goldseam.imports.tagging import words_after
from goldseam.imports.text import list_of, object_of, one_line, text_of, texts_of, trimmed
from goldseam.imports.times import DAY_PATH, Day, When, day_of, when_of_text

CLOCK: Final = r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?: (?P<half>[AP]M))?"
DATE: Final = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
HEADER = re.compile(rf"(?P<bracket>\[)?{DATE} {CLOCK}(?(bracket)\])(?:[ \t]+(?P<title>.*))?")
DAY_FILE = re.compile(DAY_PATH + r"\.txt", re.IGNORECASE)
STAR: Final = " *"


def is_jrnl(value: Json) -> bool:
    """Whether a JSON value is an export of jrnl."""
    entries = (object_of(entry) for entry in list_of(object_of(value).get("entries")))
    return any("date" in entry and "time" in entry for entry in entries)


def is_text_of_jrnl(text: str) -> bool:
    """Whether a text begins with a header."""
    first = next((line for line in text.split("\n") if line.strip(" \t")), "")
    return HEADER.fullmatch(first) is not None


def items(members: Members, choices: Choices) -> Events:
    """Every entry of every file."""
    read: set[str] = set()
    for member in members.all:
        if not member.has(".json", ".txt"):
            continue
        read.add(member.path)
        try:
            if member.has(".txt"):
                yield from _of_text(member, member.text(), choices)
                continue
            value = object_of(member.json())
        except (NotText, NotJson) as error:
            yield Row(member.path, "", "encoding" if isinstance(error, NotText) else "json")
            continue
        if is_jrnl(value):
            yield from _of_json(member, value, choices)
        else:
            yield Row(member.path, "", "other_format")
    yield from members.rest(read, ())


def _of_json(member: Member, value: JsonObject, choices: Choices) -> Events:
    for entry in list_of(value.get("entries")):
        if not isinstance(entry, dict):
            yield Row(member.path, "", "json")
            continue
        date, time = text_of(entry.get("date")), text_of(entry.get("time"))
        title, body = one_line(text_of(entry.get("title"))), trimmed(text_of(entry.get("body")))
        tags = [tag[1:] if tag[:1] in {"@", "#"} else tag for tag in texts_of(entry.get("tags"))]
        tags += ["starred"] if entry.get("starred") is True else []
        when = when_of_text(f"{date} {time}", choices.zone) or when_of_text(date, choices.zone)
        name = text_of(entry.get("uuid")) or _hashed(date, time, title, body)
        yield Item("jrnl", name, member.path, title, body, tuple(tags), created=when)


def _of_text(member: Member, text: str, choices: Choices) -> Events:
    before: list[str] = []
    headers: list[tuple[re.Match[str], list[str]]] = []
    for line in text.split("\n"):
        header = HEADER.fullmatch(line)
        if header is not None:
            headers.append((header, []))
        else:
            (headers[-1][1] if headers else before).append(line)
    yield from _of_day(member, trimmed("\n".join(before)), is_all=not headers)
    for header, lines in headers:
        yield _of_header(member, header, trimmed("\n".join(lines)), choices)


def _of_day(member: Member, body: str, *, is_all: bool) -> Iterator[Item | Row]:
    """What stands before the first header of a file: an item of the day that the path says."""
    if not body:
        if is_all:
            yield Row(member.path, "", "empty")
        return
    found = DAY_FILE.fullmatch(member.path)
    date = "" if found is None else f"{found['year']}-{found['month']}-{found['day']}"
    day = None if found is None else day_of(found["year"], found["month"], found["day"])
    when: When = None if day is None else Day(day)
    tags = tuple(words_after("@", body))
    yield Item("jrnl", _hashed(date, "", "", body), member.path, "", body, tags, created=when)


def _of_header(member: Member, header: re.Match[str], body: str, choices: Choices) -> Item:
    title = one_line(header["title"] or "")
    is_starred = f" {title}".endswith(STAR)
    title = title.removesuffix("*").rstrip(" \t") if is_starred else title
    clock = _clock(header)
    when = when_of_text(f"{header['date']} {clock}", choices.zone)
    tags = [*words_after("@", title), *words_after("@", body), *(["starred"] if is_starred else [])]
    name = _hashed(header["date"], clock[:5], title, body)
    return Item("jrnl", name, member.path, title, body, tuple(tags), created=when)


def _clock(header: re.Match[str]) -> str:
    """The time of a header in 24 hours, with two digits for each part."""
    hour, _, rest = header["clock"].partition(":")
    number = int(hour)
    if header["half"]:
        number = number % 12 + (12 if header["half"] == "PM" else 0)
    return f"{number:02}:{rest}"


def _hashed(date: str, time: str, title: str, body: str) -> str:
    words = f"{date} {time}\n{title}\n{body}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]
