"""`pattern_map`, `needs`, `small_shifts`, `inside_around`: words that were chosen, side by side (docs/views.md)."""

from collections import defaultdict
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject, utf16
from goldseam.views.journal import Journal, Page
from goldseam.views.reading import by_name, level, said_of, text, things, words

CANNOT_TELL: Final = "cannot_tell"
WAYS: Final = ("by_me", "by_them", "partly", "not_safe_to_ask", "not_yet")
FIVE: Final = (
    "managed_less",
    "stayed_present",
    "trusted_cue",
    "less_shame_need",
    "more_flexible",
)


def pattern_map(journal: Journal, _today: str, *, pull: str = "") -> JsonObject:
    """What set it off beside what was done, of all pulls or of one; states by month."""
    reflections = journal.shown_of("reflection")
    pairs: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for page in reflections:
        if pull in {"", *_pulls(page)}:
            for pair in _pairs(page):
                pairs[pair].append(page.record)
    ordered = sorted(pairs.items(), key=lambda item: [utf16(word) for word in item[0]])
    return {
        "pulls": by_name(pull for page in reflections for pull in _pulls(page)),
        "cells": [
            {"set_off": off, "did": did, "records": records}
            for (off, did), records in ordered
            if len(records) > 1
        ],
        "singles": [
            {"set_off": off, "did": did, "record": records[0]}
            for (off, did), records in ordered
            if len(records) == 1
        ],
        "months": _months(journal),
    }


def needs(journal: Journal, _today: str) -> JsonObject:
    """The needs that came up, each with the ways in which it was met."""
    pages: dict[str, list[Json]] = defaultdict(list)
    ways: dict[str, set[str]] = defaultdict(set)
    for page in journal.shown_of("reflection", "repair"):
        for need in words(page.value, "need"):
            pages[need].append(page.record)
            if page.kind == "reflection":
                ways[need].update(said_of([text(page.value, "need_met")]))
    return {
        "needs": [
            {"need": need, "ways": _in_order(ways[need]), "records": pages[need]}
            for need in sorted(pages, key=utf16)
        ]
    }


def small_shifts(journal: Journal, _today: str) -> JsonObject:
    """Marks of what was noticed, oldest first."""
    marks: dict[str, list[Json]] = {sign: [] for sign in FIVE}
    for page in reversed(journal.shown):
        for sign in words(page.value, "signs"):
            marks.setdefault(sign, []).append({"record": page.record, "day": page.day})
    others = sorted(marks.keys() - set(FIVE), key=utf16)
    return {"strips": [{"sign": sign, "marks": marks[sign]} for sign in (*FIVE, *others)]}


def inside_around(journal: Journal, _today: str) -> JsonObject:
    """Check-ins by their two levels."""
    points: dict[tuple[int, int], list[str]] = defaultdict(list)
    for page in journal.shown_of("checkin"):
        inside, around = level(page.value, "inside"), level(page.value, "around")
        if inside is not None and around is not None:
            points[inside, around].append(page.record)
    return {
        "points": [
            {"inside": inside, "around": around, "records": by_name(records)}
            for (inside, around), records in sorted(points.items())
        ]
    }


def _pulls(page: Page) -> list[str]:
    return said_of(things(page.value, "pull"))


def _pairs(page: Page) -> list[tuple[str, str]]:
    offs = [word for word in words(page.value, "set_off") if word != CANNOT_TELL]
    return [(off, did) for off in offs for did in words(page.value, "did")]


def _months(journal: Journal) -> list[Json]:
    months: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    for page in journal.shown_of("reflection", "checkin"):
        if page.day:
            for state in words(page.value, "state_words"):
                months[page.day[:7]][state].append(page.record)
    return [
        {
            "month": month,
            "states": [
                {"state": state, "records": months[month][state]}
                for state in sorted(months[month], key=utf16)
            ],
        }
        for month in sorted(months)
    ]


def _in_order(ways: set[str]) -> list[Json]:
    return [*(way for way in WAYS if way in ways), *by_name(ways - set(WAYS))]
