"""Day One's zip of journals in JSON (docs/imports.md, day_one)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.heading import headed
from goldseam.imports.item import Choices, Droppable, Events, Item, Media, Row
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotJson, NotText
from goldseam.imports.text import (
    coordinates,
    degrees,
    joined,
    list_of,
    number_of,
    object_of,
    parsed,
    text_of,
    texts_of,
    written,
)
from goldseam.imports.times import When, when_of_text, zone

ABSENT: Final = "(null)"
FOLDERS: Final = {
    "photos": ("photos", ""),
    "videos": ("videos", ""),
    "audios": ("audios", "m4a"),
    "pdfAttachments": ("pdfs", "pdf"),
}
"""By the field of an entry: the folder of its media, and the type that goes without saying."""
INVISIBLE = re.compile("[\u200b\ufffc]")
ESCAPED = re.compile(r"\\([.,!?()+:;-])")
MOMENT = re.compile(
    r"!\[[^\[\]\n]*\]\(dayone-moment:/(?:/|(?:audio|video|pdfAttachment)/)([^()\s]*)\)"
)
LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(dayone2?:[^()\s]*\)")


def is_journal(value: Json) -> bool:
    """Whether a JSON value is one of Day One's journals."""
    return (
        isinstance(value, dict) and isinstance(value.get("entries"), list) and "metadata" in value
    )


def items(members: Members, choices: Choices) -> Events:
    """Every entry of every journal."""
    media: dict[str, Media] = {}
    for _, value in _journals(members):
        for entry in list_of(value.get("entries")):
            for identifier, one in _media(object_of(entry)):
                media.setdefault(identifier, one)
    read: set[str] = set()
    named: set[str] = set()
    for member, value in _journals(members):
        read.add(member.path)
        for entry in list_of(value.get("entries")):
            if not isinstance(entry, dict):
                yield Row(member.path, "", "json")
                continue
            item = _item(member, entry, media, choices)
            named.update(one.member for one in (*item.waiting, *item.unnamed))
            yield item
    yield from members.rest(read, named)


def _journals(members: Members) -> Iterator[tuple[Member, JsonObject]]:
    for member in members.all:
        if "/" in member.path or not member.has(".json"):
            continue
        try:
            value = member.json()
        except (NotText, NotJson):
            continue
        if isinstance(value, dict) and isinstance(value.get("entries"), list):
            yield member, value


def _item(member: Member, entry: JsonObject, media: Mapping[str, Media], choices: Choices) -> Item:
    text = _text(entry.get("text")) or _rich_text(entry)
    title, body = headed(ESCAPED.sub(r"\1", INVISIBLE.sub("", text)))
    waiting: list[Media] = []

    def mark(found: re.Match[str]) -> str:
        one = media.get(found[1]) or Media(found[1], found[1])
        waiting.append(one)
        return one.mark

    body = LINK.sub(r"\1", MOMENT.sub(mark, body))
    own_zone = _text(entry.get("timeZone"))
    local = zone(own_zone) or choices.zone
    tags = [tag for tag in texts_of(entry.get("tags")) if tag != ABSENT]
    tags += [] if member.stem == "Journal" else [member.stem]
    tags += ["starred"] if entry.get("starred") is True else []
    created: When = when_of_text(_text(entry.get("creationDate")), local)
    return Item(
        "day_one",
        _text(entry.get("uuid")),
        member.path,
        title,
        body,
        tuple(tags),
        created=created,
        updated=when_of_text(_text(entry.get("modifiedDate")), local) or created,
        zone=own_zone,
        waiting=tuple(waiting),
        unnamed=tuple(one for _, one in _media(entry) if one not in waiting),
        dropped=_dropped(entry),
    )


def _text(value: Json) -> str:
    text = text_of(value)
    return "" if text == ABSENT else text


def _rich_text(entry: JsonObject) -> str:
    try:
        rich = object_of(parsed(_text(entry.get("richText"))))
    except NotJson:
        return ""
    parts = (object_of(part) for part in list_of(rich.get("contents")))
    return "".join(text_of(part.get("text")) for part in parts)


def _media(entry: JsonObject) -> Iterator[tuple[str, Media]]:
    """The media of an entry, by its identifier."""
    for field, (folder, kind) in FOLDERS.items():
        for one in (object_of(value) for value in list_of(entry.get(field))):
            identifier, md5 = _text(one.get("identifier")), _text(one.get("md5"))
            ending = _text(one.get("type")) or _text(one.get("format")) or kind
            packed = ".".join(part for part in (md5, ending) if part) if md5 else ""
            name = _text(one.get("filename")) or packed or identifier
            if name:
                yield identifier, Media(name, f"{folder}/{packed}" if packed else name)


def _dropped(entry: JsonObject) -> dict[Droppable, str]:
    place, weather = object_of(entry.get("location")), object_of(entry.get("weather"))
    activity, music = object_of(entry.get("userActivity")), object_of(entry.get("music"))
    names = [
        _text(place.get(f)) for f in ("placeName", "localityName", "administrativeArea", "country")
    ]
    steps = number_of(activity.get("stepCount"))
    made_with = (
        "creationDevice",
        "creationDeviceModel",
        "creationOSName",
        "creationOSVersion",
    )
    sky = [_text(weather.get("conditionsDescription")), degrees(weather.get("temperatureCelsius"))]
    walked = [_text(activity.get("activityName")), "" if steps is None else written(steps)]
    return {
        "place": joined([*names, *coordinates(place.get("latitude"), place.get("longitude"))]),
        "weather": joined(sky),
        "steps": joined(walked),
        "device": joined([_text(entry.get(f)) for f in made_with]),
        "music": joined([_text(music.get(f)) for f in ("track", "artist", "album")]),
    }
