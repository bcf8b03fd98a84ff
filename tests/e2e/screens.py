"""Every screen of the app and how to come to it, over `fake_worker.js`: what stands there is made up."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

FAKE_WORKER = Path(__file__).with_name("fake_worker.js")
PASSPHRASE = "lantern orchard mitten harbor puddle kettle"
WORDS = f"{PASSPHRASE} saddle window marble thimble"

PAGES: list[dict[str, Any]] = [
    {
        "title": "The bench by the water",
        "body": "Sat there for half an hour after work. Nothing happened, and that was the good of it.\n\n"
        "M. called and I let it ring once longer than I used to. Then I picked up, and said I had ten minutes. "
        "It was ten minutes. Nobody was angry.\n\nA line to keep: I can answer late and still be kind.",
        "tags": ["M.", "evening"],
    },
    {"title": "", "body": "Slept through. Writing it down because it is new.", "kept": "device"},
    {
        "title": "What I would say to the kitchen of that house",
        "body": "The table was always cleared too fast. I learned to eat quickly.\nI eat slowly now, mostly.",
        "merged": True,
    },
    {"title": "Three things from the walk", "body": "Wet leaves. A dog with one ear up. My own hands, warm."},
    {"title": "Letter, not to be sent", "body": "Dear you, I waited by the door longer than a child can wait."},
]  # fmt: skip

OPEN = {"phase": "open", "name": "wren"}
LOCKED = {"phase": "locked", "name": "wren"}
Step = Callable[[Page], None]


def _nothing(page: Page) -> None: ...


@dataclass(frozen=True)
class Screen:
    """A screen: its address, the heading that says it is there, the fake worker's story, and steps to it."""

    name: str
    heading: str
    path: str = "/"
    status: dict[str, Any] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=lambda: PAGES)
    more: dict[str, Any] = field(default_factory=dict)
    steps: Step = _nothing

    def open(self, page: Page) -> None:
        """Go to the screen and wait for its heading."""
        story = {"passphrase": PASSPHRASE, "status": self.status, "pages": self.pages, **self.more}
        page.add_init_script(f"window.__story = {json.dumps(story)};")
        page.add_init_script(path=FAKE_WORKER)
        page.goto(self.path)
        self.steps(page)
        expect(page.get_by_role("heading", level=1, name=re.compile(self.heading))).to_have_count(1)


def _press(*names: str) -> Step:
    def steps(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).click()

    return steps


def _wrong_passphrase(page: Page) -> None:
    page.get_by_label("Passphrase", exact=True).fill("not this one")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("That did not open it.")).to_be_visible()


def _different_words(page: Page) -> None:
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("The ten words").fill("lantern orchard")
    page.get_by_role("button", name="Begin to sync").click()
    expect(page.get_by_text("These are not quite the words.")).to_be_visible()


def _type_unkept(page: Page) -> None:
    page.get_by_role("textbox", name="The page").fill("Words that find no room.")
    expect(page.get_by_text("Your words are still on this screen.")).to_be_visible()


def _make_backup(page: Page) -> None:
    page.get_by_role("button", name="Offer six words").click()
    expect(page.get_by_label("Passphrase for the file")).to_have_value(PASSPHRASE)
    page.get_by_role("button", name="Make the backup").click()


def _made_backup(page: Page) -> None:
    _make_backup(page)
    expect(page.get_by_role("link", name="Save the file")).to_be_visible()


def _making_backup(page: Page) -> None:
    _make_backup(page)
    expect(page.get_by_text("12 of 40 done")).to_be_visible()


FIRST = "A private place to write"
DAY = "March"
RECORD = "0" * 31

SCREENS = (
    Screen("first", FIRST),
    Screen("create", "A name and six words", "/begin"),
    Screen("sign-in", "Open your pages here", "/sign-in"),
    Screen("unlock", "Locked", status=LOCKED),
    Screen("unlock-wrong", "Locked", status=LOCKED, steps=_wrong_passphrase),
    Screen("list", "Pages|Start wherever", status=OPEN),
    Screen("list-empty", "Pages|Start wherever", status=OPEN, pages=[]),
    Screen("list-recovery-first", "Pages|Start wherever", status=OPEN | {"sync": "recovery_first"}),
    Screen("list-offline", "Pages|Start wherever", status=OPEN | {"sync": "offline"}),
    Screen("list-stopped", "Pages|Start wherever", status=OPEN | {"sync": "stopped"}),
    Screen("editor-new", "20", "/write", OPEN),
    Screen("editor", DAY, f"/pages/{RECORD}1", OPEN),
    Screen("editor-merged", DAY, f"/pages/{RECORD}3", OPEN),
    Screen("editor-refused", "20", "/write", OPEN, more={"refuse": "quota"}, steps=_type_unkept),
    Screen("editor-missing", "This page is not on this device", "/pages/" + "e" * 32, OPEN),
    Screen("recovery", "Recovery words", "/recovery", OPEN),
    Screen("recovery-typed", "Type the ten words", "/recovery", OPEN, steps=_different_words),
    Screen("backup", "A backup", "/backup", OPEN),
    Screen("backup-making", "A backup", "/backup", OPEN, more={"export": "slow"}, steps=_making_backup),
    Screen("backup-ready", "A backup", "/backup", OPEN, steps=_made_backup),
    Screen(
        "alarm",
        "Something on the server does not fit",
        "/stopped",
        OPEN | {"sync": "stopped", "alarm": "rolled_back"},
    ),
    Screen("sign-in-again", "Sign in once more", "/sign-in", OPEN | {"sync": "sign_in_again"}),
    Screen("server", "What the server can see", "/server", OPEN),
    Screen("settings", "Settings", "/settings", OPEN),
    Screen("unknown", "There is nothing at this address", "/nowhere", OPEN),
    Screen("ground", "You are on the ground screen", status=LOCKED, steps=_press("Ground")),
    Screen("ground-step", "Breathe", status=LOCKED, steps=_press("Ground", "Begin")),
    Screen("cover", "Goldseam", f"/pages/{RECORD}1", OPEN, steps=_press("Cover")),
)  # fmt: skip
