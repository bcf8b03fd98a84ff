"""Which program wrote a source (docs/imports.md, Formats)."""

from collections.abc import Iterator
from typing import Final

from goldseam.crypto.canonical import Json
from goldseam.imports import (
    apple_journal,
    day_one,
    diarium,
    joplin,
    journey,
    jrnl,
    markdown_pages,
    standard_notes,
)
from goldseam.imports.item import APPS, App
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import ImportIsBackup, NotJson, NotText
from goldseam.imports.text import object_of, parsed

MANIFEST: Final = "manifest.json"
OWN_FORMAT: Final = "goldseam-backup"


def detected(members: Members) -> App | None:
    """The first format that fits, or None. Raises `ImportIsBackup`."""
    found: set[App] = set()
    for member in members.all:
        found.update(_apps_of(member, found))
        if APPS[0] in found and MANIFEST not in members.by_path:
            break
    return next((app for app in APPS if app in found), None)


def _apps_of(member: Member, known: set[App]) -> Iterator[App]:
    """The formats of which this member is a part."""
    if member.has(".json", ".txt"):
        yield from _apps_of_text(member)
    if apple_journal.is_entry(member.path):
        yield "apple_journal"
    if markdown_pages.is_page(member):
        if "joplin" not in known and joplin.is_item(member):
            yield "joplin"
        yield "markdown"


def _apps_of_text(member: Member) -> Iterator[App]:
    try:
        text = member.text()
        is_plain = member.has(".txt") and not text.lstrip(" \t\n").startswith("{")
        value = None if is_plain else parsed(text)
    except (NotText, NotJson):
        return
    if is_plain:
        yield "jrnl" if jrnl.is_text_of_jrnl(text) else "markdown"
    elif member.has(".txt"):
        if standard_notes.is_backup(value):
            yield "standard_notes"
    else:
        yield from _apps_of_json(member, value)


def _apps_of_json(member: Member, value: Json) -> Iterator[App]:
    if member.path == MANIFEST and object_of(value).get("format") == OWN_FORMAT:
        raise ImportIsBackup
    if "/" not in member.path and day_one.is_journal(value):
        yield "day_one"
    if standard_notes.is_backup(value):
        yield "standard_notes"
    if journey.is_entry(value):
        yield "journey"
    if jrnl.is_jrnl(value):
        yield "jrnl"
    if diarium.is_diary(value):
        yield "diarium"
