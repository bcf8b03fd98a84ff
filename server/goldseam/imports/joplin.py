"""Joplin's JEX: a tar of items (docs/imports.md, joplin)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from goldseam.imports.item import Choices, Events, Item, Media, Reason, Row
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotText
from goldseam.imports.text import coordinates, joined
from goldseam.imports.times import When, when_of_text

NAME = re.compile(r"(?:.*/)?[0-9a-f]{32}\.md")
FACT = re.compile(r"([A-Za-z_]+):(?: (.*))?")
LINK = re.compile(r"!?\[(?P<words>[^\[\]\n]*)\]\(:/(?P<id>[0-9a-f]{32})[^()\n]*\)")
NOTE, FOLDER, RESOURCE, TAG, NOTE_TAG = "1", "2", "4", "5", "6"


@dataclass(frozen=True, slots=True)
class Joplin:
    """A member as Joplin means it: title, body and facts."""

    title: str
    body: str
    facts: dict[str, str]

    def fact(self, *names: str) -> str:
        """The first of these facts that is there and says something."""
        return next((self.facts[name] for name in names if self.facts.get(name)), "")


@dataclass(slots=True)
class Around:
    """What notes refer to, by id: titles of folders and tags, tags of notes, resources."""

    folders: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    tags_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    resources: dict[str, Media] = field(default_factory=dict)


def is_item(member: Member) -> bool:
    """Whether a member is one of Joplin's."""
    if not NAME.fullmatch(member.path):
        return False
    try:
        return joplin_of(member.text()) is not None
    except NotText:
        return False


def joplin_of(text: str) -> Joplin | None:
    """The parts of a member; None for one that does not end as they all do."""
    lines = text.rstrip("\n").split("\n")
    if not lines[-1].startswith("type_:"):
        return None
    start = len(lines)
    while start > 0 and lines[start - 1]:
        start -= 1
    found = (FACT.fullmatch(line) for line in lines[start:])
    facts = {match[1]: (match[2] or "").strip(" ") for match in found if match is not None}
    words = lines[: max(0, start - 1)]
    return Joplin(words[0] if words else "", "\n".join(words[1:]), facts)


def items(members: Members, choices: Choices) -> Events:
    """Every note, with its folder, tags and resources."""
    around = _around(members)
    read: set[str] = set()
    named: set[str] = set()
    for member in members.all:
        if not NAME.fullmatch(member.path):
            continue
        try:
            one = joplin_of(member.text())
        except NotText:
            read.add(member.path)
            yield Row(member.path, "", "encoding")
            continue
        if one is None:
            continue
        read.add(member.path)
        if one.fact("type_") == NOTE:
            item = _item(member, one, around, choices)
            named.update(media.member for media in item.waiting)
            yield item
    yield from members.rest(read, named)


def _around(members: Members) -> Around:
    around = Around()
    paths = {member.stem: member.path for member in members.all if "resources/" in member.path}
    for one in _all(members):
        name = one.fact("id")
        match one.fact("type_"):
            case "2":
                around.folders[name] = one.title
            case "4":
                ending = one.fact("file_extension")
                packed = f"{name}.{ending}" if ending else name
                title = one.title or packed
                around.resources[name] = Media(title, paths.get(name, title))
            case "5":
                around.tags[name] = one.title
            case "6":
                around.tags_of[one.fact("note_id")].append(one.fact("tag_id"))
    return around


def _all(members: Members) -> Iterator[Joplin]:
    for member in members.all:
        if NAME.fullmatch(member.path):
            try:
                one = joplin_of(member.text())
            except NotText:
                continue
            if one is not None:
                yield one


def _item(member: Member, note: Joplin, around: Around, choices: Choices) -> Item:
    waiting: list[Media] = []

    def mark(found: re.Match[str]) -> str:
        media = around.resources.get(found["id"])
        if media is None:
            return found["words"]
        waiting.append(media)
        return media.mark

    name = note.fact("id")
    tags = [around.tags.get(tag, "") for tag in around.tags_of.get(name, [])]
    place = coordinates(_number(note.fact("latitude")), _number(note.fact("longitude")))
    return Item(
        "joplin",
        name,
        member.path,
        note.title,
        LINK.sub(mark, note.body),
        (*tags, around.folders.get(note.fact("parent_id"), "")),
        created=_when(note, choices, "user_created_time", "created_time"),
        updated=_when(note, choices, "user_updated_time", "updated_time"),
        waiting=tuple(waiting),
        dropped={"place": joined(place)},
        left_out=_why_left_out(note),
    )


def _why_left_out(note: Joplin) -> Reason | None:
    if note.fact("deleted_time") not in {"", "0"}:
        return "trashed"
    return "encrypted" if note.fact("encryption_applied") == "1" else None


def _when(note: Joplin, choices: Choices, *names: str) -> When:
    found = (when_of_text(note.fact(name), choices.zone) for name in names)
    return next((when for when in found if when is not None), None)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", text) else None
