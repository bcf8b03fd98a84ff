"""`mending_lines` and `with_person`: what was hurt, and what came of it (docs/views.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject, utf16
from goldseam.views.days import days_between, is_day, local_day, moment
from goldseam.views.gate import ending, is_safe
from goldseam.views.journal import AT_ONCE, Journal, Page
from goldseam.views.naming import words_of
from goldseam.views.reading import (
    by_name,
    has_words,
    is_set,
    said_of,
    text,
    things,
    words,
)

LEAST: Final = 3
WEEK_DAYS: Final = 7
UNENDED: Final = frozenset({"open", "alone"})
NUMBERS: Final = {
    "mended": "knot",
    "partly": "half_knot",
    "line": "gate",
    "down": "stone",
    "open": "open",
    "alone": "alone",
}
HIDDEN: Final[JsonObject] = {
    "hidden": True,
    "sentence": None,
    "helped": [],
    "moments": [],
    "differences": [],
    "outcomes": [],
}


def mending_lines(journal: Journal, today: str, *, asked: bool = False) -> JsonObject:
    """One line for each repair, those that are not safe only if asked."""
    repairs = [page for page in reversed(journal.shown_of("repair")) if page.day]
    safe = [page for page in repairs if is_safe(journal, page)]
    return {
        "lines": [_line(page) for page in (repairs if asked else safe)],
        "left": not asked and len(safe) != len(repairs),
        "sentence": _closed_within_week(safe, today),
    }


def with_person(journal: Journal, _today: str, *, person: str) -> JsonObject:
    """What there was with one person; nothing where they hide it, or it is not safe."""
    if person not in journal.people or _is_hidden(journal.people[person]):
        return HIDDEN
    theirs = [page for page in journal.shown if person in page.people]
    repairs = [page for page in theirs if page.kind == "repair" and is_safe(journal, page)]
    return {
        "hidden": False,
        "sentence": _with_person(repairs),
        "helped": by_name(word for page in repairs for word in _helped(page)),
        "moments": _first(moment_of(page) for page in theirs),
        "differences": _first(_difference(page) for page in theirs),
        "outcomes": _first(_outcome(page) for page in repairs),
    }


def moment_of(page: Page) -> JsonObject | None:
    """A safe-enough moment in its own words, None for another page or one without."""
    what, carry = text(page.value, "what"), text(page.value, "carry_inward")
    if page.kind != "glimmer" or not (has_words(what) or has_words(carry)):
        return None
    return {"record": page.record, "day": page.day, "text": what, "carry": carry}


def difference(page: Page) -> JsonObject:
    """What was thought would come, and what came."""
    expected, happened = text(page.value, "expected"), text(page.value, "happened_instead")
    return {"record": page.record, "day": page.day, "expected": expected, "happened": happened}


def _line(page: Page) -> JsonObject:
    return {
        "record": page.record,
        "from": page.day,
        "to": _end(page),
        "ending": ending(page.value),
        **words_of(page),
        "steps": _steps(page),
    }


def _end(page: Page) -> str:
    closed_at = text(page.value, "closed_at")
    if ending(page.value) in UNENDED or not is_day(closed_at):
        return ""
    return closed_at if closed_at >= page.day else ""


def _steps(page: Page) -> list[Json]:
    zone = text(page.value, "tz")
    steps = [
        (moment(step.get("at")), utf16(name), step)
        for name, step in things(page.value, "steps").items()
        if moment(step.get("at"))
    ]
    return [
        {"day": local_day(at, zone), "by": text(step, "by"), "what": [*words(step, "what")]}
        for at, _, step in sorted(steps, key=lambda row: row[:2])
    ]


def _closed_within_week(safe: list[Page], today: str) -> Json:
    spans = [(page.day, _end(page)) for page in safe if page.is_exact and _end(page)]
    this_year = [span for span in spans if span[1][:4] == today[:4] and span[1] <= today]
    within = sum(days_between(*span) <= WEEK_DAYS for span in this_year)
    if len(this_year) < LEAST or not within:
        return None
    return sentence("closed_within_week", {"closed": len(this_year), "within": within})


def _with_person(repairs: list[Page]) -> Json:
    if len(repairs) < LEAST:
        return None
    ends = Counter(ending(page.value) for page in repairs)
    numbers = {number: ends[end] for number, end in NUMBERS.items()}
    return sentence("with_person", {"gaps": len(repairs), **numbers})


def sentence(key: str, numbers: Mapping[str, int], word: str = "") -> JsonObject:
    """A sentence of the copy, with its numbers."""
    return {"key": key, "word": word, "numbers": {**numbers}}


def _is_hidden(person: JsonObject) -> bool:
    is_not_safe = text(person, "feels_now") == "not_safe"
    return is_not_safe or is_set(person, "hide_counts") or is_set(person, "kept_apart")


def _helped(page: Page) -> list[str]:
    steps = things(page.value, "steps").values()
    well = (step for step in steps if text(step, "received") == "well")
    return said_of(word for step in well for word in words(step, "what"))


def _difference(page: Page) -> JsonObject | None:
    is_other = text(page.value, "compared") not in {"same", "worse"}
    came = has_words(text(page.value, "happened_instead"))
    return difference(page) if page.kind == "reflection" and is_other and came else None


def _outcome(page: Page) -> JsonObject | None:
    outcome = text(page.value, "outcome")
    said: JsonObject = {"record": page.record, "day": page.day, "text": outcome}
    return said if has_words(outcome) else None


def _first(rows: Iterable[JsonObject | None]) -> list[Json]:
    return [*[row for row in rows if row is not None][:AT_ONCE]]
