"""From the tree of HTML to Markdown: about a dozen elements (docs/imports.md, From HTML)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeAlias

from goldseam.imports.html_inline import (
    MARKS,
    SPACES,
    code_of,
    emphasised,
    fence,
    line_of,
    link_of,
    media_of,
    words_of,
)
from goldseam.imports.html_tree import NOTHING, Element, Node, parse_html, text_within, walk
from goldseam.imports.limits import MAX_HTML_DEPTH

BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "header", "footer", "figure", "address", "aside", "main"}
    | {"nav", "figcaption", "dl", "dt", "dd", "details", "summary", "fieldset", "form", "center"}
    | {"li"}
)
HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}
MEDIA: Final = frozenset({"img", "audio", "video"})
LOST: Final = frozenset({"iframe", "object", "svg", "math"})
MAX_START: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Markdown, whole. `is_list` decides what stands before it in an item."""

    text: str
    is_list: bool = False


Piece: TypeAlias = Block | str
"""A block, or inline words, in which a line end is a `br`."""


@dataclass(slots=True)
class Markdown:
    """What became of a tree: its text, the names of its media in their order, and whether something was lost."""

    text: str = ""
    media: list[str] = field(default_factory=list)
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: how deep, in a list's item or not, within which emphasis."""

    depth: int = 0
    in_item: bool = False
    marks: frozenset[str] = frozenset()


def markdown_of_html(html: str) -> Markdown:
    """The Markdown of a document."""
    return markdown_of(parse_html(html))


def markdown_of(body: Element) -> Markdown:
    """The Markdown of a tree."""
    writer = _Writer(Markdown())
    blocks = writer.blocks(body, Place())
    writer.made.text = "\n\n".join(block.text for block in blocks)
    writer.made.is_lost |= any(one.tag in LOST for one in walk(body))
    return writer.made


@dataclass(frozen=True, slots=True)
class _Writer:
    made: Markdown

    def blocks(self, parent: Element, place: Place) -> list[Block]:
        """The blocks below an element; loose words between blocks become blocks too."""
        blocks: list[Block] = []
        inline = ""
        for piece in self.pieces(parent, place):
            if isinstance(piece, str):
                inline += piece
                continue
            blocks += _paragraph(inline)
            blocks.append(piece)
            inline = ""
        return [*blocks, *_paragraph(inline)]

    def pieces(self, parent: Element, place: Place) -> list[Piece]:
        pieces: list[Piece] = []
        below = Place(place.depth + 1, place.in_item, place.marks)
        for child in parent.children:
            if isinstance(child, str):
                pieces.append(words_of(child))
            elif child.tag not in NOTHING:
                pieces += self.element(child, below)
        return pieces

    def element(self, element: Element, place: Place) -> Sequence[Piece]:
        """What an element becomes."""
        if place.depth > MAX_HTML_DEPTH:
            self.made.is_lost = True
            return [words_of(text_within(element))]
        if element.tag in BLOCKS:
            return self.blocks(element, Place(place.depth, place.in_item))
        if element.tag in MARKS:
            return self.emphasis(element, place)
        if element.tag in HEADINGS:
            return self.heading(element, place)
        return self.other(element, place)

    def other(self, element: Element, place: Place) -> Sequence[Piece]:
        if element.tag in MEDIA:
            name = media_of(element)
            self.made.media.append(name)
            return [f"[media: {name}]"]
        write = WRITERS.get(element.tag)
        return self.pieces(element, place) if write is None else write(self, element, place)

    def emphasis(self, element: Element, place: Place) -> list[Piece]:
        mark = MARKS[element.tag]
        within = Place(place.depth, place.in_item, place.marks | {mark})
        pieces = self.pieces(element, within)
        if mark in place.marks:
            return pieces
        return [emphasised(p, mark) if isinstance(p, str) else p for p in _joined(pieces)]

    def heading(self, element: Element, place: Place) -> list[Piece]:
        words = _flat(self.pieces(element, Place(place.depth)))
        return [Block(f"{HEADINGS[element.tag]} {words}")] if words else []

    def link(self, element: Element, place: Place) -> list[Piece]:
        pieces = self.pieces(element, place)
        address = element.attributes.get("href", "")
        if all(isinstance(piece, str) for piece in pieces):
            return [link_of("".join(p for p in pieces if isinstance(p, str)), address)]
        return [link_of(_flat(pieces), address)]

    def code(self, element: Element, _place: Place) -> list[Piece]:
        return [code_of(text_within(element))]

    def preformatted(self, element: Element, _place: Place) -> list[Piece]:
        text = _with_breaks(element).removesuffix("\n")
        quotes = fence(text, 3)
        return [Block(f"{quotes}\n{text}\n{quotes}")]

    def quote(self, element: Element, place: Place) -> list[Piece]:
        text = "\n\n".join(block.text for block in self.blocks(element, Place(place.depth)))
        lines = (f"> {line}" if line else ">" for line in text.split("\n"))
        return [Block("\n".join(lines))] if text else []

    def listed(self, element: Element, place: Place) -> list[Piece]:
        number = _start(element) if element.tag == "ol" else None
        items: list[str] = []
        for child in element.children:
            below = Place(place.depth + 1, in_item=True)
            if isinstance(child, str) and not words_of(child).strip(" "):
                continue
            marker = "- " if number is None else f"{number + len(items)}. "
            blocks = self.item(child, below)
            if blocks is not None:
                items.append(_item(blocks, marker))
        return [Block("\n".join(items), is_list=True)] if items else []

    def item(self, child: Node, place: Place) -> list[Block] | None:
        """The blocks of what stands in a list, item or not; None for what is nothing."""
        if isinstance(child, Element) and child.tag in NOTHING:
            return None
        if isinstance(child, Element) and child.tag == "li" and place.depth <= MAX_HTML_DEPTH:
            return self.blocks(child, place)
        blocks = self.blocks(Element("li", {}, [child]), Place(place.depth - 1, in_item=True))
        return blocks or None

    def table(self, element: Element, place: Place) -> list[Piece]:
        rows = []
        for row in _rows(element):
            cells = [c for c in row.children if isinstance(c, Element) and c.tag in {"td", "th"}]
            within = Place(place.depth + 3)
            texts = [_flat(self.pieces(cell, within)) for cell in cells or [row]]
            rows.append(" | ".join(texts))
        text = "\\\n".join(row for row in rows if row.strip(" |"))
        return [Block(text)] if text else []

    def line_break(self, _element: Element, _place: Place) -> list[Piece]:
        return ["\n"]

    def rule(self, _element: Element, _place: Place) -> list[Piece]:
        return [Block("---")]

    def checkbox(self, element: Element, place: Place) -> list[Piece]:
        is_box = element.attributes.get("type", "").lower() == "checkbox"
        if not (is_box and place.in_item):
            return []
        return ["[x] " if "checked" in element.attributes else "[ ] "]


