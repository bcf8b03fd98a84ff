"""Every view over a made-up journal: how it is opened, what it says, and pages that it must keep to itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import Page, expect

from goldseam.crypto.canonical import Json, JsonObject
from goldseam.views.journal import Journal as Read
from goldseam.views.repairs import with_person
from tests.demo.filling import fill_browser
from tests.demo.journals import Journal
from tests.e2e.person import go, lock, sign_up, unlock

WAITS: Final = re.compile("^(This is being put together|Das wird gerade zusammengestellt)")
AS_WORDS: Final = "As words"
AS_DRAWING: Final = "As a drawing"

VIEWS: Final[Mapping[str, tuple[str, str]]] = {
    "mending_lines": ("/views/mending_lines", "Mending lines"),
    "with_person": ("/person/", "With this person"),
    "pattern_map": ("/views/pattern_map", "What set it off, and what I did"),
    "expected": ("/views/expected", "What I thought would come, and what came"),
    "before_after": ("/views/before_after", "Before and after writing"),
    "inside_around": ("/views/inside_around", "Inside and around"),
    "small_shifts": ("/views/small_shifts", "Small shifts"),
    "shelf": ("/views/shelf", "Open when I doubt it"),
    "needs": ("/views/needs", "What I needed"),
    "calendar": ("/views/calendar", "Calendar"),
    "on_this_day": ("/views/on_this_day", "On this day"),
    "session_sheet": ("/sheet", "Session sheet"),
    "timeline": ("/views/timeline", "Page by page"),
    "my_words": ("/views/my_words", "My words"),
    "server": ("/server", "What the server can see"),
}
"""Where each view is, and the heading that says so."""

DRAWN: Final = (
    *("mending_lines", "pattern_map", "before_after", "inside_around", "small_shifts"),
    "calendar",
)
"""Those that have their words beside the drawing."""

COVERED: Final = "quillwort"
REMOVED: Final = "fennelgate"
HELD_BACK: Final = "saltmarsh"
"""Words that stand in pages of one sort alone, in every place where such a page has words."""

SAID: Final = """() => {
  const own = "[dir=auto], option, textarea, script, style, .own";
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const said = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest(own)) said.push(data.trim());
  }
  for (const one of main.querySelectorAll("[aria-label], [title]:not(svg)")) {
    if (!one.closest(own)) said.push(one.getAttribute("aria-label") ?? one.title);
  }
  return said;
}"""
"""What the app itself says on a screen, seen or only heard; the person's own words are marked with a direction."""


@dataclass(frozen=True)
class Device:
    """A device that is unlocked and has a journal."""

    page: Page
    person: str
    """The id of somebody with whom there was something; empty where there is nobody."""

    def views(self) -> Iterator[str]:
        """The names of the views that it has."""
        return (view for view in VIEWS if self.person or view != "with_person")

    def open(self, view: str) -> None:
        """Go to a view and wait until it is there."""
        open_view(self.page, view, self.person)

    def said_in(self, view: str) -> list[str]:
        """What the app says in a view, drawn or in words."""
        self.open(view)
        drawn: list[str] = self.page.evaluate(SAID)
        if not tell(self.page):
            return drawn
        told: list[str] = self.page.evaluate(SAID)
        draw(self.page)
        return drawn + told

    def has(self, view: str, word: str) -> bool:
        """Whether a word stands anywhere in a view, drawn or in words, in text or in what belongs to it."""
        self.open(view)
        stands = word in self._all()
        if tell(self.page):
            stands = stands or word in self._all()
            draw(self.page)
        return stands

    def _all(self) -> str:
        whole: str = self.page.locator("main").evaluate("one => one.outerHTML")
        return whole


def fill(page: Page, name: str, journal: Journal, today: str) -> Device:
    """Make an account on a new device, put the journal there, and open it."""
    passphrase = sign_up(page, name)
    fill_browser(page, passphrase, journal)
    lock(page)
    unlock(page, passphrase)
    return Device(page, somebody_in(journal, today))


def open_view(page: Page, view: str, person: str = "") -> None:
    """Go to a view and wait until it is there."""
    path, heading = VIEWS[view]
    go(page, path + (person if view == "with_person" else ""))
    level = 2 if view == "with_person" else 1
    expect(page.get_by_role("heading", level=level, name=heading, exact=True)).to_be_visible()
    await_drawn(page)


def await_drawn(page: Page) -> None:
    """Until a view has its answer and could show it."""
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_have_count(0)
    failed = page.locator("main").get_by_role("alert").filter(has_text=re.compile(r"\S"))
    expect(failed).to_have_count(0)


