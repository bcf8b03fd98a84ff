"""The screens of what is looked at by day, as cards, or with one person; a part of screens.py."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.screen import OPEN, PAGES, Screen, Step, nothing, press

DAYS = ("2026-11-22", "2026-11-22", "2026-11-19", "2026-11-03", "2026-10-30")
ROWS: list[dict[str, object]] = [
    {
        "record": str(number).zfill(32),
        "kind": "entry",
        "day": day,
        "title": page["title"],
        "opening": page["body"][:140],
        "covered": False,
    }
    for number, (page, day) in enumerate(zip(PAGES, DAYS, strict=True), 1)
]
COVERED = {
    "record": "8".zfill(32),
    "kind": "reflection",
    "day": "2026-11-12",
    "title": "",
    "opening": "",
    "covered": True,
}
MONTHS = [{"month": "2026-11", "offset": 0}, {"month": "2026-10", "offset": 5}]
MOMENT = {
    "record": "7".zfill(32),
    "kind": "glimmer",
    "day": "2026-11-19",
    "text": "She waited while I looked for the word.",
    "carry": "There is time to look for the word.",
}
LINE = {
    "record": "10".zfill(32),
    "day": "2026-10-30",
    "text": "I can answer late and still be kind.",
    "voice": "theirs",
}
NUMBERS = {"gaps": 6, "mended": 3, "partly": 1, "line": 1, "down": 0, "open": 1, "alone": 0}
WITH_PERSON = {
    "hidden": False,
    "sentence": {"key": "with_person", "word": "", "numbers": NUMBERS},
    "helped": ["came_back", "named_it"],
    "moments": [MOMENT],
    "differences": [
        {
            "record": "8".zfill(32),
            "day": "2026-11-12",
            "expected": "That she would not answer any more.",
            "happened": "She had been asleep, and said so in the morning.",
        }
    ],
    "outcomes": [
        {"record": "9".zfill(32), "day": "", "text": "We say Thursday with the date beside it."}
    ],
}
HIDDEN: dict[str, object] = {
    "hidden": True,
    "sentence": None,
    "helped": [],
    "moments": [],
    "differences": [],
    "outcomes": [],
}
CALENDAR = {
    "month": "2026-11",
    "days": [
        {"day": day, "records": [row for row in [*ROWS, COVERED] if row["day"] == day]}
        for day in ("2026-11-03", "2026-11-12", "2026-11-19", "2026-11-22")
    ],
    "earlier": "2026-10",
    "later": "",
}
SERVER = {
    "pieces": 214,
    "sizes": [{"bytes": 541, "pieces": 120}, {"bytes": 1053, "pieces": 61}, {"bytes": 4125, "pieces": 33}],
    "synced": 1774000000000,
    "devices": 2,
}  # fmt: skip
ON_THIS_DAY = {"record": MOMENT["record"], "kind": "glimmer", "day": "2024-11-23", "ask": False}
COMES_UP = {"kind": "settings", "resurfacing": True}
QUIET = {"quiet": {"since": 1_762_300_000_000, "device": "Laptop"}}


def _choose_day(page: Page) -> None:
    page.get_by_role("button", name="November 12").click()
    expect(page.get_by_role("link", name="Covered by you")).to_be_visible()


def _second_card(page: Page) -> None:
    press("One at a time", "The next one")(page)
    expect(page.get_by_text("I can answer late")).to_be_visible()


def looking_screens(records: list[dict[str, Any]], person: str) -> tuple[Screen, ...]:
    """Those of an account that has these records; `person` is the id of the first of them."""
    unsafe = [{**records[0], "feels_now": "not_safe"}, *records[1:]]
    of_person = f"/person/{person}"

    def screen(
        view: str, heading: str, data: object, steps: Step = nothing, name: str = "", **more: object
    ) -> Screen:
        told = {"records": records, "views": {view: data}, **more}
        return Screen(name or view, heading, f"/views/{view}", OPEN, more=told, steps=steps)

    def with_them(name: str, data: object, records: list[dict[str, Any]], steps: Step) -> Screen:
        told = {"records": records, "views": {"with_person": data}}
        return Screen(name, "M.", of_person, OPEN, more=told, steps=steps)

    line = {key: LINE[key] for key in ("record", "day", "text")}
    cards = [MOMENT, {**line, "kind": "line", "carry": ""}]
    return (
        Screen("person-new", "No name yet", "/person", OPEN),
        with_them("person", WITH_PERSON, records, nothing),
        with_them("person-unsafe", HIDDEN, unsafe, nothing),
        with_them("person-changed", WITH_PERSON, records, press("Change this page")),
        screen("calendar", "Calendar", CALENDAR, _choose_day),
        screen("calendar", "Calendar", {**CALENDAR, "days": []}, name="calendar-empty"),
        screen(
            "timeline", "Page by page", {"rows": [*ROWS, COVERED], "next": 20, "months": MONTHS}
        ),
        screen("shelf", "Open when I doubt it", {"cards": cards, "next": None}, name="kept-shelf"),
        screen(
            "shelf",
            "Open when I doubt it",
            {"cards": cards, "next": None},
            _second_card,
            name="kept-shelf-played",
        ),
        screen("my_words", "My words", {"cards": [LINE], "next": 20}, name="my-words"),
        screen("my_words", "My words", {"cards": [], "next": None}, name="my-words-empty"),
        screen("on_this_day", "On this day", {"card": None}, name="on-this-day"),
        screen(
            "on_this_day",
            "On this day",
            {"card": ON_THIS_DAY},
            name="on-this-day-card",
            records=[*records, COMES_UP],
        ),
        Screen(
            "server",
            "What the server can see",
            "/server",
            OPEN | QUIET,
            more={"views": {"server": SERVER}},
        ),
    )
