"""Diarium's JSON (docs/imports.md, diarium)."""

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.html_markdown import Markdown, markdown_of_html
from goldseam.imports.item import Choices, Events, Item, Media, Row
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotJson, NotText
from goldseam.imports.text import coordinates, joined, list_of, object_of, text_of, texts_of
from goldseam.imports.times import when_of_text


def is_diary(value: Json) -> bool:
    """Whether a JSON value is a list of entries."""
    entries = (object_of(entry) for entry in list_of(value))
    return any("date" in entry and ("html" in entry or "text" in entry) for entry in entries)


def items(members: Members, choices: Choices) -> Events:
    """Every entry."""
    read: set[str] = set()
    named: set[str] = set()
    for member in members.all:
        value = _value(member)
        if value is None:
            continue
        read.add(member.path)
        for entry in list_of(value):
            if not isinstance(entry, dict):
                yield Row(member.path, "", "json")
                continue
            item = _item(members, member, entry, choices)
            named.update(media.member for media in item.waiting)
            yield item
    yield from members.rest(read, named)


def _value(member: Member) -> Json:
    if not member.has(".json"):
        return None
    try:
        value = member.json()
    except (NotText, NotJson):
        return None
    return value if is_diary(value) else None


def _item(members: Members, member: Member, entry: JsonObject, choices: Choices) -> Item:
    html, date = text_of(entry.get("html")), text_of(entry.get("date"))
    made = markdown_of_html(html) if html else Markdown(text_of(entry.get("text")))
    tags = entry.get("tags")
    place = [*list_of(entry.get("location")), None, None][:2]
    return Item(
        "diarium",
        date,
        member.path,
        text_of(entry.get("heading")),
        made.text,
        tuple(tags.split(",")) if isinstance(tags, str) else tuple(texts_of(tags)),
        created=when_of_text(date, choices.zone),
        waiting=tuple(_media(members, name) for name in made.media),
        dropped={"place": joined(coordinates(place[0], place[1]))},
        is_html_lost=made.is_lost,
    )


def _media(members: Members, name: str) -> Media:
    found = members.by_name.get(name)
    return Media(name, name if found is None else found.path)
