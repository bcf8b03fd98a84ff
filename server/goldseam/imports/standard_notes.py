"""Standard Notes' decrypted backup (docs/imports.md, standard_notes)."""

from collections.abc import Iterator

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.item import Choices, Events, Item, Reason, Row
from goldseam.imports.lexical import markdown_of_blocks
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotJson, NotText
from goldseam.imports.text import list_of, object_of, text_of
from goldseam.imports.times import when_of_text

OWN = "org.standardnotes.sn"


def is_backup(value: Json) -> bool:
    """Whether a JSON value is a backup, of whose items nothing else is known yet."""
    items = object_of(value).get("items")
    return any("content_type" in object_of(item) for item in list_of(items))


def items(members: Members, choices: Choices) -> Events:
    """Every note, with the tags that point at it."""
    read = {member.path for member in members.all if member.has(".txt")}
    for member, value in _backups(members):
        read.add(member.path)
        tags: dict[str, list[str]] = {}
        for item in _of_type(value, "Tag"):
            content = object_of(item.get("content"))
            for one in list_of(content.get("references")):
                tags.setdefault(text_of(object_of(one).get("uuid")), []).append(
                    text_of(content.get("title"))
                )
        for note in list_of(value.get("items")):
            if not isinstance(note, dict):
                yield Row(member.path, "", "json")
        for note in _of_type(value, "Note"):
            yield _item(member, note, tags.get(text_of(note.get("uuid")), []), choices)
    yield from members.rest(read, ())


def _backups(members: Members) -> Iterator[tuple[Member, JsonObject]]:
    for member in members.all:
        if not member.has(".json", ".txt"):
            continue
        try:
            value = member.json()
        except (NotText, NotJson):
            continue
        if isinstance(value, dict) and is_backup(value):
            yield member, value


def _of_type(value: JsonObject, kind: str) -> Iterator[JsonObject]:
    for item in list_of(value.get("items")):
        if isinstance(item, dict) and item.get("content_type") == kind:
            yield item


def _item(member: Member, note: JsonObject, tags: list[str], choices: Choices) -> Item:
    content = object_of(note.get("content"))
    own = object_of(object_of(content.get("appData")).get(OWN))
    text = text_of(content.get("text"))
    blocks = markdown_of_blocks(text) if content.get("noteType") == "super" else None
    starred = ["starred"] if content.get("starred") is True else []
    return Item(
        "standard_notes",
        text_of(note.get("uuid")),
        member.path,
        text_of(content.get("title")),
        text if blocks is None else blocks.text,
        (*tags, *starred),
        created=when_of_text(text_of(note.get("created_at")), choices.zone),
        updated=when_of_text(text_of(own.get("client_updated_at")), choices.zone)
        or when_of_text(text_of(note.get("updated_at")), choices.zone),
        left_out=_why_left_out(note, content),
    )


def _why_left_out(note: JsonObject, content: JsonObject) -> Reason | None:
    if note.get("deleted") is True:
        return "deleted"
    if content.get("trashed") is True:
        return "trashed"
    return "encrypted" if isinstance(note.get("content"), str) else None
