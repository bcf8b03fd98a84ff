"""One evening by the keyboard alone; what holds on each screen is in test_every_screen.py."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.keys import fill, press, tab_to
from tests.e2e.person import await_kept, body_of, offered_words, title_of

TITLE = "A page by keys"
BODY = "Nothing was clicked."


def test_an_evening_by_the_keyboard_alone(new_device: NewDevice) -> None:
    """G4. Fails when one cannot begin, write, find, cover, ground, put away, undo, lock or open without a mouse."""
    page = new_device("laptop")
    passphrase = begin(page)
    write_a_page(page)
    find_it(page)
    cover_and_open(page, passphrase)
    ground(page)
    put_away_and_undo(page)
    lock_and_open(page, passphrase)


def begin(page: Page) -> str:
    """From the first words to the first page. Returns the passphrase."""
    page.goto("/")
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    press(page, "Begin")
    expect(offered_words(page, "Six words open your pages")).to_have_count(6)
    words = " ".join(offered_words(page, "Six words open your pages").all_inner_texts())
    fill(page, "Name", "by-keys")
    fill(page, "The six words", words)
    page.keyboard.press("Enter")
    expect(body_of(page)).to_be_visible(timeout=30_000)
    return words


def write_a_page(page: Page) -> None:
    """Title and body; where the focus stands, words can be typed at once."""
    expect(body_of(page)).to_be_focused()
    page.keyboard.type(BODY)
    page.keyboard.press("Shift+Tab")
    expect(title_of(page)).to_be_focused()
    page.keyboard.type(TITLE)
    await_kept(page)


def find_it(page: Page) -> None:
    """Away to home, and back by the list."""
    press(page, "Start")
    expect(page.get_by_role("heading", level=1, name="Hello")).to_be_visible()
    open_from_list(page)


def open_from_list(page: Page) -> None:
    """Beside what is open; the focus goes with the page."""
    press(page, TITLE)
    expect(title_of(page)).to_have_value(TITLE)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def cover_and_open(page: Page, passphrase: str) -> None:
    """Cover is the first stop; the way back asks for the passphrase."""
    tab_to(page, "Cover this screen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    assert BODY not in page.content()
    press(page, "Continue", "Space")
    open_again(page, passphrase)


def open_again(page: Page, passphrase: str) -> None:
    """On the locked screen."""
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    fill(page, "Passphrase", passphrase)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0, timeout=30_000)


def ground(page: Page) -> None:
    """One step of it, and out by Escape to where one was."""
    press(page, "Ground")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Begin", "Space")
    press(page, "Skip")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def put_away_and_undo(page: Page) -> None:
    """Into the trash and out of it."""
    open_from_list(page)
    press(page, "Tags and more")
    press(page, "Put it in the trash")
    expect(page.get_by_text("It is in the trash.")).to_be_visible()
    press(page, "Undo", "Space")
    expect(page.get_by_role("listitem").get_by_role("link", name=TITLE)).to_be_visible()


def lock_and_open(page: Page, passphrase: str) -> None:
    """Lock, and find the page again."""
    press(page, "Lock")
    open_again(page, passphrase)
    open_from_list(page)
    expect(body_of(page)).to_have_value(BODY)
