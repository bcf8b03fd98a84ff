"""Made-up pages: tried without an account, marked on every screen, gone in one tap."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.demo.filling import fill_browser, fill_folder
from tests.demo.journals import two_weeks
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice
from tests.e2e.person import go, go_to_list, lock, sign_up, title_of, unlock, write
from tests.e2e.serving import Server

LINE = "These pages are made up."
NEEDS = "This comes with pages of your own"
STORED = """async () => {
  const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat();
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const table of database.objectStoreNames) {
      const rows = await new Promise((resolve, reject) => {
        const request = database.transaction(table).objectStore(table).count();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      if (rows > 0) kept.push(`${name}/${table}`);
    }
    database.close();
  }
  return kept;
}"""
"""What stands in the browser beside the app itself: small settings, and tables that hold anything."""


def try_out(page: Page) -> None:
    """From the first words to the made-up pages."""
    page.goto("/")
    page.get_by_role("button", name="Look around with made-up pages").click()
    expect(page.get_by_text(LINE)).to_be_visible(timeout=30_000)


def asked_of(context: BrowserContext) -> list[str]:
    """The paths of all requests to the server's own interface, from now on."""
    asked: list[str] = []

    def hear(url: str) -> None:
        if "/v1/" in url:
            asked.append(url)

    context.on("request", lambda request: hear(request.url))
    return asked


def test_made_up_pages_are_walked_through_and_leave_nothing(
    new_device: NewDevice, request: pytest.FixtureRequest
) -> None:
    """Fails when one of them is sent or stored, is not marked as made up, or comes into a real journal."""
    page = new_device("phone")
    asked = asked_of(page.context)
    try_out(page)
    go_to_list(page)
    page.get_by_role("listitem").get_by_role("link", name="The lamp again").click()
    expect(title_of(page)).to_have_value("The lamp again")
    expect(page.get_by_text(LINE)).to_be_visible()
    write(page, "Mine for a moment", "Nobody keeps this.")
    go(page, "/people")
    expect(page.get_by_role("link", name="Noor")).to_be_visible()
    go(page, "/card")
    expect(page.get_by_text(LINE)).to_be_visible()
    go(page, "/settings")
    expect(page.get_by_role("heading", name=NEEDS)).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Leave the made-up pages").click()
    expect(page.get_by_role("link", name="Begin", exact=True)).to_be_visible()
    assert page.evaluate(STORED) == []
    sign_up(page, request.node.name)
    go_to_list(page)
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_covered_made_up_pages_do_not_come_back(new_device: NewDevice) -> None:
    """Fails when what was covered is on the screen again, though nobody could have unlocked it."""
    page = new_device("phone")
    try_out(page)
    page.get_by_role("button", name="Cover", exact=True).click()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("link", name="Begin", exact=True)).to_be_visible()
    expect(page.get_by_text(LINE)).to_have_count(0)


def test_a_journal_is_put_onto_a_device_as_if_it_had_been_written_there(
    new_device: NewDevice, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Fails when the journals that other tests look at do not open in a browser or in a folder."""
    page = new_device("phone")
    passphrase = sign_up(page, request.node.name[:60])
    fill_browser(page, passphrase, two_weeks())
    lock(page)
    unlock(page, passphrase)
    go(page, "/people")
    expect(page.get_by_role("link", name="Noor")).to_be_visible()
    copy = CommandLine(tmp_path / "copy", "cocoa tidal ember willow gravel lantern")
    copy.sign_up(server.origin, "a folder with a journal")
    fill_folder(copy, two_weeks())
    assert copy.id_of("The lamp again")
    copy.run("pull")
    assert "safety_card" in copy.run("ls", "--json")
