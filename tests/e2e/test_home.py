"""Around the pages: the doors, the list, the menu of a record, the trash, reading, and what can be chosen."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_kept,
    body_of,
    go_to_list,
    go_to_more,
    lock,
    open_page,
    sign_up,
    title_of,
    unlock,
    write,
)
from tests.e2e.screens import OPEN, SCREENS, Screen

ELSEWHERE = re.compile(r"https?://(?!127\.0\.0\.1|localhost)")
TEXT = (
    "# Morning\n\nFrom [a page](https://example.org/kind).\n\n"
    "![harbour](https://example.org/a.png)\n\n<b>as typed</b>"
)


def open_menu(page: Page) -> None:
    """On an open record: its menu."""
    page.locator("summary", has_text="Tags and more").click()
    expect(page.get_by_role("heading", name="Linked pages")).to_be_visible()


def go_home(page: Page) -> None:
    """From anywhere at phone size."""
    hello = page.get_by_role("heading", name="Hello. Start wherever you are.")
    if hello.count() == 0:
        go_to_list(page)
        page.get_by_role("link", name="Back", exact=True).click()
    expect(hello).to_be_visible()


def choose(page: Page, place: str) -> None:
    """To one of the places under More."""
    go_to_more(page)
    page.get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=place)).to_be_visible()


def test_each_door_leads_where_it_says(new_device: NewDevice) -> None:
    """Fails when one of the four doors is missing, or opens something else."""
    page = new_device("phone")
    sign_up(page, "home-doors")
    for door in ("A safe-enough moment", "Something happened"):
        go_home(page)
        page.get_by_role("link", name=door).click()
        expect(page.get_by_role("heading", level=1, name=door)).to_be_visible()
        page.go_back()
    go_home(page)
    page.get_by_role("button", name="Steady me").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Just write").click()
    expect(body_of(page)).to_be_focused()


def test_a_covered_page_is_shown_to_nobody_who_did_not_ask(new_device: NewDevice) -> None:
    """C4. Fails when a list shows a word of a covered page, or it opens without its curtain."""
    page = new_device("phone")
    sign_up(page, "home-cover")
    write(page, "Behind the curtain", "Nobody needs to see this.")
    open_menu(page)
    page.get_by_label("Cover this", exact=True).check()
    await_kept(page)
    expect(body_of(page)).to_be_visible()
    go_to_list(page)
    row = page.get_by_role("listitem").get_by_role("link", name="Covered by you")
    expect(row).to_be_visible()
    expect(page.get_by_text("curtain")).to_have_count(0)
    row.click()
    expect(page.get_by_role("heading", name="Covered by you")).to_be_visible()
    expect(body_of(page)).to_have_count(0)
    page.get_by_role("button", name="Show it").click()
    expect(body_of(page)).to_have_value("Nobody needs to see this.")


def test_the_trash_gives_back_what_was_put_there(new_device: NewDevice) -> None:
    """C7. Fails when a page cannot be taken back at once, or later from the trash, whole."""
    page = new_device("phone")
    sign_up(page, "home-trash")
    write(page, "Too much for now", "Every word of it.")
    open_menu(page)
    page.get_by_role("button", name="Put it in the trash").click()
    page.get_by_role("button", name="Undo").click()
    go_to_list(page)
    page.get_by_role("listitem").get_by_role("link", name="Too much for now").click()
    open_menu(page)
    page.get_by_role("button", name="Put it in the trash").click()
    expect(page.get_by_text("It is in the trash.")).to_be_visible()
    go_to_list(page)
    expect(page.get_by_text("Too much for now")).to_have_count(0)
    choose(page, "Trash")
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("Nothing here. That is fine.")).to_be_visible()
    page.go_back()
    open_page(page, "Too much for now")
    expect(body_of(page)).to_have_value("Every word of it.")


def test_what_is_removed_now_is_asked_for_twice_and_gone(new_device: NewDevice) -> None:
    """Fails when one slip removes a page for good, or a removed one is still there."""
    page = new_device("phone")
    sign_up(page, "home-erase")
    write(page, "Only this once", "And then no more.")
    address = page.url
    open_menu(page)
    page.get_by_role("button", name="Remove now").click()
    page.get_by_role("button", name="Keep it").click()
    expect(body_of(page)).to_have_value("And then no more.")
    page.get_by_role("button", name="Remove now").click()
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_role("heading", name="Hello.")).to_be_visible()
    choose(page, "Trash")
    expect(page.get_by_text("Nothing here. That is fine.")).to_be_visible()
    page.evaluate("path => history.pushState(null, '', path)", address)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", name="This page is not on this device")).to_be_visible()


def test_a_page_comes_up_again_only_on_the_day_that_was_set(new_device: NewDevice) -> None:
    """Fails when home shows a page before its day, or not from that day on."""
    page = new_device("phone")
    sign_up(page, "home-again")
    again = page.get_by_role("heading", name="Set aside to look at again")
    write(page, "The letter", "Not sent.")
    for day, count in (("2099-01-01", 0), ("2020-01-01", 1)):
        open_menu(page)
        page.get_by_label("Look at it again on").fill(day)
        await_kept(page)
        go_home(page)
        expect(page.get_by_role("link", name="Pages", exact=True)).to_be_visible()
        expect(again).to_have_count(count)
        open_page(page, "The letter")


def test_two_pages_can_be_linked(new_device: NewDevice) -> None:
    """Fails when a link between pages is not kept, does not lead to the other one, or cannot be taken away."""
    page = new_device("phone")
    sign_up(page, "home-link")
    write(page, "First", "One.")
    write(page, "Second", "Two.")
    open_menu(page)
    page.get_by_role("button", name="Link another page").click()
    page.get_by_label("Which page").select_option(index=1)
    page.get_by_role("button", name="goes on from", exact=True).click()
    page.get_by_role("button", name="Link them").click()
    await_kept(page)
    page.get_by_role("region", name="Linked pages").get_by_role("link", name="First").click()
    expect(title_of(page)).to_have_value("First")
    open_page(page, "Second")
    open_menu(page)
    page.get_by_role("button", name="Take away the link to First").click()
    await_kept(page)
    expect(page.get_by_role("link", name="First")).to_have_count(0)


def test_reading_fetches_nothing_and_shows_where_a_link_leads(new_device: NewDevice) -> None:
    """Fails when a picture is fetched, HTML becomes part of the page, or a link opens before its address was seen."""
    page = new_device("phone")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(ELSEWHERE, refuse)
    sign_up(page, "home-read")
    write(page, "Read me", TEXT)
    page.get_by_role("button", name="Read", exact=True).click()
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", name="Morning")).to_be_visible()
    expect(article).to_contain_text("<b>as typed</b>")
    assert article.locator("img, b, script, iframe").count() == 0
    expect(article.get_by_role("link")).to_have_count(0)
    article.get_by_role("button", name="a page").click()
    link = article.get_by_role("link")
    expect(link).to_have_text("https://example.org/kind")
    assert link.get_attribute("rel") == "noreferrer noopener"
    assert asked == []


def test_the_language_is_chosen_and_kept(new_device: NewDevice) -> None:
    """Fails when German is not complete at once, or the locked screen forgets it."""
    page = new_device("phone")
    passphrase = sign_up(page, "home-language")
    write(page, "A page", "Words.")
    choose(page, "Settings")
    page.get_by_label("Deutsch").check()
    expect(page.get_by_role("heading", level=1, name="Einstellungen")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    await_kept(page)
    page.reload()
    expect(page.get_by_role("heading", name="Gesperrt")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Öffnen", exact=True).click()
    expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible(timeout=30_000)


def test_words_are_the_persons_own(new_device: NewDevice) -> None:
    """C5. Fails when a word cannot be renamed, hidden and added, or is forgotten by a lock."""
    page = new_device("phone")
    passphrase = sign_up(page, "home-words")
    choose(page, "Words on the chips")
    page.get_by_label("Your word for reaching for them").fill("running after")
    page.get_by_label("Your word for reaching for them").blur()
    page.get_by_role("button", name="Hide stepping back").click()
    page.get_by_role("button", name="A word of your own").click()
    page.get_by_role("textbox", name="A word of your own").fill("waiting by the phone")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Your word for waiting by the phone")).to_be_visible()
    lock(page)
    unlock(page, passphrase)
    choose(page, "Words on the chips")
    expect(page.get_by_label("Your word for running after")).to_have_value("running after")
    expect(page.get_by_label("Your word for waiting by the phone")).to_be_visible()
    expect(page.get_by_role("button", name="Show stepping back again")).to_be_visible()


def test_the_lock_comes_after_the_minutes_that_were_chosen(new_device: NewDevice) -> None:
    """A9. Fails when the chosen time is not the one after which the app locks, or it locks without a word before."""
    page = new_device("phone")
    page.clock.install()
    sign_up(page, "home-lock")
    write(page, "A page", "Words.")
    choose(page, "Settings")
    page.get_by_label("Lock by itself when nothing is touched for").select_option("1")
    await_kept(page)
    page.clock.fast_forward(45_000)
    expect(page.get_by_text("This locks in a moment.")).to_be_visible()
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def test_cover_goes_on_to_the_chosen_address(new_device: NewDevice) -> None:
    """A5. Fails when Cover in a browser stays although an address was chosen, or goes before the words are covered."""
    page = new_device("phone")
    page.route(
        ELSEWHERE, lambda route: route.fulfill(body="<p>Sunny spells</p>", content_type="text/html")
    )
    sign_up(page, "home-target")
    write(page, "A page", "Words to cover.")
    choose(page, "Settings")
    field = page.get_by_label("Where Cover goes on to")
    field.fill("not an address")
    field.blur()
    expect(page.get_by_text("This is not the address of a page.")).to_be_visible()
    field.fill("weather.example")
    field.blur()
    await_kept(page)
    page.get_by_role("button", name="Cover", exact=True).click()
    expect(page.get_by_text("Sunny spells")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Words to cover.")).to_have_count(0)


@pytest.mark.parametrize("name", ["home", "list", "editor", "settings", "more"])
def test_it_can_be_read_from_right_to_left(new_device: NewDevice, name: str) -> None:
    """Fails when a screen runs out sideways, or does not turn round, in a language written from right to left."""
    page = new_device("phone", service_workers="block")
    next(screen for screen in SCREENS if screen.name == name).open(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    over = page.evaluate(
        "[...document.querySelectorAll('body, main')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert max(over) <= 0
    bar = page.get_by_role("navigation", name="Close at hand")
    ground = bar.get_by_role("button", name="Ground").bounding_box()
    cover = bar.get_by_role("button", name="Cover").bounding_box()
    assert ground is not None
    assert cover is not None
    assert ground["x"] > cover["x"]


def test_nothing_comes_up_again_where_that_is_not_wanted(new_device: NewDevice) -> None:
    """Fails when home shows what was set aside although the person wants nothing to come up, or it is lost by that."""
    page = new_device("phone")
    sign_up(page, "home-quiet")
    again = page.get_by_role("heading", name="Set aside to look at again")
    write(page, "The letter", "Not sent.")
    open_menu(page)
    page.get_by_label("Look at it again on").fill("2020-01-01")
    await_kept(page)
    go_home(page)
    expect(again).to_be_visible()
    choose(page, "Settings")
    page.get_by_label("Show what I set aside").uncheck()
    await_kept(page)
    go_home(page)
    expect(again).to_have_count(0)
    open_page(page, "The letter")


def test_ground_begins_with_what_was_chosen(new_device: NewDevice) -> None:
    """Fails when the way that the person put first is not the one that Ground begins with."""
    page = new_device("phone")
    sign_up(page, "home-ground")
    choose(page, "Settings")
    expect(page.get_by_label("Breathe; blink; focus")).to_be_checked()
    page.get_by_label("Something solid").check()
    await_kept(page)
    page.get_by_role("button", name="Ground", exact=True).click()
    ground = page.get_by_role("dialog")
    expect(ground.get_by_role("button", name="Something solid")).to_have_count(0)
    ground.get_by_role("button", name="Begin").click()
    expect(ground.get_by_role("heading", level=1)).to_be_visible()


def test_a_page_may_end_with_who_hears_of_it(new_device: NewDevice) -> None:
    """Fails when a plain page asks before a word is written, opens by itself, or forgets who may hear and the line."""
    page = new_device("phone")
    passphrase = sign_up(page, "home-hear")
    question = page.locator("summary", has_text="Would you like someone to hear this one day?")
    expect(body_of(page)).to_be_visible()
    expect(question).to_have_count(0)
    write(page, "A page", "Nobody knows this yet.")
    line = page.get_by_label("A sentence to keep")
    expect(line).to_have_count(0)
    question.click()
    page.get_by_role("button", name="one day").click()
    line.fill("I can say it slowly.")
    page.get_by_role("button", name="Keep it among my words").click()
    expect(page.get_by_text("It is among your words.")).to_be_visible()
    await_kept(page)
    page.reload()
    unlock(page, passphrase)
    expect(line).to_have_count(0)
    question.click()
    expect(page.get_by_role("button", name="one day", pressed=True)).to_be_visible()
    expect(line).to_have_value("I can say it slowly.")


def test_size_and_stillness_are_kept_on_the_device(new_device: NewDevice) -> None:
    """Fails when a larger text or a still screen is forgotten, also before the app is opened."""
    page = new_device("phone", service_workers="block")
    Screen("settings", "Settings", "/settings", OPEN).open(page)
    before = page.get_by_role("heading", level=1).bounding_box()
    page.get_by_label("Larger").check()
    page.get_by_label("Nothing moves").check()
    page.reload()
    after = page.get_by_role("heading", level=1).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    expect(page.get_by_label("Nothing moves")).to_be_checked()
    assert (
        page.locator("button").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
    )
