"""A title that stands at the start of a text (docs/imports.md, Items)."""

import re

from goldseam.imports.text import trimmed

ATX = re.compile(r" {0,3}(#{1,6})[ \t]")


def headed(text: str, *, levels: int = 6) -> tuple[str, str]:
    """The title and the rest, where the first line that is not empty is a heading of one of so many levels."""
    body = trimmed(text)
    line, _, rest = body.partition("\n")
    found = ATX.match(line)
    if found is None or len(found[1]) > levels:
        return "", body
    words = _without_closing(line[found.end() :].strip(" \t"))
    return (words, trimmed(rest)) if words else ("", body)


def _without_closing(words: str) -> str:
    bare = words.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else words
