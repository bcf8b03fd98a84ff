"""When the browser gives no more room: it is said in words, every word stays, and it goes on by itself."""

from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_kept,
    body_of,
    go_to_list,
    go_to_more,
    offered_words,
    open_page,
    sign_up,
    write,
)
from tests.e2e.saving import NO_PICKER, download
from tests.e2e.serving import Server

ROOM = 2_500_000
"""Bytes: enough for the app and a few pages. What the browser believes to be free is never more than this."""
PICTURES = Path(__file__).parents[2] / ".cache/screens"

MEASURE = """async size => {
  const opening = indexedDB.open("another");
  opening.onupgradeneeded = () => opening.result.createObjectStore("bytes");
  await new Promise(opened => { opening.onsuccess = opened; });
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  const writing = opening.result.transaction("bytes", "readwrite");
  writing.objectStore("bytes").put(bytes, 1);
  const outcome = await new Promise(ended => {
    writing.oncomplete = () => ended("kept");
    writing.onabort = () => ended(writing.error.name);
  });
  opening.result.close();
  return outcome;
}"""
"""Chromium believes for half a minute what it knew of the room; a write beyond that makes it look again."""

KEPT_PAGES = """async () => {
  const opening = indexedDB.open("goldseam");
  await new Promise(opened => { opening.onsuccess = opened; });
  const counting = opening.result.transaction("outbox").objectStore("outbox").count();
  await new Promise(counted => { counting.onsuccess = counted; });
  opening.result.close();
  return counting.result;
}"""


class Room:
    """How much the browser gives to the app."""

    def __init__(self, page: Page, origin: str) -> None:
        self._page = page
        self._origin = origin
        self._tools: CDPSession = page.context.new_cdp_session(page)
        self._give(quotaSize=ROOM)

    def end(self) -> None:
        """From now on nothing fits."""
        self._give(quotaSize=1)
        assert self._page.evaluate(MEASURE, ROOM + 65536) == "QuotaExceededError"

    def lift(self) -> None:
        """There is room again."""
        self._give()

    def _give(self, **size: int) -> None:
        self._tools.send("Storage.overrideQuotaForOrigin", {"origin": self._origin, **size})


@pytest.fixture
def page(new_device: NewDevice) -> Page:
    """Give a phone whose clipboard can be read."""
    return new_device("phone", permissions=["clipboard-read", "clipboard-write"])


def test_words_stay_where_there_is_no_more_room(page: Page, server: Server) -> None:
    """They stand on the screen, can be copied, are kept as soon as they fit, and what was kept before is whole."""
    room = Room(page, server.origin)
    sign_up(page, "anna")
    write(page, "Bread", "Two loaves.")
    room.end()
    body_of(page).fill("Two loaves. And a third.")
    told = page.get_by_role("alert").filter(has_text="There is no more room")
    expect(told).to_contain_text("Your words are still on this screen.")
    expect(told).to_contain_text("the browser, or the server, gives no more")
    page.screenshot(path=_picture("no-room-phone.png"))
    body_of(page).press("ControlOrMeta+a")
    body_of(page).press("ControlOrMeta+c")
    assert page.evaluate("navigator.clipboard.readText()") == "Two loaves. And a third."
    go_to_list(page)
    expect(page.get_by_text("The last words of a page are held on this screen")).to_be_visible()
    open_page(page, "Bread")
    expect(body_of(page)).to_have_value("Two loaves. And a third.")
    room.lift()
    await_kept(page)
    expect(told).to_have_count(0)
    assert page.evaluate(KEPT_PAGES) == 1


def test_a_backup_can_be_made_where_there_is_no_more_room(
    page: Page, server: Server, tmp_path: Path
) -> None:
    """What was kept can be taken along: making the file needs none of the room for pages."""
    room = Room(page, server.origin)
    sign_up(page, "bea")
    write(page, "Bread", "Two loaves.")
    room.end()
    go_to_more(page)
    page.get_by_role("link", name="A backup", exact=True).click()
    page.get_by_role("button", name="Offer six words").click()
    page.evaluate(NO_PICKER)
    page.get_by_role("button", name="Make the backup").click()
    expect(page.get_by_text("It holds one page.")).to_be_visible(timeout=30_000)
    assert download(page, tmp_path).read_bytes().startswith(b"age-encryption.org/v1")


def test_an_account_is_made_once_there_is_room(page: Page, server: Server) -> None:
    """Without room the screen says why; the same press makes the account later."""
    room = Room(page, server.origin)
    page.goto("/")
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Name", exact=True).fill("cora")
    offered = offered_words(page, "Six words open your pages")
    expect(offered).to_have_count(6)
    page.get_by_label("The six words", exact=True).fill(" ".join(offered.all_inner_texts()))
    room.end()
    opening = page.get_by_role("button", name="Open the first page")
    opening.click()
    expect(page.get_by_role("alert").filter(has_text="There is no more room")).to_be_visible(
        timeout=30_000
    )
    room.lift()
    opening.click()
    expect(body_of(page)).to_be_visible(timeout=30_000)
    body_of(page).fill("Now it fits.")
    await_kept(page)


def _picture(name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / name
