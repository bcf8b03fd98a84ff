"""Draws the pictures of README.md and docs over the made-up journal: `python -m scripts.pictures`.

The client has to be built. The day is always the same, so that a picture changes only where a screen does.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, expect

from benchmarks.browser import chromium, serving
from tests.demo.filling import fill_browser
from tests.demo.journals import LAST_DAY, whole
from tests.e2e.chromium import SIZES, Kind
from tests.e2e.every_view import open_view
from tests.e2e.person import await_synced, go, keep_recovery, lock, sign_up, unlock
from tests.e2e.serving import Server

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
EVENING: Final = datetime.combine(LAST_DAY, time(20, 15), UTC)
SECONDS: Final = 30
Scheme = Literal["light", "dark"]


def _start(page: Page) -> None:
    go(page, "/")
    expect(page.get_by_role("heading", level=1, name="Hello")).to_be_visible()


def _written(page: Page) -> None:
    go(page, "/pages")
    page.get_by_role("listitem").get_by_role("link", name="The lamp again").click()
    expect(page.get_by_role("textbox", name="Title, if you like")).to_have_value("The lamp again")


def _view(name: str) -> Callable[[Page], None]:
    return lambda page: open_view(page, name)


DRAWN: Final[tuple[tuple[str, Kind, Scheme, Callable[[Page], None]], ...]] = (
    ("phone", "phone", "light", _start),
    ("phone-dark", "phone", "dark", _view("shelf")),
    ("mending-lines", "phone", "light", _view("mending_lines")),
    ("laptop", "laptop", "light", _written),
)
"""Each with its name, the device, the scheme of colours, and the way to the screen."""


def draw(browser: Browser, server: Server) -> None:
    """All of them, from one account."""
    context = browser.new_context(
        base_url=server.origin, timezone_id="UTC", reduced_motion="reduce"
    )
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    page.clock.set_fixed_time(EVENING)
    page.set_viewport_size(SIZES["phone"])
    passphrase = sign_up(page, "wren")
    keep_recovery(page)
    await_synced(page)
    fill_browser(page, passphrase, whole())
    lock(page)
    unlock(page, passphrase)
    for name, kind, scheme, walk in DRAWN:
        page.set_viewport_size(SIZES[kind])
        page.emulate_media(color_scheme=scheme)
        walk(page)
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    context.close()


if __name__ == "__main__":
    expect.set_options(timeout=SECONDS * 1000)
    with chromium() as browser, serving() as server:
        draw(browser, server)
