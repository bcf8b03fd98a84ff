"""What a source holds, member by member, whatever it is (docs/imports.md, Members)."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from goldseam.crypto.canonical import Json
from goldseam.imports.item import Events, Reason, Row
from goldseam.imports.limits import (
    MAX_MEMBERS,
    MAX_PATH_BYTES,
    MAX_PATH_SEGMENTS,
    MAX_TEXT_BYTES,
    MAX_TEXTS_BYTES,
)
from goldseam.imports.refusal import ImportRefused, NotJson, NotText
from goldseam.imports.text import decoded, parsed

TEXTS: Final = (".md", ".markdown", ".txt", ".json", ".html", ".htm")
PASSED_OVER: Final = frozenset({"__MACOSX", ".git", ".obsidian", ".trash"})
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a source. `modified` is when it was changed: UTC milliseconds, or the local time of a zip."""

    path: str
    size: int
    modified: int | datetime | None
    read: Callable[[], bytes]

    @property
    def is_text(self) -> bool:
        """Whether it is read; everything else is media."""
        return self.path.lower().endswith(TEXTS)

    @property
    def name(self) -> str:
        """The last segment of its path."""
        return self.path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """Its name without the extension."""
        return self.name.rpartition(".")[0] or self.name

    def has(self, *endings: str) -> bool:
        """Whether its name ends so, in any case of letters."""
        return self.path.lower().endswith(endings)

    def text(self) -> str:
        """What it says. Raises `NotText`; `ImportRefused` where the archive breaks off."""
        return decoded(self.read())

    def json(self) -> Json:
        """The JSON value that it is. Raises `NotText`, `NotJson`, `ImportRefused`."""
        return parsed(self.text())


@dataclass(frozen=True)
class Members:
    """All members of a source that are not passed over, in its order."""

    all: tuple[Member, ...]

    @cached_property
    def by_path(self) -> dict[str, Member]:
        """Every member by its path."""
        return {member.path: member for member in self.all}

    @cached_property
    def by_name(self) -> dict[str, Member]:
        """By its last segment the first member of this name."""
        return {member.name: member for member in reversed(self.all)}

    @cached_property
    def media_by_stem(self) -> dict[str, Member]:
        """By folder and stem, the first member that is media."""
        media = (member for member in reversed(self.all) if not member.is_text)
        return {f"{folder_of(member.path)}{member.stem}": member for member in media}

    def rest(self, read: Iterable[str], named: Iterable[str]) -> Events:
        """Rows for what a format does not read, and for media that no item names."""
        known = {*read, *named}
        for member in self.all:
            if member.path in known:
                continue
            reason = _why_not_read(member) if member.is_text else "not_text"
            yield Row(member.path, "", reason)


def folder_of(path: str) -> str:
    """The folder of a path with its `/`, empty at the root."""
    head, slash, _ = path.rpartition("/")
    return head + slash


def plain_path(raw: str) -> str:
    """The path of a member. Raises `ImportRefused` for one that could lead elsewhere."""
    # What a tar or a disk has for a name need not be UTF-8.
    named = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    path = unicodedata.normalize("NFC", named.replace("\\", "/"))
    segments = [part for part in path.split("/") if part not in {"", "."}]
    is_bad = path.startswith("/") or DRIVE.match(path) or "\0" in path or ".." in segments
    if is_bad or len(segments) > MAX_PATH_SEGMENTS:
        raise ImportRefused
    plain = "/".join(segments)
    if len(plain.encode()) > MAX_PATH_BYTES:
        raise ImportRefused
    return plain


def is_passed_over(path: str) -> bool:
    """Whether nobody wrote this member for somebody to read."""
    *folders, name = path.split("/")
    return name.startswith(".") or not PASSED_OVER.isdisjoint((*folders, name))


def checked(members: Iterable[Member]) -> Members:
    """The members of a source, after looking at all of them. Raises `ImportRefused` at the first that is too much."""
    kept: list[Member] = []
    paths: set[str] = set()
    total = 0
    for member in members:
        total += member.size if member.is_text else 0
        is_too_long = member.is_text and member.size > MAX_TEXT_BYTES
        if member.path in paths or is_too_long or total > MAX_TEXTS_BYTES:
            raise ImportRefused
        paths.add(member.path)
        if len(paths) > MAX_MEMBERS:
            raise ImportRefused
        if not is_passed_over(member.path):
            kept.append(member)
    return Members(tuple(kept))


def _why_not_read(member: Member) -> Reason:
    if not member.has(".json", ".txt"):
        return "other_format"
    try:
        text = member.text()
        if member.has(".json") or text.lstrip(" \t\n").startswith("{"):
            parsed(text)
    except NotText:
        return "encoding"
    except NotJson:
        return "json"
    return "other_format"
