"""`before_after`: how safe it felt inside before a page and after it (docs/views.md)."""

import re
from collections import defaultdict
from typing import Final, NamedTuple

from goldseam.crypto.canonical import Json, JsonObject, utf16
from goldseam.views.journal import Journal, Page, made_last_first, one_part
from goldseam.views.reading import level, part, text, texts, words
from goldseam.views.repairs import sentence

PERSON = re.compile(r"[0-9a-f]{32}")
NOTE: Final = "before_after/heavier"
SHIFTS: Final = frozenset({"lighter", "same", "heavier"})
LAST: Final = 6
HEAVIER: Final = 4
LEAST: Final = 3


class Slope(NamedTuple):
    """One page with both levels."""

    page: Page
    before: int
    after: int

    @property
    def helped(self) -> list[str]:
        """What helped, no person among it."""
        both = [
            word
            for at in ("before", "after")
            for word in words(part(self.page.value, at), "helped_by")
        ]
        return [
            word for word in dict.fromkeys(both) if word != "nothing" and not PERSON.fullmatch(word)
        ]


def before_after(journal: Journal, _today: str, *, offset: int = 0) -> JsonObject:
    """A slope for each page, a line for what helped, and perhaps a note."""
    slopes = [slope for page in journal.shown if (slope := _slope(page))]
    rows, following = one_part([_row(slope) for slope in slopes], offset)
    return {
        "slopes": [*rows],
        "next": following,
        "sentences": _sentences(slopes),
        "heavier": _is_heavier(journal),
    }


def _slope(page: Page) -> Slope | None:
    before = level(part(page.value, "before"), "inside")
    after = level(part(page.value, "after"), "inside")
    return None if before is None or after is None else Slope(page, before, after)


def _row(slope: Slope) -> JsonObject:
    return {
        "record": slope.page.record,
        "day": slope.page.day,
        "before": slope.before,
        "after": slope.after,
        "helped": [*slope.helped],
    }


def _sentences(slopes: list[Slope]) -> list[Json]:
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for slope in slopes:
        for word in slope.helped:
            outcomes[word].append(slope.after >= slope.before)
    return [
        sentence("after_practice", {"times": len(seen), "same": sum(seen)}, word)
        for word, seen in sorted(outcomes.items(), key=lambda item: utf16(item[0]))
        if len(seen) >= LEAST and sum(seen) * 2 > len(seen)
    ]


def _is_heavier(journal: Journal) -> bool:
    said = (text(part(page.value, "after"), "shift") for page in made_last_first(journal.shown))
    last = [shift for shift in said if shift in SHIFTS][:LAST]
    is_put_away = NOTE in texts(journal.settings, "views_hidden")
    return len(last) == LAST and last.count("heavier") >= HEAVIER and not is_put_away
