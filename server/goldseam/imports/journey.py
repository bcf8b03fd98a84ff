"""Journey's zip of entries in JSON (docs/imports.md, journey)."""

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.html_markdown import Markdown, markdown_of_html
from goldseam.imports.item import Choices, Droppable, Events, Item, Media
from goldseam.imports.members import Member, Members, folder_of
from goldseam.imports.refusal import NotJson, NotText
from goldseam.imports.text import coordinates, degrees, joined, object_of, text_of, texts_of
from goldseam.imports.times import when_of_number


def is_entry(value: Json) -> bool:
    """Whether a JSON value is one of Journey's entries."""
    return "date_journal" in object_of(value)


def items(members: Members, _choices: Choices) -> Events:
    """Every entry."""
    read: set[str] = set()
    named: set[str] = set()
    for member in members.all:
        entry = _entry(member)
        if entry is None:
            continue
        read.add(member.path)
        item = _item(members, member, entry)
        named.update(one.member for one in (*item.waiting, *item.unnamed))
        yield item
    yield from members.rest(read, named)


def _entry(member: Member) -> JsonObject | None:
    if not member.has(".json"):
        return None
    try:
        value = member.json()
    except (NotText, NotJson):
        return None
    return value if isinstance(value, dict) and is_entry(value) else None


def _item(members: Members, member: Member, entry: JsonObject) -> Item:
    made = _markdown(entry)
    photos = [path.rpartition("/")[2] for path in texts_of(entry.get("photos"))]
    waiting = [_media(members, member, name) for name in made.media]
    tags = [*texts_of(entry.get("tags")), text_of(entry.get("label")), text_of(entry.get("folder"))]
    starred = ["starred"] if entry.get("favourite") is True else []
    return Item(
        "journey",
        text_of(entry.get("id")),
        member.path,
        "",
        made.text,
        (*tags, *starred),
        created=when_of_number(entry.get("date_journal")),
        updated=when_of_number(entry.get("date_modified")),
        zone=text_of(entry.get("timezone")),
        waiting=tuple(waiting),
        unnamed=tuple(
            media
            for name in photos
            if name and (media := _media(members, member, name)) not in waiting
        ),
        dropped=_dropped(entry),
        is_html_lost=made.is_lost,
    )


def _markdown(entry: JsonObject) -> Markdown:
    text = text_of(entry.get("text"))
    is_html = text_of(entry.get("type")) in {"html", ""} and "<" in text
    return markdown_of_html(text) if is_html else Markdown(text)


def _media(members: Members, member: Member, name: str) -> Media:
    path = f"{folder_of(member.path)}{name}"
    return Media(name, path if path in members.by_path else name)


def _dropped(entry: JsonObject) -> dict[Droppable, str]:
    weather = object_of(entry.get("weather"))
    place = [text_of(entry.get("address")), *coordinates(entry.get("lat"), entry.get("lon"))]
    return {
        "place": joined(place),
        "weather": joined([text_of(weather.get("description")), degrees(weather.get("degree_c"))]),
        "music": joined([text_of(entry.get("music_title")), text_of(entry.get("music_artist"))]),
    }
