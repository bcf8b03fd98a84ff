"""A phone is lost while it is open. Its owner comes back by the recovery words, shuts it out, and makes new keys.

The old browser still has its keys and its token. From then on it can read nothing new, write nothing and change
nothing, and says so gently.
"""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, go, keep_recovery, open_page, sign_up, write
from tests.e2e.ways import (
    LAPTOP,
    LONG,
    PHONE,
    PRESENT,
    THE_PHONE,
    Opens,
    choose_six,
    go_home,
    heading,
    make_new_keys,
    recover,
    remove_device,
    sync,
)

NAME = "lost-phone"
TAKEN = """async () => {
  const asked = request => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const database = await asked(indexedDB.open("goldseam"));
  const first = async table => (await asked(database.transaction(table).objectStore(table).getAll()))[0];
  const [{ token }, { vault }] = [await first("session"), await first("vault")];
  database.close();
  const text = btoa(String.fromCharCode(...token));
  return { token: text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""), vault };
}"""
"""What somebody with the open browser takes out of its store: the session's token, and the vault to ask for."""
ASK = """async ([method, path, token]) => {
  const answer = await fetch(path, { method, headers: { Authorization: `Bearer ${token}` },
    body: method === "GET" ? undefined : new Uint8Array([0x80]) });
  return answer.status;
}"""


class Lost(NamedTuple):
    """The lost phone with what was taken from its store in time, the owner's laptop, and what opens now."""

    phone: Page
    laptop: Page
    taken: dict[str, str]
    before: Opens
    now: Opens


@pytest.fixture(scope="module")
def lost(new_lasting_device: NewDevice) -> Lost:
    """Give the end of the story: the laptop has new keys, and a page of after."""
    phone = new_lasting_device("phone", user_agent=PHONE)
    passphrase = sign_up(phone, NAME)
    write(phone, "Before", "Both have it.")
    words = keep_recovery(phone)
    sync(phone)
    taken: dict[str, str] = phone.evaluate(TAKEN)
    assert ask(phone, taken, "GET", f"/v1/vaults/{taken['vault']}/revisions?since=0") == 200
    laptop = new_lasting_device("laptop", user_agent=LAPTOP)
    opens = recover(laptop, NAME, words)
    open_page(laptop, "Before")
    expect(body_of(laptop)).to_have_value("Both have it.")
    remove_device(laptop, THE_PHONE, opens.passphrase)
    now = make_new_keys(laptop, opens.passphrase)
    write(laptop, "After", "Only its owner reads this.")
    sync(laptop)
    return Lost(phone, laptop, taken, Opens(passphrase, words), now)


def test_the_lost_phone_says_gently_that_it_was_removed(lost: Lost) -> None:
    """D6. Fails when the old browser goes on as before, alarms, or hides what it still has."""
    go_home(lost.phone)
    lost.phone.get_by_role("link", name="See why").click(timeout=LONG)
    expect(heading(lost.phone, "This device was removed")).to_be_visible()
    expect(lost.phone.get_by_text("Everything that was here is still here.")).to_be_visible()
    expect(lost.phone.get_by_role("link", name="Save a backup")).to_be_visible()


def test_the_lost_phone_reads_nothing_new(lost: Lost) -> None:
    """Fails when a page of after comes to the old browser, by the app or by the token that it still has."""
    go_home(lost.phone)
    go(lost.phone, "/pages")
    expect(lost.phone.get_by_role("link", name="Before")).to_be_visible()
    expect(lost.phone.get_by_role("link", name="After")).to_have_count(0)
    vault = f"/v1/vaults/{lost.taken['vault']}"
    for path in (f"{vault}/revisions?since=0", "/v1/keyrings?after=0", "/v1/devices"):
        assert_refused(lost, "GET", path)


def test_the_lost_phone_writes_nothing(lost: Lost) -> None:
    """Fails when words of the old browser reach the account, or get lost on it."""
    write(lost.phone, "By whoever has it", "Not the owner.")
    go_home(lost.phone)
    assert_refused(lost, "PUT", f"/v1/vaults/{lost.taken['vault']}/commits/0/{'0' * 32}")
    sync(lost.laptop)
    go(lost.laptop, "/")
    expect(lost.laptop.get_by_role("link", name="After")).to_be_visible()
    expect(lost.laptop.get_by_role("link", name="By whoever has it")).to_have_count(0)
    open_page(lost.phone, "By whoever has it")
    expect(body_of(lost.phone)).to_have_value("Not the owner.")


def ask(phone: Page, taken: dict[str, str], method: str, path: str) -> int:
    """The status by which the server answers the taken token."""
    status: int = phone.evaluate(ASK, [method, path, taken["token"]])
    return status


def assert_refused(lost: Lost, method: str, path: str) -> None:
    """The server answers the taken token as one that it does not know."""
    assert ask(lost.phone, lost.taken, method, path) in (401, 403)


@pytest.mark.parametrize("passphrase", ["before", "now"])
def test_the_lost_phone_changes_nothing(lost: Lost, passphrase: str) -> None:
    """Fails when the old browser changes or closes the account, even with the passphrase that holds now."""
    typed = lost.before.passphrase if passphrase == "before" else lost.now.passphrase
    go(lost.phone, "/passphrase")
    choose_six(lost.phone)
    lost.phone.get_by_label(PRESENT).fill(typed)
    lost.phone.get_by_role("button", name="Change it", exact=True).click()
    expect(lost.phone.get_by_text("Nothing was changed.")).to_be_visible(timeout=LONG)
    go(lost.phone, "/close")
    lost.phone.get_by_role("button", name="Go on").click()
    lost.phone.get_by_label("Your passphrase").fill(typed)
    lost.phone.get_by_role("button", name="Delete the account for good").click()
    expect(lost.phone.get_by_text("Nothing was deleted.")).to_be_visible(timeout=LONG)
    sync(lost.laptop)


def test_the_words_of_before_open_nothing(lost: Lost, new_device: NewDevice) -> None:
    """Fails when the passphrase or the recovery words that the phone's finder may have still let anybody in."""
    page = new_device("phone")
    page.goto("/sign-in")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Passphrase", exact=True).fill(lost.before.passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("did not open anything")).to_be_visible(timeout=LONG)
