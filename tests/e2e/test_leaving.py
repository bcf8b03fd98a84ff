"""Leaving: from this device alone, with nothing left in the browser; from the server for good; and what goes along."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    body_of,
    go,
    go_to_more,
    keep_recovery,
    open_page,
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.e2e.ways import LAPTOP, LONG, PHONE, THE_PHONE, go_home, heading, sync

LEAVE = "Remove from this device"
GONE = "It is gone from this device"
KEPT = """async () => ({
  stores: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: localStorage.length,
  session: sessionStorage.length,
})"""
"""How much of each kind the browser keeps of the app."""
NOTHING = {"stores": 0, "caches": 0, "workers": 0, "local": 0, "session": 0}


class Account(NamedTuple):
    """A phone with one page on the server, and what opens it."""

    phone: Page
    name: str
    passphrase: str


@pytest.fixture
def account(new_device: NewDevice, request: pytest.FixtureRequest) -> Account:
    """Give an account that has one device."""
    phone, name = new_device("phone", user_agent=PHONE), request.node.name
    passphrase = sign_up(phone, name)
    write(phone, "Before", "Quillfeather.")
    keep_recovery(phone)
    sync(phone)
    return Account(phone, name, passphrase)


def kept_by(page: Page) -> dict[str, int]:
    """What `KEPT` counts."""
    counted: dict[str, int] = page.evaluate(KEPT)
    return counted


def test_removing_from_a_device_leaves_nothing_in_the_browser(account: Account) -> None:
    """R-29. D6, C6. Fails when leaving takes more than two taps from the settings, leaves anything in the browser, or
    takes anything from the server."""
    page = account.phone
    page.evaluate("navigator.serviceWorker.ready")
    page.evaluate("localStorage.setItem('theme', 'dark'); sessionStorage.setItem('one', 'two')")
    assert all(kept_by(page).values())
    go_to_more(page)
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name=LEAVE).click()
    page.get_by_role("button", name=LEAVE).click()
    expect(heading(page, GONE)).to_be_visible(timeout=LONG)
    assert kept_by(page) == NOTHING
    assert "Quillfeather" not in page.content()
    page.get_by_role("button", name="To the first page").click()
    expect(heading(page, "A private place to write")).to_be_visible()
    sign_in(page, account.name, account.passphrase)
    open_page(page, "Before")
    expect(body_of(page)).to_have_value("Quillfeather.")


def test_a_removed_page_is_not_brought_back_by_the_browser(account: Account) -> None:
    """D6. Fails when Back or a reload shows something of what was removed."""
    page = account.phone
    go(page, "/leave")
    page.get_by_role("button", name=LEAVE).click()
    expect(heading(page, GONE)).to_be_visible(timeout=LONG)
    page.go_back()
    page.reload()
    expect(heading(page, "A private place to write")).to_be_visible()
    assert "Quillfeather" not in page.content()


def test_no_other_tab_keeps_what_was_removed(account: Account) -> None:
    """D6. Fails when a page stays on the screen, or in the memory, of another tab of the browser."""
    page = account.phone
    other = page.context.new_page()
    other.goto("/pages")
    unlock(other, account.passphrase)
    expect(other.get_by_role("link", name="Before")).to_be_visible(timeout=LONG)
    other.evaluate("window.isOld = true")
    go(page, "/leave")
    page.get_by_role("button", name=LEAVE).click()
    expect(heading(page, GONE)).to_be_visible(timeout=LONG)
    expect(heading(other, "A private place to write")).to_be_visible(timeout=LONG)
    expect(other.get_by_role("link", name="Before")).to_have_count(0)
    assert not other.evaluate("'isOld' in window")


def test_what_is_only_here_is_said_and_asked_twice(account: Account) -> None:
    """Fails when words that no server has can be removed in one step, or without a backup being at hand."""
    page = account.phone
    page.context.set_offline(True)
    write(page, "Only here", "Thistle.")
    go(page, "/leave")
    expect(page.get_by_text("One page has words that are only on this device.")).to_be_visible()
    expect(page.get_by_role("link", name="Save a backup first")).to_be_visible()
    page.get_by_role("button", name=LEAVE).click()
    page.get_by_role("button", name="Keep everything here").click()
    page.get_by_role("button", name=LEAVE).click()
    page.get_by_role("button", name="Remove all the same").click()
    expect(heading(page, GONE)).to_be_visible(timeout=LONG)
    assert kept_by(page) == NOTHING


def test_a_deleted_account_is_seen_as_closed_on_another_device(
    account: Account, new_device: NewDevice
) -> None:
    """R-30. E5. Fails when an account is not gone from the server, or the other device does not say from where."""
    laptop = new_device("laptop", user_agent=LAPTOP)
    sign_in(laptop, account.name, account.passphrase)
    open_page(laptop, "Before")
    delete_account(account.phone, account.passphrase)
    go_home(laptop)
    laptop.get_by_role("link", name="See why").click(timeout=LONG)
    expect(heading(laptop, "The account was closed")).to_be_visible()
    expect(laptop.get_by_text(f"It was closed from {THE_PHONE}, on")).to_be_visible()
    for offer in ("Save a backup", "Remove what is here"):
        expect(laptop.get_by_role("link", name=offer)).to_be_visible()
    open_page(laptop, "Before")
    expect(body_of(laptop)).to_have_value("Quillfeather.")
    stranger = new_device("phone")
    stranger.goto("/sign-in")
    stranger.get_by_label("Name", exact=True).fill(account.name)
    stranger.get_by_label("Passphrase", exact=True).fill(account.passphrase)
    stranger.get_by_role("button", name="Open", exact=True).click()
    expect(stranger.get_by_text("did not open anything")).to_be_visible(timeout=LONG)


def delete_account(page: Page, passphrase: str) -> None:
    """In two steps; a wrong passphrase deletes nothing."""
    go(page, "/close")
    expect(page.get_by_text("It cannot be undone.")).to_be_visible()
    expect(page.get_by_role("link", name="Save a backup first")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    for typed, said in (("not this one", "Nothing was deleted."), (passphrase, "is deleted")):
        page.get_by_label("Your passphrase").fill(typed)
        page.get_by_role("button", name="Delete the account for good").click()
        expect(page.get_by_text(said)).to_be_visible(timeout=LONG)


def test_who_deleted_the_account_keeps_the_pages_until_they_go(account: Account) -> None:
    """E5. Fails when deleting the account takes what is on the device, or leaves no way to remove that too."""
    page = account.phone
    delete_account(page, account.passphrase)
    open_page(page, "Before")
    go(page, "/apart")
    expect(heading(page, "The account was closed")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="Remove what is here").click()
    expect(page.get_by_text("The server does not have them for you any more.")).to_be_visible()
    page.get_by_role("button", name=LEAVE).click()
    page.get_by_role("button", name="Remove all the same").click()
    expect(heading(page, GONE)).to_be_visible(timeout=LONG)
    assert kept_by(page) == NOTHING


def test_what_the_server_holds_is_a_file_without_a_word(account: Account, tmp_path: Path) -> None:
    """C6. Fails when a person cannot get what the server has of the account, or a page's words are in it."""
    page = account.phone
    go(page, "/held")
    page.get_by_label("Your passphrase").fill(account.passphrase)
    page.get_by_role("button", name="Get the file").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click(timeout=LONG)
    saved.value.save_as(tmp_path / "held.json")
    text = (tmp_path / "held.json").read_text()
    assert json.loads(text)["name"] == account.name
    assert "Quillfeather" not in text
    assert "Before" not in text
