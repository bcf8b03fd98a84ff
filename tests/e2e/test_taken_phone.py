"""Someone takes the unlocked phone for a minute, after Cover: every way to look again ends at the passphrase."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, go_to_list, go_to_more, open_page, sign_up, unlock, write

SEEDED = ("Quillfeather", "marrowline", "thistletag")
TYPED = " umbrellabird"
AWAY = """Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
document.dispatchEvent(new Event("visibilitychange"));"""
BACK = "delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'));"

Ways = dict[str, Callable[[Page], object]]
WAYS: Ways = {
    "Back": lambda page: page.go_back(),
    "Forward": lambda page: page.go_forward(),
    "app switch": lambda page: page.evaluate(AWAY + BACK),
    "reload": lambda page: page.reload(),
    "another address": lambda page: page.goto("/pages"),
    "away and back": lambda page: (page.goto("about:blank"), page.go_back()),
    "from memory": lambda page: page.evaluate(
        "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    ),
}


def told_by(page: Page) -> str:
    """All that the tab tells: title, address, document, fields, and what is read out to those who listen."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    document: str = page.evaluate(
        "document.title + location.href + document.documentElement.outerHTML"
        " + [...document.querySelectorAll('input, textarea, select')].map(field => field.value)"
    )
    return document + str(tree)


def assert_tells_nothing(page: Page) -> None:
    """No word that was written or typed, and nothing of how many there are."""
    told = told_by(page)
    assert [word for word in (*SEEDED, TYPED.strip()) if word in told] == []
    expect(page.get_by_role("listitem")).to_have_count(0)
    expect(page.get_by_role("article")).to_have_count(0)


def own(page: Page, name: str) -> str:
    """The person signs up and writes; the page stays open. Returns the passphrase."""
    passphrase = sign_up(page, name)
    write(page, SEEDED[0], SEEDED[1], SEEDED[2])
    assert SEEDED[1] in told_by(page), "this test could not fail"
    return passphrase


def open_tab(page: Page, passphrase: str) -> Page:
    """Another tab of the same browser, unlocked."""
    tab = page.context.new_page()
    tab.goto("/pages")
    expect(tab.get_by_role("heading", name="Locked")).to_be_visible()
    unlock(tab, passphrase)
    return tab


def is_neutral(page: Page) -> None:
    """Wait for the screen that shows nothing but a way on."""
    expect(page.get_by_role("button", name="Continue")).to_be_visible()


def test_cover_in_one_tab_covers_them_all(new_device: NewDevice) -> None:
    """R-28. Fails when a tab that was left open shows a word after Cover in another, or loses one that was typed."""
    first = new_device("phone")
    passphrase = own(first, "taken-covers")
    lists, reads = open_tab(first, passphrase), open_tab(first, passphrase)
    go_to_list(lists)
    expect(lists.get_by_role("link", name=SEEDED[0])).to_be_visible()
    open_page(reads, SEEDED[0])
    body_of(reads).press("Control+End")
    body_of(reads).press_sequentially(TYPED)
    first.get_by_role("button", name="Cover", exact=True).click()
    for tab in (first, lists, reads):
        is_neutral(tab)
        assert_tells_nothing(tab)
        tab.get_by_role("button", name="Continue").click()
        expect(tab.get_by_role("heading", name="Locked")).to_be_visible()
        assert_tells_nothing(tab)
    unlock(reads, passphrase)
    open_page(reads, SEEDED[0])
    expect(body_of(reads)).to_have_value(SEEDED[1] + TYPED)


def test_lock_in_one_tab_locks_them_all(new_device: NewDevice) -> None:
    """Fails when the person locks, and a tab that they forgot stays open."""
    first = new_device("laptop")
    passphrase = own(first, "taken-locks")
    other = open_tab(first, passphrase)
    go_to_list(first)
    first.get_by_role("button", name="Lock", exact=True).click()
    for tab in (first, other):
        expect(tab.get_by_role("heading", name="Locked")).to_be_visible()
        assert_tells_nothing(tab)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_back_needs_less_than_the_passphrase(new_device: NewDevice, way: str) -> None:
    """R-28. Fails when Back, Forward, an app switch, a reload, an address or the browser's memory shows something."""
    page = new_device("phone")
    passphrase = own(page, f"taken by {way}")
    open_page(page, SEEDED[0])
    page.go_back()
    expect(page.get_by_role("link", name=SEEDED[0])).to_be_visible()
    page.get_by_role("button", name="Cover", exact=True).click()
    is_neutral(page)
    WAYS[way](page)
    assert_tells_nothing(page)
    going_on = page.get_by_role("button", name="Continue")
    expect(going_on.or_(page.get_by_role("heading", name="Locked"))).to_be_visible()
    if going_on.count() > 0:
        going_on.click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert_tells_nothing(page)
    unlock(page, passphrase)
    open_page(page, SEEDED[0])


def test_a_new_tab_begins_locked(new_device: NewDevice) -> None:
    """Fails when the app opened beside itself shows what its other tab has open."""
    first = new_device("phone")
    own(first, "taken-anew")
    tab = first.context.new_page()
    for address in ("/", "/pages", "/people", "/settings"):
        tab.goto(address)
        expect(tab.get_by_role("heading", name="Locked")).to_be_visible()
        assert_tells_nothing(tab)


def test_out_of_sight_can_lock_at_once(new_device: NewDevice) -> None:
    """A9. Fails when the person chose to lock as soon as the app is out of sight, and it waits."""
    page = new_device("phone")
    passphrase = own(page, "taken-hides")
    go_to_more(page)
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_label("Lock by itself when out of sight for").select_option("0")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "kept")
    page.evaluate(AWAY)
    page.evaluate(BACK)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert_tells_nothing(page)
    unlock(page, passphrase)
