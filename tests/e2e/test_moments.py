"""Small records over the real worker: a moment, a check-in, own words, people, and what ground does with them."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, sign_up, unlock

LINE = "I can answer late and still be kind."


def visit(page: Page, path: str) -> None:
    """Go to a place of the app, as a link there does."""
    page.evaluate(
        "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


def keep_moment(page: Page, what: str) -> None:
    """A new safe-enough moment with one field."""
    visit(page, "/moment")
    page.get_by_label("What was it?").fill(what)
    await_kept(page)


def keep_line(page: Page) -> None:
    """The open moment gives a line to carry."""
    page.get_by_label("One sentence from this moment").fill(LINE)
    page.get_by_role("button", name="Keep it among my words").click()
    expect(page.get_by_text("It is among your words.")).to_be_visible()


def test_one_field_keeps_a_moment(new_device: NewDevice) -> None:
    """Fails when a moment needs more than one field, is lost by a lock, or its address tells a word of it."""
    page = new_device("phone")
    passphrase = sign_up(page, "moment-one")
    keep_moment(page, "The dog waited at the corner.")
    expect(page).to_have_url(re.compile(r"/moment/[0-9a-f]{32}$"))
    page.reload()
    unlock(page, passphrase)
    expect(page.get_by_label("What was it?")).to_have_value("The dog waited at the corner.")


def test_a_moment_asks_more_only_on_a_tap(new_device: NewDevice) -> None:
    """C8. Fails when the longer form of a moment stands open by itself."""
    page = new_device("phone")
    sign_up(page, "moment-two")
    visit(page, "/moment")
    expect(page.get_by_label("Is there a doubt beside it?")).to_be_hidden()
    page.get_by_text("A little more").click()
    expect(page.get_by_label("Is there a doubt beside it?")).to_be_visible()


def test_a_sentence_to_carry_is_offered_on_ground_while_unlocked(new_device: NewDevice) -> None:
    """Fails when the bridge makes no line, ground does not offer it, or a locked or covered screen shows it."""
    page = new_device("phone")
    passphrase = sign_up(page, "moment-three")
    keep_moment(page, "A call that ended well.")
    keep_line(page)
    page.get_by_role("button", name="Ground", exact=True).click()
    page.get_by_role("button", name="A line from you").click()
    expect(page.get_by_text(LINE)).to_be_visible()
    page.get_by_role("button", name="Cover", exact=True).click()
    assert LINE not in page.content()
    page.reload()
    expect(page.get_by_role("button", name="A line from you")).to_have_count(0)
    assert LINE not in page.content()
    page.get_by_role("dialog").get_by_role("button", name="Back").click()
    unlock(page, passphrase)
    expect(page.get_by_label("One sentence from this moment")).to_have_value(LINE)
    expect(page.get_by_text("It is among your words.")).to_be_visible()


def test_the_bridge_makes_one_line(new_device: NewDevice) -> None:
    """Fails when two taps make two lines of one sentence, or a line is not found among the words."""
    page = new_device("phone")
    sign_up(page, "moment-four")
    keep_moment(page, "Soup.")
    page.get_by_label("One sentence from this moment").fill(LINE)
    page.get_by_role("button", name="Keep it among my words").dblclick()
    expect(page.get_by_text("It is among your words.")).to_be_visible()
    page.get_by_role("link", name="My words").click()
    expect(page.get_by_role("link", name=LINE)).to_have_count(1)
    page.get_by_role("link", name=LINE).click()
    page.get_by_label("Show it on the ground screen").uncheck()
    await_kept(page)
    page.get_by_role("button", name="Ground", exact=True).click()
    expect(page.get_by_role("button", name="Something solid")).to_be_visible()
    expect(page.get_by_role("button", name="A line from you")).to_have_count(0)


def test_a_checkin_asks_around_and_inside_apart_and_offers(new_device: NewDevice) -> None:
    """A10. Fails when the two questions are one, an offer does not come, blocks, or cannot be sent away."""
    page = new_device("phone")
    sign_up(page, "moment-five")
    visit(page, "/check-in")
    inside = page.get_by_role("group", name="How safe does it feel inside?")
    around = page.get_by_role("group", name="How safe is it around you?")
    inside.get_by_role("button", name="mostly").click()
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    around.get_by_role("button", name="not at all").click()
    expect(page.get_by_text("You said it is not safe around you.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You said it is not safe around you.")).to_have_count(0)
    around.get_by_role("button", name="yes").click()
    page.get_by_role("button", name="far away").click()
    expect(page.get_by_text("That can be a lot.")).to_be_visible()
    await_kept(page)
    expect(inside.get_by_role("button", name="mostly")).to_have_attribute("aria-pressed", "true")


def test_a_person_who_is_not_safe_is_not_offered(new_device: NewDevice) -> None:
    """Fails when somebody not safe or kept apart is offered as a chip, or their page shows what was kept with them."""
    page = new_device("phone")
    sign_up(page, "moment-six")
    visit(page, "/person")
    page.get_by_label("What you call them here").fill("Q.")
    await_kept(page)
    keep_moment(page, "Tea on the stairs.")
    page.get_by_text("A little more").click()
    page.get_by_role("group", name="Who was there?").get_by_role("button", name="Q.").click()
    await_kept(page)
    visit(page, "/people")
    page.get_by_role("link", name="Q.").click()
    expect(page.get_by_text("Tea on the stairs.")).to_be_visible()
    page.get_by_role("button", name="Change this page").click()
    page.get_by_role("button", name="not safe").click()
    expect(page.get_by_role("link", name="My people")).to_be_visible()
    await_kept(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Change this page")).to_be_visible()
    expect(page.get_by_role("link", name="My people")).to_be_visible()
    expect(page.get_by_text("Tea on the stairs.")).to_have_count(0)
    visit(page, "/moment")
    page.get_by_text("A little more").click()
    expect(page.get_by_role("button", name="Someone else, by a letter")).to_be_visible()
    expect(page.get_by_role("button", name="Q.")).to_have_count(0)
