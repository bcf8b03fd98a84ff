"""Rules C and E of docs/care.md: what the person decides, takes back and takes away."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_synced, go, keep_recovery, open_page, sign_in, sign_up, write
from tests.e2e.screens import HELLO, OPEN, RECORD, SCREENS, Screen

LAST_PAGE = "2026-03-20T10:00:00"
NINETY_DAYS_LATER = "2026-06-18T10:00:00"
LONG = 30_000
FIRST_PAGE = f"/pages/{RECORD}1"
HOME = Screen("home", HELLO, status=OPEN)
WRITTEN = {"title": "Quillfeather", "body": "marrowline", "tag": "thistletag"}


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def test_home_after_ninety_days_is_home(new_screen: NewDevice) -> None:
    """C3. Fails when home says, counts or shows that nobody has written for three months, or ever."""
    seen = [home_on(new_screen, day) for day in (LAST_PAGE, NINETY_DAYS_LATER)]
    assert (
        seen == [home_on(new_screen, LAST_PAGE, Screen("fresh", HELLO, status=OPEN, pages=[]))] * 2
    )


def home_on(new_screen: NewDevice, day: str, home: Screen = HOME) -> str:
    """What stands on home when the device's clock shows this day."""
    page = new_screen("phone")
    page.clock.set_fixed_time(day)
    home.open(page)
    expect(page.get_by_text("Everything is on the server too.")).to_be_visible()
    html: str = page.locator(".screen").inner_html()
    page.context.close()
    # Svelte marks with comments where a part that came later may stand.
    return re.sub(r"<!--.*?-->|\s+", " ", html).replace("  ", " ")


def test_words_can_be_renamed_and_hidden(new_screen: NewDevice) -> None:
    """C5. Fails when a word keeps its name or its place against the person's wish, or a theory's name stays."""
    page = new_screen("phone")
    Screen("words", "Words on the chips", "/word-lists", OPEN).open(page)
    page.get_by_label("Which words", exact=True).select_option("state_words")
    page.get_by_role("textbox", name="Your word for settled").fill("like a lake")
    page.get_by_role("textbox", name="Your word for settled").press("Tab")
    page.get_by_role("button", name="Hide numb", exact=True).click()
    go(page, "/check-in")
    expect(page.get_by_role("button", name="like a lake")).to_be_visible()
    for gone in ("settled", "numb"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    go(page, "/settings")
    page.get_by_label("Show the names").uncheck()
    go(page, "/happened")
    for name in ("Skip", "With someone", "What pulled at me"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name="reaching for them")).to_be_visible()
    expect(page.get_by_text("sometimes called")).to_have_count(0)


def test_what_went_into_the_trash_comes_back_for_ten_seconds(new_screen: NewDevice) -> None:
    """C7. Fails when putting away cannot be undone wherever one is, or the offer stays longer than it says."""
    page = new_screen("phone")
    page.clock.install()
    Screen("editor", "March", FIRST_PAGE, OPEN).open(page)
    put_away(page)
    page.get_by_role("button", name="Undo").click()
    go(page, "/pages")
    expect(page.get_by_role("link", name="The bench by the water")).to_be_visible()
    page.get_by_role("link", name="The bench by the water").click()
    put_away(page)
    page.clock.run_for(9_000)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.clock.run_for(2_000)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    go(page, "/trash")
    expect(page.get_by_text("The bench by the water")).to_be_visible()


def put_away(page: Page) -> None:
    """Put the open page into the trash."""
    page.locator("summary", has_text="Tags and more").click()
    page.get_by_role("button", name="Put it in the trash").click()
    expect(page.get_by_text("It is in the trash.")).to_be_visible()


def test_deeper_questions_open_by_a_tap_alone(new_screen: NewDevice) -> None:
    """C8. Fails when a deeper question stands open by itself, even where it was answered before."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "pull").open(page)
    expected = page.get_by_label("What did you think would happen?")
    younger = page.get_by_label("What did that part need to hear?")
    expect(expected).to_have_count(0)
    page.get_by_role("button", name="A little deeper").click()
    expect(expected).to_have_value("That she would not answer any more.")
    expect(younger).to_have_count(0)
    page.get_by_role("button", name="Deeper still").click()
    expect(younger).to_be_visible()


def test_what_is_removed_goes_from_the_other_device(new_device: NewDevice) -> None:
    """E2, C7. Fails when "remove now" is done without a question, or leaves the page on another device."""
    phone, laptop = new_device("phone"), new_device("laptop")
    passphrase = sign_up(phone, "care-three")
    write(phone, WRITTEN["title"], WRITTEN["body"])
    keep_recovery(phone)
    await_synced(phone)
    sign_in(laptop, "care-three", passphrase)
    expect(laptop.get_by_role("link", name=WRITTEN["title"])).to_be_visible(timeout=LONG)
    open_page(phone, WRITTEN["title"])
    phone.locator("summary", has_text="Tags and more").click()
    phone.get_by_role("button", name="Remove now").click()
    expect(phone.get_by_text("cannot be taken back")).to_be_visible()
    phone.get_by_role("button", name="Remove for good").click()
    await_synced(phone)
    expect(laptop.get_by_role("link", name=WRITTEN["title"])).to_have_count(0, timeout=LONG)
    assert WRITTEN["body"] not in laptop.content()
    for page in (phone, laptop):
        go(page, "/trash")
        expect(page.get_by_text("Nothing here.")).to_be_visible()


def test_a_backup_says_that_copies_stay(new_screen: NewDevice) -> None:
    """E4. Fails when a person could take a saved copy for something that the app can take back."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "backup").open(page)
    expect(page.get_by_text("Copies you save stay where you put them.")).to_be_visible()
