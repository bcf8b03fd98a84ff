"""Rules B and G of docs/care.md: what is said about where the words are, and what keeps nobody out.

A and D are in test_care_safety.py, C and E in test_care_choice.py; each screen in test_every_screen.py.
"""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_synced, keep_recovery, open_page, sign_up, write
from tests.e2e.screens import HELLO, LOCKED, OPEN, PASSPHRASE, SCREENS, Screen
from tests.e2e.serving import Server

HIDDEN_FOCUS = """() => {
  const focus = document.activeElement;
  if (focus === document.body || focus.closest("nav[aria-label='Close at hand'], .skips")) return null;
  const place = focus.getBoundingClientRect();
  const middle = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  return focus.contains(middle) || middle?.contains(focus) ? null : focus.outerHTML;
}"""
"""What has the focus and cannot be seen in its middle, null if it can."""


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def test_what_a_lost_passphrase_means_is_said_before_it_is_made(new_screen: NewDevice) -> None:
    """B2. Fails when an account can be made before its price was said, or paper is praised without its danger."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "create").open(page)
    expect(page.get_by_text("so we cannot open it for you")).to_be_visible()
    expect(page.get_by_text("You can keep the recovery words")).to_be_visible()
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "recovery").open(page)
    expect(page.get_by_text("Paper can be found: whoever has it")).to_be_visible()


def test_nothing_is_asked_of_any_other_host(new_device: NewDevice, server: Server) -> None:
    """B3. Fails when any request of an evening goes to a host that is not the app's own."""
    page = new_device("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    sign_up(page, "care-two")
    write(
        page,
        "A page",
        "With a [link](https://example.org/) and ![a picture](https://example.org/a.png).",
    )
    keep_recovery(page)
    await_synced(page)
    open_page(page, "A page")
    for path in ("/backup", "/settings", "/server", "/nowhere"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).not_to_have_count(0)
    own = (server.origin, f"blob:{server.origin}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert len(asked) > 20


@pytest.mark.parametrize(
    ("sync", "words"),
    [
        ("offline", "You are offline. Everything you write is kept here."),
        ("recovery_first", "Nothing has left this device yet."),
        ("working", "Kept here. Sending what is new."),
        ("done", "Everything is on the server too."),
        ("sign_in_again", "Kept on this device. Enter your passphrase once to go on."),
        ("stopped", "Kept on this device. Nothing is sent or taken in for now."),
    ],
)
def test_where_the_words_are_is_said_in_words(new_screen: NewDevice, sync: str, words: str) -> None:
    """B6. Fails when a state of sync is told by a sign alone, or not where home is."""
    page = new_screen("phone")
    Screen("home", HELLO, status=OPEN | {"sync": sync}).open(page)
    expect(page.get_by_text(words)).to_be_visible()


def test_a_passphrase_can_be_pasted(new_screen: NewDevice) -> None:
    """G5. Fails when the lock takes words only from the keys."""
    page = new_screen("phone")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Screen("unlock", "Locked", status=LOCKED).open(page)
    page.evaluate("words => navigator.clipboard.writeText(words)", PASSPHRASE)
    page.get_by_label("Passphrase", exact=True).press("Control+v")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)


@pytest.mark.parametrize("name", ["first", "create", "list", "recovery", "settings"])
def test_the_bar_covers_nothing_that_has_the_focus(new_screen: NewDevice, name: str) -> None:
    """G7. Fails when what the Tab key comes to lies under the bar, at twice the text size too."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == name).open(page)
    for size in ("106.25%", "212.5%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        stops = page.locator("button, a[href], summary, input, textarea").count()
        assert [html for _ in range(stops + 2) if (html := _tab(page))] == []


def _tab(page: Page) -> str | None:
    """One step of the Tab key; gives what has the focus if it is hidden."""
    page.keyboard.press("Tab")
    hidden: str | None = page.evaluate(HIDDEN_FOCUS)
    return hidden
