"""A newer version in another tab: it is said, every word is kept, and only then does this tab change."""

import time
from typing import Final

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, sign_up, unlock, write

LONG_SECONDS: Final = 30.0
NEWER = """() => {
  window.opened = false;
  const request = indexedDB.open("goldseam", 99);
  request.onupgradeneeded = () => request.transaction.abort();
  request.onerror = () => { window.opened = true; };
}"""


def newer_tab(page: Page) -> Page:
    """Another tab at the same address, in which a newer version asks for the store and leaves it as it was."""
    other = page.context.new_page()
    other.goto("/icon.svg")
    other.evaluate(NEWER)
    return other


def await_opened(other: Page) -> None:
    """Until the newer tab has the store; asked from here, because the page forbids the eval of a waiting function."""
    until = time.monotonic() + LONG_SECONDS
    while not other.evaluate("window.opened"):
        assert time.monotonic() < until
        other.wait_for_timeout(50)


def test_a_newer_version_in_another_tab_takes_over_after_the_last_word(
    new_device: NewDevice,
) -> None:
    """Fails when the screen says nothing, goes on without a worker, holds up the newer tab, or loses a word."""
    # Without a service worker the other tab shows a plain picture; with one it would be the app, and change too.
    page = new_device("phone", service_workers="block")
    passphrase = sign_up(page, "outdated-one")
    write(page, "Quillfeather", "marrowline")
    body_of(page).press("Control+End")
    other = newer_tab(page)
    page.bring_to_front()
    body_of(page).press_sequentially(", and a word more")
    expect(page.get_by_role("status").filter(has_text="newer version")).to_be_visible()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    await_opened(other)
    unlock(page, passphrase)
    expect(body_of(page)).to_have_value("marrowline, and a word more")
