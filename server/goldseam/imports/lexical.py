"""Notes made of blocks (Lexical JSON) as the tree of the same HTML (docs/imports.md, standard_notes)."""

from typing import Final

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.imports.html_markdown import Markdown, markdown_of
from goldseam.imports.html_tree import Element, Node
from goldseam.imports.limits import MAX_JSON_DEPTH
from goldseam.imports.refusal import NotJson
from goldseam.imports.text import list_of, number_of, object_of, parsed, text_of, written

TAGS: Final = {
    "paragraph": "p",
    "listitem": "li",
    "quote": "blockquote",
    "code": "pre",
    "linebreak": "br",
    "horizontalrule": "hr",
}
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MARKS: Final = ((16, "code"), (4, "s"), (2, "em"), (1, "strong"))
"""The bits of a text's format, from within."""


def markdown_of_blocks(text: str) -> Markdown | None:
    """The Markdown of a note of blocks, or None for a text that is none."""
    try:
        value = object_of(parsed(text)).get("root")
    except NotJson:
        return None
    if not isinstance(value, dict):
        return None
    return markdown_of(Element("body", {}, _children(value, "", MAX_JSON_DEPTH)))


def _children(node: JsonObject, list_type: str, depth: int) -> list[Node]:
    if depth == 0:
        return []
    children = (object_of(child) for child in list_of(node.get("children")))
    return [_node(child, list_type, depth - 1) for child in children]


def _node(node: JsonObject, list_type: str, depth: int) -> Node:
    kind = text_of(node.get("type"))
    if kind == "text":
        return _text(node)
    own_type = text_of(node.get("listType")) if kind == "list" else list_type
    return Element(_tag(node, kind), _attributes(node, kind), _content(node, kind, own_type, depth))


def _content(node: JsonObject, kind: str, list_type: str, depth: int) -> list[Node]:
    children = _children(node, list_type, depth)
    if kind != "listitem" or list_type != "check" or _holds_list(children):
        return children
    checked = {"checked": ""} if node.get("checked") is True else {}
    return [Element("input", {"type": "checkbox", **checked}), *children]


def _holds_list(children: list[Node]) -> bool:
    return any(isinstance(child, Element) and child.tag in {"ul", "ol"} for child in children)


def _tag(node: JsonObject, kind: str) -> str:
    if kind == "heading":
        tag = text_of(node.get("tag"))
        return tag if tag in HEADINGS else "p"
    if kind == "list":
        return "ol" if node.get("listType") == "number" else "ul"
    return "a" if kind in {"link", "autolink"} else TAGS.get(kind, "span")


def _attributes(node: JsonObject, kind: str) -> dict[str, str]:
    if kind in {"link", "autolink"}:
        return {"href": text_of(node.get("url"))}
    start: Json = number_of(node.get("start")) if kind == "list" else None
    return {"start": written(start)} if isinstance(start, int | float) else {}


def _text(node: JsonObject) -> Node:
    made: Node = text_of(node.get("text"))
    bits = node.get("format")
    for bit, tag in MARKS:
        if isinstance(bits, int) and bits & bit:
            made = Element(tag, {}, [made])
    return made
