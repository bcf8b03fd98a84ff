"""What opens an account, and how it is changed: passphrase, recovery words, new keys, and in with the words alone."""

from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    body_of,
    go,
    keep_recovery,
    lock,
    open_page,
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.e2e.ways import (
    LAPTOP,
    LONG,
    Opens,
    begin_recovery,
    begin_recovery_in_place,
    change_passphrase,
    go_home,
    heading,
    make_new_keys,
    make_words,
    recover,
    sync,
)

REFUSED = "That did not open it."
AS_NEW = "Sign in with this one"


class Account(NamedTuple):
    """A phone with one page on the server, and what opens the account."""

    phone: Page
    name: str
    opens: Opens


@pytest.fixture
def account(new_device: NewDevice, request: pytest.FixtureRequest) -> Account:
    """Give an account that has one device."""
    phone, name = new_device("phone"), request.node.name
    passphrase = sign_up(phone, name)
    write(phone, "Before", "Quillfeather.")
    recovery = keep_recovery(phone)
    sync(phone)
    return Account(phone, name, Opens(passphrase, recovery))


@pytest.fixture
def laptop(account: Account, new_device: NewDevice) -> Page:
    """Give a second device of the account, up to date."""
    page = new_device("laptop", user_agent=LAPTOP)
    sign_in(page, account.name, account.opens.passphrase)
    open_page(page, "Before")
    return page


def try_to_unlock(page: Page, passphrase: str) -> None:
    """On the locked screen, with one that opens nothing."""
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text(REFUSED)).to_be_visible(timeout=LONG)


def test_a_changed_passphrase_opens_every_device(account: Account, laptop: Page) -> None:
    """Fails when the new passphrase does not come to another device that is open, or the old one still opens there."""
    fresh = change_passphrase(account.phone, account.opens.passphrase)
    write(account.phone, "After the change", "Sent with the news of it.")
    sync(account.phone)
    go_home(laptop)
    expect(laptop.get_by_role("link", name="After the change")).to_be_visible(timeout=LONG)
    for page in (account.phone, laptop):
        go(page, "/")
        lock(page)
        try_to_unlock(page, account.opens.passphrase)
        unlock(page, fresh)


def test_a_locked_device_takes_the_new_passphrase(account: Account, laptop: Page) -> None:
    """Fails when a device that was locked during the change cannot be opened with the new passphrase."""
    lock(laptop)
    fresh = change_passphrase(account.phone, account.opens.passphrase)
    try_to_unlock(laptop, fresh)
    laptop.get_by_role("button", name=AS_NEW).click()
    expect(heading(laptop, "Locked")).to_have_count(0, timeout=LONG)
    open_page(laptop, "Before")
    expect(body_of(laptop)).to_have_value("Quillfeather.")


def test_a_wrong_passphrase_changes_none(account: Account) -> None:
    """Fails when somebody at an open phone can change the passphrase without the one that holds."""
    page = account.phone
    go(page, "/passphrase")
    page.get_by_role("button", name="Put them in").click()
    page.get_by_label("The passphrase that you have now").fill("not this one")
    page.get_by_role("button", name="Change it", exact=True).click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible(timeout=LONG)
    go(page, "/")
    lock(page)
    unlock(page, account.opens.passphrase)


def test_the_old_recovery_words_are_dead_and_the_new_ones_open(
    account: Account, new_device: NewDevice
) -> None:
    """Fails when new recovery words do not let a person in, or those of before still do."""
    fresh = make_words(account.phone, account.opens.passphrase)
    page = new_device("laptop")
    begin_recovery(page, account.name, account.opens.recovery)
    expect(page.get_by_text("The name and these words did not open anything.")).to_be_visible(
        timeout=LONG
    )
    opens = recover(page, account.name, fresh)
    assert opens.recovery not in (fresh, account.opens.recovery)
    open_page(page, "Before")
    go_home(account.phone)
    expect(account.phone.get_by_text("A new device")).to_be_visible(timeout=LONG)


