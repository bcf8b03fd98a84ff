"""Lines and tokens: what a text is cut into, and put together from (docs/merging.md, M2)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

SPACES = "\t \u00a0\u3000"
# Scripts written without spaces between words: every code point is a token of its own.
SOLITARY = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff"

_EDGES = SPACES + "\n"
# Tried in this order: U+3000 lies in SOLITARY and is a space.
_TOKEN = re.compile(f"\n|[{SPACES}]+|[{SOLITARY}][{SPACES}]*|[^{SPACES}{SOLITARY}\n]+[{SPACES}]*")


def lines(text: str) -> list[str]:
    """The lines without their ends; an empty text has none."""
    return text.split("\n") if text else []


def tokens(text: str) -> list[str]:
    """The tokens of the text in order; together they are the text."""
    return _TOKEN.findall(text)


def key(part: str) -> str:
    """By what a line or token is compared: itself without the spaces at its end."""
    return part.rstrip(SPACES)


def keys(parts: Iterable[str]) -> list[str]:
    """The key of each part."""
    return [part.rstrip(SPACES) for part in parts]


def is_blank(part: str) -> bool:
    """Whether the line or token holds no word."""
    return key(part) in {"", "\n"}


def contains(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the tokens of `part` but spaces stand in `whole`, in order, perhaps with others between."""
    rest = iter(keys(whole))
    return all(wanted in rest for wanted in keys(part) if wanted)


def joined(parts: Sequence[str], *sides: Sequence[str]) -> str:
    """The text of the tokens; two that touch now and touched in none of the sides get a space between."""
    if not parts:
        return ""
    touching = {pair for side in sides for pair in _touching(side)}
    text = [parts[0]]
    for left, right in pairwise(parts):
        if _touch(left, right) and (left, key(right)) not in touching:
            text.append(" ")
        text.append(right)
    return "".join(text)


def _touching(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((left, key(right)) for left, right in pairwise(parts) if _touch(left, right))


def _touch(left: str, right: str) -> bool:
    return left[-1] not in _EDGES and right[0] not in _EDGES
