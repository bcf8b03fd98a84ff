"""The screens of the views that are drawn, full and empty, and how to come to them; a part of screens.py."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.screen import OPEN, Screen, Step, nothing

WORDS_OF_IT = "As words"


def _page(number: int) -> str:
    return str(number).zfill(32)


def _pages(amount: int) -> list[str]:
    return [_page(number % 9 + 1) for number in range(amount)]


def _line(
    number: int, days: tuple[str, str], ending: str, opening: str, *steps: tuple[str, str, str]
) -> dict[str, object]:
    return {
        "record": _page(9 + number),
        "from": days[0],
        "to": days[1],
        "ending": ending,
        "title": "",
        "opening": opening,
        "steps": [{"day": day, "by": by, "what": [what]} for day, by, what in steps],
    }


LINES = [
    _line(
        1, ("2026-01-12", "2026-04-20"), "knot", "She left before I had said a word.",
        ("2026-02-20", "me", "reached_out"), ("2026-03-28", "both", "listened"),
    ),
    _line(2, ("2026-03-02", "2026-03-09"), "knot", "I said Thursday, she wrote down Tuesday."),
    _line(
        3, ("2026-04-18", "2026-07-02"), "half_knot", "The joke at the table, and nobody looked at me.",
        ("2026-05-30", "them", "said_sorry"),
    ),
    _line(4, ("2026-05-20", "2026-09-01"), "gate", "He calls after ten, and I pick up."),
    _line(5, ("2026-06-30", "2026-10-15"), "stone", "What was never said about that summer."),
    _line(6, ("2026-08-12", ""), "open", "Two weeks without a word.", ("2026-09-10", "me", "named_it")),
    _line(7, ("2026-09-25", ""), "alone", "Something between me and the old house."),
]  # fmt: skip
MENDING: dict[str, object] = {
    "lines": LINES,
    "left": True,
    "sentence": {"key": "closed_within_week", "word": "", "numbers": {"closed": 5, "within": 1}},
}
NONE: dict[str, object] = {"lines": [], "left": False, "sentence": None}

CELLS = [
    {"set_off": "criticism", "did": "over_explained", "records": _pages(4)},
    {"set_off": "silence_or_delay", "did": "checked", "records": _pages(7)},
    {"set_off": "silence_or_delay", "did": "reached_again", "records": _pages(3)},
    {"set_off": "silence_or_delay", "did": "said_it_plainly", "records": _pages(2)},
    {"set_off": "tone_or_look", "did": "went_quiet", "records": _pages(2)},
]
MONTHS = [
    {"month": "2026-09", "states": [{"state": "on_alert", "records": _pages(5)}]},
    {
        "month": "2026-11",
        "states": [
            {"state": "settled", "records": _pages(3)},
            {"state": "stirred_up", "records": _pages(8)},
        ],
    },
]
PATTERNS: dict[str, object] = {
    "pulls": ["reaching", "stepping_back"],
    "cells": CELLS,
    "singles": [{"set_off": "being_seen", "did": "joked", "record": _page(8)}],
    "months": MONTHS,
}
FEW: dict[str, object] = {
    "pulls": ["reaching"],
    "cells": [],
    "singles": [{"set_off": "silence_or_delay", "did": "checked", "record": _page(8)}],
    "months": [],
}

EXPECTED_ROWS = [
    {
        "record": _page(8),
        "day": "2026-11-12",
        "expected": "That she would not answer any more.",
        "happened": "She had been asleep, and said so in the morning.",
        "compared": "better",
    },
    {
        "record": _page(3),
        "day": "",
        "expected": "I would say what I need and the room would go cold, as it did in that kitchen. "
        "Then I would have to make it good again by myself.",
        "happened": "He was quiet for a while. Then he asked what would help.",
        "compared": "different",
    },
]

SLOPES = [
    (1, "2026-11-20", 1, 3, ["own_line"]),
    (2, "2026-11-14", 2, 2, []),
    (3, "2026-11-02", 0, 2, ["something_solid", "air"]),
    (4, "2026-10-21", 3, 2, []),
    (5, "2026-10-11", 1, 4, ["someone"]),
]
BEFORE_AFTER: dict[str, object] = {
    "slopes": [
        {"record": _page(number), "day": day, "before": before, "after": after, "helped": helped}
        for number, day, before, after, helped in SLOPES
    ],
    "next": 20,
    "sentences": [
        {"key": "after_practice", "word": "own_line", "numbers": {"times": 9, "same": 7}}
    ],
    "heavier": True,
}

POINTS = [(0, 1, 1), (1, 1, 3), (1, 3, 12), (2, 2, 2), (3, 2, 1), (3, 4, 6), (4, 4, 1)]
INSIDE_AROUND: dict[str, object] = {
    "points": [
        {"inside": inside, "around": around, "records": _pages(amount)}
        for inside, around, amount in POINTS
    ]
}

MARKED = {
    "managed_less": 3,
    "stayed_present": 12,
    "trusted_cue": 1,
    "less_shame_need": 0,
    "more_flexible": 34,
    "said_need": 2,
}


def _shifts(marked: dict[str, int]) -> dict[str, object]:
    marks = [{"record": f"{one:032x}", "day": f"2026-{one % 9 + 2:02}-20"} for one in range(1, 40)]
    return {"strips": [{"sign": sign, "marks": marks[:amount]} for sign, amount in marked.items()]}


NEEDS: dict[str, object] = {
    "needs": [
        {"need": "be_heard", "ways": ["by_me", "by_them", "not_yet"], "records": _pages(5)},
        {"need": "rest", "ways": [], "records": _pages(2)},
        {"need": "steadiness", "ways": ["partly", "not_safe_to_ask"], "records": _pages(3)},
    ]
}
AWAY = {"kind": "settings", "views_hidden": ["calendar", "needs"]}


def _told(page: Page) -> None:
    page.get_by_role("button", name=WORDS_OF_IT).click()
    expect(page.get_by_role("button", name="As a drawing")).to_be_visible()


def _behind(name: str) -> Step:
    """Ask for the pages behind one of the dots."""

    def steps(page: Page) -> None:
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()

    return steps


def views_screens(records: list[dict[str, Any]], person: str) -> tuple[Screen, ...]:
    """Those of an account that has these records; `person` is the id of one of them."""

    def screen(
        name: str, heading: str, view: str, data: dict[str, object], steps: Step = nothing
    ) -> Screen:
        told = {"records": records, "views": {view: data}}
        return Screen(name, heading, f"/views/{view}", OPEN, more=told, steps=steps)

    expected: dict[str, object] = {"rows": EXPECTED_ROWS, "next": None, "people": [person]}
    return (
        Screen("views", "Look at it another way", "/views", OPEN),
        Screen("views-away", "Look at it another way", "/views", OPEN, more={"records": [AWAY]}),
        screen("mending-lines", "Mending lines", "mending_lines", MENDING),
        screen("mending-lines-words", "Mending lines", "mending_lines", MENDING, _told),
        screen("mending-lines-empty", "Mending lines", "mending_lines", NONE),
        screen("pattern-map", "What set it off", "pattern_map", PATTERNS),
        screen("pattern-map-words", "What set it off", "pattern_map", PATTERNS, _told),
        screen("pattern-map-few", "What set it off", "pattern_map", FEW),
        screen("expected", "What I thought would come", "expected", expected),
        screen("before-after", "Before and after", "before_after", BEFORE_AFTER),
        screen("before-after-words", "Before and after", "before_after", BEFORE_AFTER, _told),
        screen("inside-around", "Inside and around", "inside_around", INSIDE_AROUND),
        screen("small-shifts", "Small shifts", "small_shifts", _shifts(MARKED)),
        screen("small-shifts-words", "Small shifts", "small_shifts", _shifts(MARKED), _told),
        screen("needs", "What I needed", "needs", NEEDS, _behind("to be heard")),
    )
