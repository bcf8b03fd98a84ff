"""`expected`, `shelf`, `my_words`: the person's own sentences, whole (docs/views.md)."""

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.views.journal import Journal, Page, names_any, one_part
from goldseam.views.reading import by_name, has_words, text
from goldseam.views.repairs import difference, moment_of


def expected(journal: Journal, _today: str, *, person: str = "", offset: int = 0) -> JsonObject:
    """What was expected beside what happened, of all people or of one."""
    both = [page for page in journal.shown_of("reflection") if _has_both(page)]
    asked = [page for page in both if person in {"", *page.people}]
    rows, following = one_part([_expected_row(page) for page in asked], offset)
    named = {person for page in both for person in page.people}
    return {
        "rows": [*rows],
        "next": following,
        "people": by_name((named & journal.people.keys()) - journal.held_back),
    }


def shelf(journal: Journal, _today: str, *, offset: int = 0) -> JsonObject:
    """Kept moments and lines, without those of people who are held back."""
    may_come = [page for page in journal.shown if not names_any(page, journal.held_back)]
    cards = [card for page in may_come if (card := _shelf_card(journal, page))]
    some, following = one_part(cards, offset)
    return {"cards": [*some], "next": following}


def my_words(journal: Journal, _today: str, *, offset: int = 0) -> JsonObject:
    """Lines to oneself."""
    cards: list[Json] = [
        {
            "record": page.record,
            "day": page.day,
            "text": text(page.value, "text"),
            "voice": text(page.value, "voice"),
        }
        for page in journal.shown_of("line")
        if has_words(text(page.value, "text"))
    ]
    some, following = one_part(cards, offset)
    return {"cards": some, "next": following}


def _has_both(page: Page) -> bool:
    return all(has_words(text(page.value, field)) for field in ("expected", "happened_instead"))


def _expected_row(page: Page) -> JsonObject:
    return difference(page) | {"compared": text(page.value, "compared")}


def _shelf_card(journal: Journal, page: Page) -> JsonObject | None:
    kept = moment_of(page)
    if kept is not None:
        return kept | {"kind": page.kind}
    said = text(page.value, "text")
    is_held_back = text(page.value, "from") in journal.held_back
    if page.kind != "line" or is_held_back or not has_words(said):
        return None
    return {"record": page.record, "day": page.day, "text": said, "carry": "", "kind": page.kind}
