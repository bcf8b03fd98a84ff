"""How single screens answer: to the keyboard, to a reader of the screen, to words that come in from elsewhere.

What holds on each of them is in test_every_screen.py.
"""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.keys import NAMES
from tests.e2e.person import await_kept
from tests.e2e.screens import OPEN, PAGES, RECORD, SCREENS, WORDS, Screen
from tests.e2e.visits import violations

ASKING = {
    "current-password": {
        "sign-in", "unlock", "change-passphrase", "new-words-last", "new-keys-last", "devices-remove",
        "add-device-confirm",
        "passkey-add", "passkey-keep", "passkey-remove",
    },
    "new-password": {"create", "change-passphrase", "new-keys-last", "recover-last"},
}  # fmt: skip
"""The screens on which a password keeper fills a passphrase, and those on which it saves one."""

THEMES = ("Light", "Dark", "Dim")
LIST = next(screen for screen in SCREENS if screen.name == "list")
SETTINGS = next(screen for screen in SCREENS if screen.name == "settings")


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def test_cover_is_the_first_stop_of_the_tab_key(new_screen: NewDevice) -> None:
    """A3. Fails when something else is met before Cover by a person who needs it fast."""
    page = new_screen("laptop")
    LIST.open(page)
    page.get_by_role("button", name="Cover", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "Cover this screen" in page.evaluate(NAMES)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Continue")).to_be_visible()


def test_the_focus_goes_to_the_heading_of_each_new_screen(new_screen: NewDevice) -> None:
    """Fails when a reader of the screen is left behind after a navigation."""
    page = new_screen("phone")
    LIST.open(page)
    expect(page.get_by_role("heading", name="Pages")).to_be_focused()
    page.get_by_role("link", name="More").press("Enter")
    expect(page.get_by_role("heading", name="More")).to_be_focused()
    page.get_by_role("link", name="Settings").press("Enter")
    expect(page.get_by_role("heading", name="Settings")).to_be_focused()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Pages")).to_be_focused()
    page.get_by_role("link", name="The bench by the water").press("Enter")
    expect(page.get_by_role("heading", name="March")).to_be_focused()


def test_a_new_page_is_ready_to_be_written(new_screen: NewDevice) -> None:
    """Fails when Write needs a second tap before the first word."""
    page = new_screen("phone")
    LIST.open(page)
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_role("textbox", name="The page")).to_be_focused()


