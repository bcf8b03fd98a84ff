"""Rules A and D of docs/care.md: Ground, Cover, the lock, and what is said before the first use."""

from functools import partial

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import lock, open_page, sign_up, unlock, write
from tests.e2e.releases import await_shell
from tests.e2e.screens import HELLO, OPEN, PASSPHRASE, RECORD, SCREENS, Screen

MINUTE_MS = 60_000
EMPTYING = ("left", "close-done")
"""Screens that come after everything of the app was taken from the device, its service worker too."""
NEUTRAL = "https://weather.example/"
WRITTEN = {"title": "Quillfeather", "body": "marrowline", "tag": "thistletag"}
INSTALLED = """
const asked = window.matchMedia.bind(window);
window.matchMedia = query => query.includes("display-mode")
  ? Object.assign(new EventTarget(), { media: query, matches: !query.includes("browser") })
  : asked(query);
"""


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def offline(new_device: NewDevice) -> BrowserContext:
    """A device that has the app and no network."""
    first = new_device("phone")
    first.goto("/")
    await_shell(first)
    first.context.set_offline(True)
    return first.context


def test_ground_opens_on_every_screen_without_a_network(new_device: NewDevice) -> None:
    """A1. Fails when one tap does not open Ground on some screen, locked and failed ones too, or it needs a network."""
    device = offline(new_device)
    closed = [screen for screen in SCREENS if not screen.name.startswith("ground")]
    for screen in closed:
        page = (offline(new_device) if screen.name in EMPTYING else device).new_page()
        screen.open(page)
        bar = page.get_by_role("navigation", name="Close at hand")
        bar.get_by_role("button", name="Ground").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("dialog").get_by_role("button")).not_to_have_count(0)
        page.close()
    assert len(closed) > 20


def test_cover_goes_on_where_the_person_chose_in_a_tab_only(new_screen: NewDevice) -> None:
    """A5. Fails when Cover in a tab does not go on to the chosen page, takes a way back with it, or an installed app
    leaves its window."""
    for is_installed in (False, True):
        page = new_screen("phone")
        page.route(
            f"{NEUTRAL}**",
            lambda route: route.fulfill(body="Rain later.", content_type="text/plain"),
        )
        page.add_init_script(INSTALLED if is_installed else "")
        settings = {"kind": "settings", "cover_target": NEUTRAL}
        Screen("editor", "March", f"/pages/{RECORD}1", OPEN, more={"records": [settings]}).open(
            page
        )
        page.get_by_role("button", name="Cover", exact=True).click()
        if is_installed:
            expect(page.get_by_role("button", name="Continue")).to_be_visible()
            assert page.url.endswith(f"/pages/{RECORD}1")
        else:
            page.wait_for_url(f"{NEUTRAL}**")


def test_what_cannot_be_hidden_is_said_before_the_first_use(new_screen: NewDevice) -> None:
    """N-09. A6, B7, D2. Fails when a person can begin before they could read who may see the app and what it is not."""
    page = new_screen("phone")
    page.goto("/")
    begin = page.get_by_role("link", name="Begin")
    for words in ("they may see that this app is here", "does not erase the browser's history"):
        said = page.get_by_text(words)
        expect(said).to_be_visible()
        assert top_of(said.element_handle()) < top_of(begin.element_handle())
    expect(page.get_by_text("software that records the screen")).to_be_visible()
    expect(page.get_by_text("A journal, not a medical device.")).to_be_visible()


def top_of(element: object) -> float:
    """The upper edge of what stands on the page, in CSS pixels."""
    # Playwright's handles have no narrower type that both finders give.
    box = element.bounding_box()  # type: ignore[attr-defined]
    top: float = box["y"]
    return top


def test_no_title_or_address_holds_a_word(new_device: NewDevice) -> None:
    """A8. Fails when a word of a page comes into the title of the window, the address, or the browser's history."""
    page = new_device("laptop")
    passphrase = sign_up(page, "care-one")
    told: list[str] = []
    page.on("framenavigated", lambda frame: told.append(frame.url))
    write(page, WRITTEN["title"], WRITTEN["body"], WRITTEN["tag"])
    told.append(page.title())
    open_page(page, WRITTEN["title"])
    told.append(page.title())
    lock(page)
    unlock(page, passphrase)
    told += [page.title(), page.evaluate("JSON.stringify(history.state)") or ""]
    assert [word for word in WRITTEN.values() if word in " ".join(told)] == []
    assert any("/pages/" in url for url in told)


def test_left_alone_it_warns_then_locks_and_keeps_the_words(new_screen: NewDevice) -> None:
    """A9. Fails when ten minutes alone do not lock, no warning comes before, it cannot be put off, or words go."""
    page = new_screen("phone")
    page.clock.install()
    Screen("editor", "20", "/write", OPEN).open(page)
    page.get_by_role("textbox", name="The page").fill("Words in the middle of")
    page.clock.run_for(10 * MINUTE_MS - 15_000)
    page.get_by_role("button", name="Stay").click()
    expect(page.get_by_role("button", name="Stay")).to_have_count(0)
    page.clock.run_for(10 * MINUTE_MS + 2_000)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()
    page.clock.run_for(2_000)
    expect(page.get_by_role("textbox", name="The page")).to_have_value("Words in the middle of")


def test_it_locks_after_the_minutes_that_the_person_chose(new_screen: NewDevice) -> None:
    """A9. Fails when the time until the lock cannot be chosen."""
    page = new_screen("phone")
    page.clock.install()
    settings = {"kind": "settings", "lock_idle_minutes": 1}
    Screen("home", HELLO, status=OPEN, more={"records": [settings]}).open(page)
    page.clock.run_for(MINUTE_MS + 2_000)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
