"""One screen of the app over `fake_worker.js`, and what the stories of most screens share."""

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


def nothing(page: Page) -> None:
    """For a screen that its address alone leads to."""


@dataclass(frozen=True)
class Screen:
    """A screen: its address, the heading that says it is there, the fake worker's story, and steps to it."""

    name: str
    heading: str
    path: str = "/"
    status: dict[str, Any] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=lambda: PAGES)
    more: dict[str, Any] = field(default_factory=dict)
    steps: Step = nothing

    def open(self, page: Page) -> None:
        """Go to the screen and wait for its heading."""
        self.load(page)
        self.steps(page)
        expect(page.get_by_role("heading", level=1, name=re.compile(self.heading))).to_have_count(1)

    def load(self, page: Page) -> None:
        """Go to its address, in whatever language the page speaks."""
        story = {"passphrase": PASSPHRASE, "status": self.status, "pages": self.pages, **self.more}
        page.add_init_script(f"window.__story = {json.dumps(story)};")
        page.add_init_script(path=FAKE_WORKER)
        page.goto(self.path)

    @property
    def has_steps(self) -> bool:
        """Whether more than its address leads to it."""
        return self.steps is not nothing


def press(*names: str) -> Step:
    """Press the buttons of these names, one after the other."""

    def steps(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).click()

    return steps