WRITERS: Final[dict[str, Callable[[_Writer, Element, Place], Sequence[Piece]]]] = {
    "a": _Writer.link,
    "br": _Writer.line_break,
    "blockquote": _Writer.quote,
    "code": _Writer.code,
    "hr": _Writer.rule,
    "input": _Writer.checkbox,
    "ol": _Writer.listed,
    "pre": _Writer.preformatted,
    "table": _Writer.table,
    "ul": _Writer.listed,
}


def _paragraph(inline: str) -> list[Block]:
    line = line_of(inline)
    return [Block(line)] if line else []


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Inline words that stand side by side as one piece."""
    joined: list[Piece] = []
    for is_inline, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        if is_inline:
            joined.append("".join(piece for piece in group if isinstance(piece, str)))
        else:
            joined += group
    return joined


def _flat(pieces: Sequence[Piece]) -> str:
    """All words on one line."""
    texts = [p if isinstance(p, str) else p.text.replace("\\\n", " ") for p in _joined(pieces)]
    return SPACES.sub(" ", " ".join(texts)).strip(" ")


def _item(blocks: Sequence[Block], marker: str) -> str:
    text = ""
    for block in blocks:
        text += ("\n" if block.is_list else "\n\n") + block.text if text else block.text
    indent = " " * len(marker)
    lines = [indent + line if line and at else line for at, line in enumerate(text.split("\n"))]
    return (marker + "\n".join(lines)).rstrip(" ")


def _start(element: Element) -> int:
    text = element.attributes.get("start", "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_START))
    return int(text) if is_number else 1


def _rows(table: Element) -> list[Element]:
    """The rows of a table, its caption before them; a table within is part of its cell."""
    rows: list[Element] = []
    for part in table.children:
        if not isinstance(part, Element):
            continue
        if part.tag in {"tr", "caption"}:
            rows.append(part)
        else:
            within = (row for row in part.children if isinstance(row, Element))
            rows.extend(row for row in within if row.tag == "tr")
    return rows


def _with_breaks(element: Element) -> str:
    """The words of preformatted text, with its line ends."""
    copy = Element(element.tag, {}, [*element.children])
    for one in (copy, *walk(copy)):
        one.children = [
            "\n" if isinstance(c, Element) and c.tag == "br" else c for c in one.children
        ]
    return text_within(copy)