def tell(page: Page) -> bool:
    """Have a drawing told in words; false where nothing is drawn."""
    button = page.get_by_role("button", name=AS_WORDS, exact=True)
    if button.count() == 0:
        return False
    button.click()
    expect(page.get_by_role("button", name=AS_DRAWING, exact=True)).to_be_visible()
    return True


def draw(page: Page) -> None:
    """Go back from the words to the drawing."""
    page.get_by_role("button", name=AS_DRAWING, exact=True).click()
    expect(page.get_by_role("button", name=AS_WORDS, exact=True)).to_be_visible()


def somebody_in(journal: Journal, today: str) -> str:
    """The id of the one with whom there was most to show; empty for nobody."""
    read = Read({record.hex(): value for record, value in journal.items()})
    shown = {person: with_person(read, today, person=person) for person in read.people}
    return max(shown, key=lambda person: sum(map(bool, shown[person].values())), default="")


def secret_pages(now: datetime) -> Journal:
    """Newer than all others: covered pages, pages in the trash, and what was with somebody who is not safe."""
    apart = _id(0)
    pages: list[tuple[bytes, JsonObject]] = [
        (_id(0), _person(f"{HELD_BACK} by name")),
        *((_id(number), page) for number, page in enumerate(_pages(COVERED, apart, cover=True), 1)),
        *(
            (_id(number), page)
            for number, page in enumerate(_pages(REMOVED, apart, trashed_at=_at(now)), 101)
        ),
        *(
            (_id(number), page)
            for number, page in enumerate(_pages(HELD_BACK, apart, kinds=("glimmer", "line")), 201)
        ),
    ]
    # A year that has this day, whichever it is.
    long_ago = now.replace(year=now.year - 4)
    once: list[tuple[bytes, JsonObject]] = [
        (_id(301), {**_glimmer(COVERED), "cover": True}),
        (_id(302), {**_glimmer(HELD_BACK), "people": [apart.hex()]}),
    ]
    return {
        **{record: {**page, **_times(now)} for record, page in pages},
        **{record: {**page, **_times(long_ago), "resurface": "yes"} for record, page in once},
    }


def _pages(
    word: str, person: bytes, kinds: tuple[str, ...] = (), **more: Json
) -> Iterator[JsonObject]:
    """Twice a page of each kind that has this word wherever it could be shown: some views ask for two."""
    made: list[JsonObject] = [
        _entry(word),
        _reflection(word),
        _repair(word),
        _glimmer(word),
        {"kind": "checkin", "inside": 4, "around": 0, "one_word": word, "state_words": [word]},
        {"kind": "line", "text": f"A {word} line.", "voice": "mine", "from": person.hex()},
    ]
    named: JsonObject = {"people": [person.hex()]}
    return ({**one, **named, **more} for one in [*made, *made] if not kinds or one["kind"] in kinds)


def _entry(word: str) -> JsonObject:
    return {"kind": "entry", "title": f"The {word}", "body": f"Where {word} grows.", "bring": True}


def _reflection(word: str) -> JsonObject:
    chosen: JsonObject = {name: [word] for name in ("set_off", "did", "need", "signs")}
    levels: JsonObject = {"before": {"inside": 1}, "after": {"inside": 4, "helped_by": [word]}}
    said: JsonObject = {"expected": f"Expected {word}.", "happened_instead": f"Came {word}."}
    return {"kind": "reflection", "title": word, "bring": True, **chosen, **levels, **said}


def _repair(word: str) -> JsonObject:
    said: JsonObject = {"camera": f"The {word} was there.", "outcome": f"More {word}."}
    state: JsonObject = {"status": "mended", "safe_to_bring": "yes", "direction": "i_hurt_them"}
    return {"kind": "repair", "title": word, "need": [word], **said, **state}


def _glimmer(word: str) -> JsonObject:
    return {"kind": "glimmer", "what": f"A {word} moment.", "carry_inward": f"Carry {word}."}


def _person(name: str) -> JsonObject:
    return {"kind": "person", "name_shown": name, "role": ["family"], "feels_now": "not_safe"}


def _times(now: datetime) -> JsonObject:
    return {"v": 2, "created_at": _at(now), "updated_at": _at(now), "tz": "UTC"}


def _at(now: datetime) -> int:
    return int(now.astimezone(UTC).timestamp() * 1000)


def _id(number: int) -> bytes:
    return (2**127 + number).to_bytes(16, "big")
