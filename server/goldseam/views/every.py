"""All views that read pages, by name, and what they show unasked."""

from collections.abc import Callable
from typing import Final

from goldseam.crypto.canonical import JsonObject
from goldseam.views.finding import calendar, named, on_this_day, session_sheet, timeline
from goldseam.views.journal import Journal
from goldseam.views.own_words import expected, my_words, shelf
from goldseam.views.patterns import inside_around, needs, pattern_map, small_shifts
from goldseam.views.repairs import mending_lines, with_person
from goldseam.views.shifts import before_after

VIEWS: Final[dict[str, Callable[..., JsonObject]]] = {
    "mending_lines": mending_lines,
    "with_person": with_person,
    "pattern_map": pattern_map,
    "expected": expected,
    "before_after": before_after,
    "inside_around": inside_around,
    "small_shifts": small_shifts,
    "shelf": shelf,
    "needs": needs,
    "calendar": calendar,
    "on_this_day": on_this_day,
    "session_sheet": session_sheet,
    "timeline": timeline,
    "my_words": my_words,
    "named": named,
}
"""Each is called with a journal, today, and its options by name (docs/views.md)."""

ASKED_ONLY: Final = frozenset({"with_person", "named"})
"""Views that show something only of what they are asked for."""


def every_view(journal: Journal, today: str, person: str | None = None) -> JsonObject:
    """What each view shows unasked, by name; `with_person` only of the one who is named."""
    shown: JsonObject = {
        name: show(journal, today) for name, show in VIEWS.items() if name not in ASKED_ONLY
    }
    if person is not None:
        shown["with_person"] = with_person(journal, today, person=person)
    return shown
