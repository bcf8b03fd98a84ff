"""The devices of an account: told when one is new, listed with their days, removed, and told that they were."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.keys import fill, press
from tests.e2e.person import body_of, go, keep_recovery, open_page, sign_in, sign_up, write
from tests.e2e.ways import (
    LAPTOP,
    LONG,
    PHONE,
    THE_LAPTOP,
    THE_PHONE,
    go_home,
    heading,
    remove_device,
    sync,
)

NEWS = f"A new device: {THE_LAPTOP}, since"


class Two(NamedTuple):
    """Two devices of one account with one page, and its passphrase."""

    phone: Page
    laptop: Page
    passphrase: str


@pytest.fixture
def two(new_device: NewDevice, request: pytest.FixtureRequest) -> Two:
    """Give a phone that began, and a laptop that signed in."""
    phone, laptop = new_device("phone", user_agent=PHONE), new_device("laptop", user_agent=LAPTOP)
    name = request.node.name
    passphrase = sign_up(phone, name)
    write(phone, "Both have it", "Quillfeather.")
    keep_recovery(phone)
    sync(phone)
    sign_in(laptop, name, passphrase)
    open_page(laptop, "Both have it")
    return Two(phone, laptop, passphrase)


def test_a_new_device_is_told_on_the_others(two: Two) -> None:
    """D7. Fails when a sign-in is not told on the other device, in words and without a dialog, until it is answered."""
    go_home(two.phone)
    expect(two.phone.get_by_text(NEWS)).to_be_visible(timeout=LONG)
    expect(two.phone.get_by_text("Was that you?")).to_be_visible()
    assert two.phone.locator("dialog, [role=dialog]").count() == 0
    two.phone.get_by_role("link", name="Look").click()
    laptop = two.phone.get_by_role("listitem").filter(has_text=THE_LAPTOP)
    expect(laptop).to_contain_text("New")
    expect(laptop).to_contain_text("Last connected today")
    two.phone.get_by_role("button", name="The new one was me").click()
    expect(laptop.get_by_text("New", exact=True)).to_have_count(0)
    go_home(two.phone)
    expect(two.phone.get_by_text("A new device")).to_have_count(0)


def test_yes_is_enough_where_it_was_the_person(two: Two) -> None:
    """D7. Fails when an answer on the first screen does not stay given."""
    go_home(two.phone)
    two.phone.get_by_role("button", name="Yes", exact=True).click(timeout=LONG)
    expect(two.phone.get_by_text(NEWS)).to_have_count(0)
    go(two.phone, "/devices")
    expect(two.phone.get_by_role("heading", name=THE_LAPTOP)).to_be_visible(timeout=LONG)
    expect(two.phone.get_by_text("New", exact=True)).to_have_count(0)


def test_who_signs_in_hears_of_no_device_that_was_there(two: Two) -> None:
    """Fails when the devices of before are told as new ones to a device that is new itself."""
    sync(two.laptop)
    expect(two.laptop.get_by_text("A new device")).to_have_count(0)


def test_a_removed_device_says_so_and_keeps_what_it_has(two: Two) -> None:
    """D6. Fails when a removed device goes on syncing, loses a word, or is left without a next step."""
    remove_device(two.phone, THE_LAPTOP, two.passphrase)
    write(two.phone, "After", "Only the phone has it.")
    sync(two.phone)
    go_home(two.laptop)
    expect(two.laptop.get_by_text("This device was removed on another one.")).to_be_visible(
        timeout=LONG
    )
    two.laptop.get_by_role("link", name="See why").click()
    expect(heading(two.laptop, "This device was removed")).to_be_visible()
    for offer in ("Save a backup", "Remove what is here"):
        expect(two.laptop.get_by_role("link", name=offer)).to_be_visible()
    expect(two.laptop.get_by_role("link", name="After")).to_have_count(0)
    open_page(two.laptop, "Both have it")
    expect(body_of(two.laptop)).to_have_value("Quillfeather.")


def test_a_removed_device_is_listed_as_such(two: Two) -> None:
    """Fails when a device that was removed still stands among those that open the pages."""
    remove_device(two.phone, THE_LAPTOP, two.passphrase)
    expect(two.phone.get_by_text("No other device yet.")).to_be_visible()
    expect(two.phone.get_by_role("button", name=f"Remove {THE_LAPTOP}")).to_have_count(0)
    two.phone.locator("summary", has_text="Removed earlier").click()
    expect(two.phone.get_by_text("Removed on")).to_be_visible()


def test_a_wrong_passphrase_removes_no_device(two: Two) -> None:
    """Fails when somebody at an open phone can shut another device out without the passphrase."""
    go(two.phone, "/devices")
    two.phone.get_by_role("button", name=f"Remove {THE_LAPTOP}").click(timeout=LONG)
    two.phone.get_by_label("Your passphrase").fill("not this one")
    two.phone.get_by_role("button", name="Remove", exact=True).click()
    expect(two.phone.get_by_text("Nothing was changed.")).to_be_visible(timeout=LONG)
    two.phone.get_by_role("button", name="Keep it").click()
    expect(two.phone.get_by_role("button", name=f"Remove {THE_LAPTOP}")).to_be_visible()
    sync(two.laptop)


def test_offline_the_list_says_what_it_knows(two: Two) -> None:
    """Fails when the list is empty, or takes its own knowledge for all there is, while the server cannot be asked."""
    go(two.laptop, "/devices")
    expect(two.laptop.get_by_role("heading", name=THE_PHONE)).to_be_visible(timeout=LONG)
    two.laptop.context.set_offline(True)
    go(two.laptop, "/ways-in")
    go(two.laptop, "/devices")
    expect(two.laptop.get_by_text("The server cannot be asked right now.")).to_be_visible(
        timeout=LONG
    )
    expect(two.laptop.get_by_role("heading", name=THE_PHONE)).to_be_visible()
    expect(two.laptop.get_by_text("Last connected")).to_have_count(0)
    two.laptop.context.set_offline(False)
    two.laptop.get_by_role("button", name="Ask again").click()
    expect(two.laptop.get_by_text("Last connected").first).to_be_visible(timeout=LONG)


def test_a_device_is_removed_by_the_keyboard_alone(two: Two) -> None:
    """G4. Fails when the way from the first screen to a removed device needs a pointer."""
    page = two.laptop
    go_home(page)
    for name in ("More", "Devices"):
        press(page, name)
        expect(heading(page, name)).to_be_focused()
    expect(page.get_by_role("button", name=f"Remove {THE_PHONE}")).to_be_visible(timeout=LONG)
    press(page, f"Remove {THE_PHONE}")
    expect(heading(page, f"Remove {THE_PHONE}?")).to_be_focused()
    fill(page, "Your passphrase", two.passphrase)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{THE_PHONE} was removed.")).to_be_visible(timeout=LONG)
