"""A tree of elements and words, read from HTML by a conforming parser: the one place that imports it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from justhtml import JustHTML

NOTHING: Final = frozenset(
    {"script", "style", "head", "title", "template", "iframe", "object", "svg", "math", "noscript"}
)
"""Elements of which nothing is kept."""


@dataclass(slots=True)
class Element:
    """An element; tags and the names of attributes are in lower case."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether it is of this class."""
        return name in self.attributes.get("class", "").split()


Node: TypeAlias = Element | str
Step: TypeAlias = Literal["take", "into", "pass"]


def parse_html(html: str) -> Element:
    """The `body` of a document."""
    # What a sanitizer would take away, the writer of Markdown does not let through either.
    document = JustHTML(html, sanitize=False).root
    root = Element("#document")
    waiting: list[tuple[Element, object]] = [(root, document)]
    while waiting:
        to, node = waiting.pop()
        for child in getattr(node, "children", None) or ():
            name = child.name
            if name == "#text":
                to.children.append(child.data or "")
            elif not name.startswith(("#", "!")):
                attributes = {key: value or "" for key, value in (child.attrs or {}).items()}
                element = Element(name, attributes)
                to.children.append(element)
                waiting.append((element, child))
    return next((one for one in walk(root) if one.tag == "body"), root)


def walk(root: Element) -> Iterator[Element]:
    """The elements below one, in the order of the document, without recursion."""
    waiting = _below(root)
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(_below(element))


def walk_until(root: Element, step: Callable[[Element], Step]) -> Iterator[Element]:
    """The elements below one that are taken; below those, and below what is passed by, nobody looks."""
    waiting = _below(root)
    while waiting:
        element = waiting.pop()
        said = "pass" if element.tag in NOTHING else step(element)
        if said == "take":
            yield element
        elif said == "into":
            waiting.extend(_below(element))


def text_within(root: Element) -> str:
    """All words below an element, as they stand, but for what is nothing."""
    words: list[str] = []
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            words.append(node)
        elif node.tag not in NOTHING:
            waiting.extend(reversed(node.children))
    return "".join(words)


def _below(element: Element) -> list[Element]:
    return [node for node in reversed(element.children) if isinstance(node, Element)]