def test_ground_is_left_to_where_one_was(new_screen: NewDevice) -> None:
    """Fails when Ground takes the cursor or the words away, or cannot be left by Done, Escape and Back."""
    page = new_screen("phone")
    Screen("editor", "March", f"/pages/{RECORD}1", OPEN).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+Home")
    body.press_sequentially("Here. ")
    for leave in (_done, _escape, Page.go_back):
        page.get_by_role("button", name="Ground").click()
        expect(page.get_by_role("heading", name="You are on the ground screen")).to_be_focused()
        leave(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert body.evaluate("field => field.selectionStart") == len("Here. ")
    expect(body).to_have_value(f"Here. {PAGES[0]['body']}")


def _done(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    for _ in range(3):
        page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Done").click()


def _escape(page: Page) -> None:
    page.keyboard.press("Escape")


def test_each_theme_is_kept_and_has_enough_contrast(new_screen: NewDevice) -> None:
    """Fails when a chosen theme is forgotten by a reload or is too faint to read."""
    page = new_screen("phone")
    SETTINGS.open(page)
    for theme in THEMES:
        page.get_by_role("radio", name=theme).check()
        page.reload()
        expect(page.get_by_role("radio", name=theme)).to_be_checked()
        assert page.evaluate("document.documentElement.dataset.theme") == theme.lower()
        assert violations(page) == []


def test_nothing_moves_for_those_who_ask_for_stillness(new_screen: NewDevice) -> None:
    """Fails when a transition runs although reduced motion is asked for."""
    page = new_screen("phone", reduced_motion="reduce")
    LIST.open(page)
    running = page.locator("button").evaluate_all(
        "elements => elements.map(e => getComputedStyle(e).transitionDuration)"
    )
    assert set(running) == {"0s"}


def test_words_of_two_places_are_said_until_they_were_seen(new_screen: NewDevice) -> None:
    """Fails when the notice of a merge goes by itself or stays after it was seen."""
    page = new_screen("phone")
    Screen("editor", "March", f"/pages/{RECORD}3", OPEN).open(page)
    notice = page.get_by_text("You wrote in two places. We kept both.")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="I have seen it").click()
    expect(notice).to_have_count(0)


def test_recovery_words_are_hidden_while_they_are_typed(new_screen: NewDevice) -> None:
    """Fails when the words stand beside the field in which they are to be typed from paper."""
    page = new_screen("phone")
    Screen("recovery", "Recovery words", "/recovery", OPEN).open(page)
    page.get_by_role("button", name="I have written them down").click()
    expect(page.get_by_text("thimble")).to_have_count(0)
    page.get_by_label("The ten words").fill(WORDS)
    page.get_by_role("button", name="Begin to sync").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def test_six_words_that_differ_make_no_account(new_screen: NewDevice) -> None:
    """Fails when a slip in the six words locks a person out of what they are about to write."""
    page = new_screen("phone")
    Screen("create", "A name and six words", "/begin").open(page)
    page.get_by_label("Name", exact=True).fill("wren")
    page.get_by_label("The six words", exact=True).fill(
        "lantern orchard mitten harbor puddle cattle"
    )
    page.get_by_role("button", name="Open the first page").click()
    expect(page.get_by_text("These are not the six words above.")).to_be_visible()
    page.get_by_role("button", name="Put them in").click()
    page.get_by_role("button", name="Open the first page").click()
    expect(page.get_by_role("textbox", name="The page")).to_be_focused()


def test_a_backup_can_be_stopped(new_screen: NewDevice) -> None:
    """Fails when a person cannot take back a backup that is under way."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "backup-making").open(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. No file was made")).to_be_visible()


def test_a_password_keeper_finds_its_fields(new_screen: NewDevice) -> None:
    """Fails when a form lacks the marks by which browsers save and fill a name and a passphrase."""
    for kind, screen in (
        (kind, one) for kind in ASKING for one in SCREENS if one.name in ASKING[kind]
    ):
        page = new_screen("phone")
        screen.open(page)
        form = page.locator("form")
        assert form.locator("input[autocomplete=username]").count() == 1
        assert form.locator(f"input[type=password][autocomplete={kind}]").count() == 1


def test_words_of_another_device_come_in_without_moving_the_cursor(new_screen: NewDevice) -> None:
    """Fails when a merge that is shown under the pen throws the cursor to another word."""
    page = new_screen("phone")
    more = {"theirs": "Theirs first. "}
    Screen("editor", "March", f"/pages/{RECORD}4", OPEN, more=more).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+Home")
    body.press_sequentially("Mine. ")
    expect(body).to_have_value(f"Theirs first. Mine. {PAGES[3]['body']}")
    body.press_sequentially("More. ")
    expect(body).to_have_value(f"Theirs first. Mine. More. {PAGES[3]['body']}")


def test_keeping_leaves_the_browsers_undo_alone(new_screen: NewDevice) -> None:
    """Fails when a person cannot take back the last words once they were kept."""
    page = new_screen("laptop")
    Screen("editor", "March", f"/pages/{RECORD}4", OPEN).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+End")
    body.press_sequentially(" Gone.")
    await_kept(page)
    body.press("Control+z")
    expect(body).to_have_value(PAGES[3]["body"])


def test_kept_is_said_once(new_screen: NewDevice) -> None:
    """Fails when a reader of the screen hears of each pause, or never that the words are kept."""
    page = new_screen("phone")
    Screen("editor", "20", "/write", OPEN).open(page)
    said = page.get_by_role("status").filter(has_text="Kept on this device.")
    expect(said).to_have_count(0)
    page.get_by_role("textbox", name="The page").press_sequentially("One.")
    expect(said).to_have_count(1)
    page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true})"
    )
    page.get_by_role("textbox", name="The page").press_sequentially(" Two.")
    await_kept(page)
    assert page.evaluate("window.changes") == 0
