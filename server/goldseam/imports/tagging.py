"""Tags that stand among the words of a text (docs/imports.md, jrnl and markdown)."""

import unicodedata
from collections.abc import Iterator
from typing import Final

SIGNS: Final = frozenset("_-/")
BEFORE: Final = frozenset(" \t\n")


def words_after(sign: str, text: str, *, first: str = "LMN") -> Iterator[str]:
    """The words that begin with a sign at a start or after space; `first`: categories of a first character."""
    at = text.find(sign)
    while at >= 0:
        end = at + 1
        while end < len(text) and is_of_tag(text[end]):
            end += 1
        is_apart = at == 0 or text[at - 1] in BEFORE
        if is_apart and end > at + 1 and is_of_tag(text[at + 1], first):
            yield text[at + 1 : end]
        at = text.find(sign, end)


def is_of_tag(character: str, categories: str = "LMN") -> bool:
    """Whether a character can stand in a tag."""
    return character in SIGNS or unicodedata.category(character)[0] in categories
