"""The card and the numbers: own ones first, offline, and nothing that calls or leaves without a tap."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, sign_up
from tests.e2e.releases import await_shell
from tests.e2e.test_moments import visit


def write_card(page: Page) -> None:
    """One number of one's own, and one line of the card."""
    visit(page, "/card")
    own = page.get_by_role("region", name="My numbers")
    own.get_by_role("button", name="Add a number").click()
    own.get_by_label("Name").fill("R.")
    own.get_by_label("Number").fill("+43 1 2345")
    page.get_by_label("What helps when I am alone").fill("The radio in the kitchen.")
    await_kept(page)


def test_own_numbers_come_first_and_work_offline(new_device: NewDevice) -> None:
    """A12. Fails when the card or the list needs a network, own numbers are not first, or no day is told."""
    page = new_device("phone")
    sign_up(page, "safety-one")
    await_shell(page)
    write_card(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Back to my people").click()
    page.get_by_label("Which country").select_option("AT")
    calls = page.get_by_role("link", name="Call:")
    expect(calls.first).to_have_attribute("href", "tel:+4312345")
    expect(calls).to_have_count(3)
    expect(page.get_by_role("heading", name="Numbers for Austria")).to_contain_text("2026")
    expect(page.get_by_text("A call may show in the call list or on the bill.")).to_be_visible()
    expect(page.get_by_text("The radio in the kitchen.")).to_be_visible()


def test_the_way_out_shows_its_address_first(new_device: NewDevice) -> None:
    """A12. Fails when the list for other countries is a link before its address was shown, or sends a referrer."""
    page = new_device("phone")
    sign_up(page, "safety-two")
    visit(page, "/support")
    expect(page.get_by_role("link", name="Open it")).to_have_count(0)
    page.get_by_role("button", name="Show its address").click()
    expect(page.get_by_text("https://findahelpline.com")).to_be_visible()
    out = page.get_by_role("link", name="Open it")
    expect(out).to_have_attribute("rel", "noreferrer noopener")


def test_nothing_is_asked_of_anybody_else(new_device: NewDevice) -> None:
    """A12 and B3. Fails when the card or its list asks another origin for something."""
    page = new_device("phone")
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: foreign.append(request.url) if "localhost" not in request.url else None,
    )
    sign_up(page, "safety-three")
    write_card(page)
    page.get_by_role("link", name="Back to my people").click()
    page.get_by_label("Which country").select_option("US")
    expect(page.get_by_role("link", name="Call: 988")).to_be_visible()
    assert foreign == []


def test_ground_leads_to_my_people(new_device: NewDevice) -> None:
    """Fails when the way from ground to the people one can call is missing, or stands on a locked screen."""
    page = new_device("phone")
    sign_up(page, "safety-four")
    page.get_by_role("button", name="Ground", exact=True).click()
    page.get_by_role("button", name="My people").click()
    expect(page.get_by_role("heading", name="My people", level=1)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Ground", exact=True).click()
    expect(page.get_by_role("button", name="Something solid")).to_be_visible()
    expect(page.get_by_role("button", name="My people")).to_have_count(0)
