"""A page as a row that leads to it (docs/views.md, A named page)."""

from collections.abc import Iterable, Iterator
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.views.gate import BEHIND_IT, gate
from goldseam.views.journal import Page
from goldseam.views.reading import RUN, WHITE_SPACE, has_words, text, things

TELLING: Final[dict[str, tuple[str, ...]]] = {
    "entry": ("line",),
    "reflection": ("set_off_text", "expected", "happened_instead", "steadier", "line"),
    "repair": ("camera", "impact_me", "outcome", "learned", "line"),
    "glimmer": ("what", "carry_inward", "doubt"),
    "checkin": ("one_word",),
    "line": ("text",),
}
LOOKED_AT_UNITS: Final = 560
OPENING_POINTS: Final = 140
UNIT_BYTES: Final = 2


def named(page: Page) -> JsonObject:
    """The row of a page."""
    return {
        "record": page.record,
        "kind": page.kind,
        "day": page.day,
        **words_of(page),
        "covered": page.is_covered,
    }


def words_of(page: Page) -> JsonObject:
    """Title and opening; both empty where it is covered."""
    if page.is_covered:
        return {"title": "", "opening": ""}
    return {"title": text(page.value, "title"), "opening": _opening(page)}


def rows(pages: Iterable[Page]) -> list[Json]:
    """The rows of pages."""
    return [named(page) for page in pages]


def _opening(page: Page) -> str:
    first = next(filter(has_words, _told(page)), "").strip(WHITE_SPACE)
    units = first.encode("utf-16-le", "surrogatepass")[: LOOKED_AT_UNITS * UNIT_BYTES]
    line = RUN.sub(" ", units.decode("utf-16-le", "surrogatepass")).strip(WHITE_SPACE)
    return line[:OPENING_POINTS]


def _told(page: Page) -> Iterator[str]:
    value = page.value
    for field in ("body", *TELLING.get(page.kind, ())):
        yield text(value, field)
    is_gated = page.kind == "repair" and gate(value) != "open"
    for answer in things(value, "answers").values():
        is_behind = text(answer, "pack") == "repair" and text(answer, "prompt_id") in BEHIND_IT
        if not (is_gated and is_behind):
            yield text(answer, "text")
