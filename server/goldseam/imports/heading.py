"""A title that stands at the start of a text (docs/imports.md, Items)."""

import re

from goldseam.imports.text import trimmed

ATX = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<words>.*?)(?:[ \t]+#+)?[ \t]*(?:\n|\Z)")


def headed(text: str, *, levels: int = 6) -> tuple[str, str]:
    """The title and the rest, where the first line that is not empty is a heading of one of so many levels."""
    body = trimmed(text)
    found = ATX.match(body)
    if found is None or len(found["level"]) > levels or not found["words"].strip("# \t"):
        return "", body
    return found["words"], trimmed(body[found.end() :])
