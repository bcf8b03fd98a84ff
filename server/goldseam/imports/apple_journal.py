"""Apple Journal's pages of HTML (docs/imports.md, apple_journal)."""

import re
from collections.abc import Iterator
from typing import Final

from goldseam.imports.html_inline import SPACES
from goldseam.imports.html_markdown import Markdown, markdown_of
from goldseam.imports.html_tree import (
    Element,
    Node,
    Step,
    parse_html,
    text_within,
    walk,
    walk_until,
)
from goldseam.imports.item import Choices, Events, Item, Media, Row
from goldseam.imports.members import Member, Members
from goldseam.imports.refusal import NotText
from goldseam.imports.times import DAY_TEXT, Day, When, day_of

ENTRY = re.compile(r"(?P<root>(?:AppleJournalEntries/)?)Entries/[^/]+\.html?", re.IGNORECASE)
DAY = re.compile(DAY_TEXT)
NOT_BODY: Final = ("pageHeader", "title", "reflectionPrompt")
MONTH: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
MONTHS: Final = tuple(MONTH.split("|"))
DAY_FIRST = re.compile(rf"\b(?P<day>[0-9]{{1,2}}) (?P<month>{MONTH}) (?P<year>[0-9]{{4}})\b")
MONTH_FIRST = re.compile(rf"\b(?P<month>{MONTH}) (?P<day>[0-9]{{1,2}}), (?P<year>[0-9]{{4}})\b")


def is_entry(path: str) -> bool:
    """Whether a member's path is that of an entry."""
    return ENTRY.fullmatch(path) is not None


def items(members: Members, _choices: Choices) -> Events:
    """Every entry."""
    read = set(_not_listed(members))
    named: set[str] = set()
    for member in members.all:
        found = ENTRY.fullmatch(member.path)
        if found is None:
            continue
        read.add(member.path)
        try:
            text = member.text()
        except NotText:
            yield Row(member.path, "", "encoding")
            continue
        item = _item(members, member, parse_html(text), found["root"])
        named.update(one.member for one in (*item.waiting, *item.unnamed))
        yield item
    yield from members.rest(read, named)


def _not_listed(members: Members) -> Iterator[str]:
    for member in members.all:
        path = member.path.removeprefix("AppleJournalEntries/")
        if member.is_text and (path == "index.html" or path.startswith("Resources/")):
            yield member.path


def _item(members: Members, member: Member, body: Element, root: str) -> Item:
    made = _body(body)
    grid = [one for one in walk(body) if one.has_class("gridItem")]
    found = (
        members.media_by_stem.get(f"{root}Resources/{one.attributes.get('id', '')}") for one in grid
    )
    waiting = [_media(members, name, root) for name in made.media]
    unnamed = [Media(one.name, one.path) for one in found if one is not None]
    return Item(
        "apple_journal",
        member.stem,
        member.path,
        " ".join(_words(one) for one in _outermost(body, "title")),
        made.text,
        created=_day(member, body),
        waiting=tuple(waiting),
        unnamed=tuple(one for one in dict.fromkeys(unnamed) if one not in waiting),
        is_html_lost=made.is_lost,
    )


def _body(body: Element) -> Markdown:
    """The prompt as a quote, then the text."""
    texts: list[Node] = [*_outermost(body, "bodyText")] or [*_paragraphs(body)]
    prompts: list[Node] = [
        Element("blockquote", {}, [one]) for one in _outermost(body, "reflectionPrompt")
    ]
    boxes: list[Node] = [Element("div", {}, [one]) for one in (*prompts, *texts)]
    return markdown_of(Element("body", {}, boxes))


def _outermost(body: Element, name: str) -> Iterator[Element]:
    """The elements of a class, but for those within another one."""
    return walk_until(body, lambda one: "take" if one.has_class(name) else "into")


def _paragraphs(body: Element) -> Iterator[Element]:
    """The paragraphs that are no title, prompt or header."""
    return walk_until(body, _is_paragraph)


def _is_paragraph(element: Element) -> Step:
    if any(element.has_class(name) for name in NOT_BODY):
        return "pass"
    return "take" if element.tag == "p" else "into"


def _media(members: Members, name: str, root: str) -> Media:
    path = f"{root}Resources/{name}"
    return Media(name, path if path in members.by_path else name)


def _day(member: Member, body: Element) -> When:
    found = DAY.match(member.stem)
    day = day_of(found["year"], found["month"], found["day"]) if found else None
    headers = (_words(one) for one in _outermost(body, "pageHeader"))
    for text in headers:
        said = DAY_FIRST.search(text) or MONTH_FIRST.search(text)
        if day is None and said is not None:
            month = str(MONTHS.index(said["month"]) + 1)
            day = day_of(said["year"], month, said["day"])
    return None if day is None else Day(day)


def _words(element: Element) -> str:
    return SPACES.sub(" ", text_within(element)).strip(" ")
