"""Where code stands in Markdown, which imports leave as it is (docs/imports.md, markdown)."""

import re
from collections.abc import Callable, Iterator

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
RUN = re.compile("`+")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with every part of a line that is no code changed."""
    return "\n".join(
        line if is_fenced else "".join(_changed(line, change)) for line, is_fenced in _lines(text)
    )


def words_outside_code(text: str) -> str:
    """The text with code, and what opens and closes it, as a sign that is no letter."""
    return "\n".join(
        "" if is_fenced else "".join("`" if is_code else part for part, is_code in parts_of(line))
        for line, is_fenced in _lines(text)
    )


def parts_of(line: str) -> Iterator[tuple[str, bool]]:
    """The parts of a line, and whether each is code."""
    start = at = 0
    while True:
        opening = RUN.search(line, at)
        if opening is None:
            yield line[start:], False
            return
        closing = next(
            (run for run in RUN.finditer(line, opening.end()) if run[0] == opening[0]), None
        )
        at = opening.end()
        if closing is not None:
            yield line[start : opening.start()], False
            yield line[opening.start() : closing.end()], True
            start = at = closing.end()


def _changed(line: str, change: Callable[[str], str]) -> Iterator[str]:
    for part, is_code in parts_of(line):
        yield part if is_code else change(part)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it is of a fenced block."""
    fence = ""
    for line in text.split("\n"):
        found = FENCE.match(line)
        if not fence:
            fence = found[1] if found else ""
            yield line, bool(fence)
            continue
        yield line, True
        is_end = found is not None and not line[found.end() :].strip(" \t")
        if is_end and found is not None and found[1].startswith(fence):
            fence = ""
