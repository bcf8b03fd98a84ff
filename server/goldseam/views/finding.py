"""`calendar`, `on_this_day`, `session_sheet`, `timeline`, `named`: ways to a page (docs/views.md)."""

from collections.abc import Collection, Iterable
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.views.days import is_day
from goldseam.views.journal import Journal, Page, names_any, one_part
from goldseam.views.naming import rows
from goldseam.views.reading import is_set, text

ASK: Final = "ask_me"


def calendar(journal: Journal, today: str, *, month: str = "") -> JsonObject:
    """The days of a month that have pages."""
    asked = month if is_day(f"{month}-01") else today[:7]
    months = {page.day[:7] for page in journal.pages if page.day}
    of_month = [page for page in journal.pages if page.day[:7] == asked]
    return {
        "month": asked,
        "days": [
            {"day": day, "records": rows(page for page in of_month if page.day == day)}
            for day in sorted({page.day for page in of_month})
        ],
        "earlier": max((one for one in months if one < asked), default=""),
        "later": min((one for one in months if one > asked), default=""),
    }


def on_this_day(journal: Journal, today: str, *, passed: Collection[str] = ()) -> JsonObject:
    """One page that the person would not mind meeting today."""
    if not is_set(journal.settings, "resurfacing"):
        return {"card": None}
    may_come = [
        page
        for page in journal.pages
        if _may_come(page, today)
        and page.record not in passed
        and not names_any(page, journal.held_back)
    ]
    moments_first = sorted(may_come, key=lambda page: page.kind != "glimmer")
    return {"card": _card(moments_first[0]) if moments_first else None}


def session_sheet(journal: Journal, _today: str, *, order: Iterable[str] = ()) -> JsonObject:
    """The pages to bring, those in `order` first."""
    brought = {page.record: page for page in journal.pages if is_set(page.value, "bring")}
    return {"rows": _rows_in(brought, [*order, *brought])}


def timeline(journal: Journal, _today: str, *, offset: int = 0) -> JsonObject:
    """All pages, and where each month begins."""
    starts: dict[str, int] = {}
    for place, page in enumerate(journal.pages):
        if page.day:
            starts.setdefault(page.day[:7], place)
    some, following = one_part(journal.pages, offset)
    return {
        "rows": rows(some),
        "next": following,
        "months": [{"month": month, "offset": place} for month, place in starts.items()],
    }


def named(journal: Journal, _today: str, *, records: Iterable[str] = ()) -> JsonObject:
    """The pages of these ids."""
    return {"rows": _rows_in({page.record: page for page in journal.pages}, records)}


def _rows_in(pages: dict[str, Page], order: Iterable[str]) -> list[Json]:
    return rows(pages[record] for record in dict.fromkeys(order) if record in pages)


def _may_come(page: Page, today: str) -> bool:
    is_same_day = page.is_exact and page.day[5:] == today[5:] and page.day[:4] < today[:4]
    is_wanted = text(page.value, "resurface") in {"yes", ASK}
    return is_same_day and is_wanted and text(page.value, "state") != "archived"


def _card(page: Page) -> JsonObject:
    is_asking = text(page.value, "resurface") == ASK
    return {"record": page.record, "kind": page.kind, "day": page.day, "ask": is_asking}
