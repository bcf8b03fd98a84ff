"""Links and embeds of Markdown that lead to members of the source (docs/imports.md, markdown)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from goldseam.imports.item import Media
from goldseam.imports.markdown_code import outside_code
from goldseam.imports.members import Member, Members, folder_of

WIKI = re.compile(r"(?P<embed>!?)\[\[(?P<target>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]*))?\]\]")
LINK = re.compile(
    r"!?\[[^\[\]\n]*\]\((?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
)


@dataclass(slots=True)
class Linked:
    """A body whose links lead nowhere else any more, and the media that waits."""

    body: str
    waiting: list[Media] = field(default_factory=list)


def linked(members: Members, page: Member, body: str) -> Linked:
    """The body with marks for media and words for links between pages."""
    made = Linked(body)
    made.body = outside_code(body, _changer(members, page, made.waiting))
    return made


def _changer(members: Members, page: Member, waiting: list[Media]) -> Callable[[str], str]:
    def mark(member: Member) -> str:
        media = Media(member.name, member.path)
        waiting.append(media)
        return media.mark

    def of_wiki(found: re.Match[str]) -> str:
        words = found["words"] or found["target"]
        if not found["embed"]:
            return words
        member = _named(members, page, found["target"].partition("#")[0].strip(" "))
        if member is None:
            return found[0]
        return words if member.is_text else mark(member)

    def of_link(found: re.Match[str]) -> str:
        path = found["plain"] if found["angled"] is None else found["angled"]
        member = _at(members, page, unquote(path))
        return found[0] if member is None or member.is_text else mark(member)

    return lambda text: LINK.sub(of_link, WIKI.sub(of_wiki, text))


def _at(members: Members, page: Member, path: str) -> Member | None:
    """The member at a path, from the page's folder, else from the root."""
    if not path or "://" in path:
        return None
    here = _resolved(f"{folder_of(page.path)}{path}")
    return members.by_path.get(here) or members.by_path.get(_resolved(path))


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.replace("\\", "/").split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _named(members: Members, page: Member, name: str) -> Member | None:
    for path in (name, f"{name}.md"):
        found = _at(members, page, path) or members.by_name.get(path)
        if found is not None:
            return found
    return None