def test_a_locked_device_is_recovered_in_place(account: Account, laptop: Page) -> None:
    """Fails when the words do not open the phone that they were written for, or it loses what it had not sent."""
    phone = account.phone
    phone.context.set_offline(True)
    write(phone, "Never sent", "Thistledown.")
    go(phone, "/")
    lock(phone)
    phone.context.set_offline(False)
    begin_recovery_in_place(phone, f"{account.name}-not", account.opens.recovery)
    expect(phone.get_by_text("The name and these words did not open anything.")).to_be_visible(
        timeout=LONG
    )
    phone.get_by_role("button", name="Back", exact=True).click()
    opens = begin_recovery_in_place(phone, account.name, account.opens.recovery)
    expect(heading(phone, "You are in")).to_be_visible(timeout=LONG)
    go_home(phone)
    open_page(phone, "Never sent")
    expect(body_of(phone)).to_have_value("Thistledown.")
    sync(phone)
    go_home(laptop)
    expect(laptop.get_by_role("link", name="Never sent")).to_be_visible(timeout=LONG)
    lock(phone)
    try_to_unlock(phone, account.opens.passphrase)
    unlock(phone, opens.passphrase)


def test_a_saved_sheet_lets_in(account: Account, new_device: NewDevice, tmp_path: Path) -> None:
    """Fails when the file of a recovery sheet is not read where its words are asked for."""
    go(account.phone, "/new-words")
    account.phone.get_by_role("button", name="Show me ten new words").click()
    account.phone.get_by_role("button", name="Make a sheet to print or save").click()
    with account.phone.expect_download() as saved:
        account.phone.get_by_role("link", name="Save it as a file").click()
    saved.value.save_as(tmp_path / "sheet.html")
    words = account.phone.locator("ol[translate=no]").first.locator("li").all_inner_texts()
    page = new_device("phone")
    page.goto("/recover")
    page.get_by_label("Read them from a saved sheet").set_input_files(tmp_path / "sheet.html")
    expect(page.get_by_text("The words of the sheet are in the field.")).to_be_visible()
    expect(page.get_by_label("Your ten recovery words")).to_have_value(" ".join(words))
    expect(page.get_by_label("Name", exact=True)).to_have_value(account.name)
    (tmp_path / "other.html").write_text("<p>No sheet.</p>")
    page.get_by_label("Read them from a saved sheet").set_input_files(tmp_path / "other.html")
    expect(page.get_by_text("This file does not look like a recovery sheet.")).to_be_visible()


def test_new_keys_sign_all_others_out_and_lose_no_word(account: Account, laptop: Page) -> None:
    """Fails when a device goes on under the old keys, does not come back by the new passphrase, or words get lost."""
    phone = account.phone
    opens = make_new_keys(phone, account.opens.passphrase)
    write(phone, "After", "Marrowline.")
    sync(phone)
    write(laptop, "Written meanwhile", "On the laptop.")
    go_home(laptop)
    laptop.get_by_role("link", name="Sign in once more").click(timeout=LONG)
    laptop.get_by_label("Passphrase", exact=True).fill(account.opens.passphrase)
    laptop.get_by_role("button", name="Open", exact=True).click()
    expect(laptop.get_by_text("did not open anything")).to_be_visible(timeout=LONG)
    laptop.get_by_label("Passphrase", exact=True).fill(opens.passphrase)
    laptop.get_by_role("button", name="Open", exact=True).click()
    sync(laptop)
    open_page(laptop, "After")
    expect(body_of(laptop)).to_have_value("Marrowline.")
    sync(phone)
    open_page(phone, "Written meanwhile")
    lock(phone)
    unlock(phone, opens.passphrase)


def test_new_keys_wait_until_all_is_on_the_server(account: Account) -> None:
    """Fails when new keys are offered while words are on this device only, or that is not said kindly."""
    page = account.phone
    page.context.set_offline(True)
    write(page, "Only here", "So far.")
    go(page, "/new-keys")
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()
    expect(page.get_by_text("words that are only on this device so far")).to_be_visible()
    expect(page.get_by_role("button", name="Go on with new keys")).to_have_count(0)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("button", name="Go on with new keys")).to_be_visible(timeout=LONG)


def test_what_new_keys_do_is_said_before_they_are_made(account: Account) -> None:
    """Fails when a person can make new keys without having read that it may be noticed, and what it cannot undo."""
    go(account.phone, "/new-keys")
    for said in (
        "may notice that it was signed out",
        "wait until you are somewhere safe",
        "What somebody has read, copied or saved stays with them.",
    ):
        expect(account.phone.get_by_text(said)).to_be_visible()
