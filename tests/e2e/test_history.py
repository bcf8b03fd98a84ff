"""A page's earlier versions on the screen and the command line: read, brought back, gone with the page."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_synced,
    body_of,
    go_to_list,
    keep_recovery,
    open_page,
    rewrite,
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.e2e.serving import Server

PICTURES = Path(__file__).parents[2] / ".cache" / "screens"
TITLE = "The bench by the water"
BODIES = ("First I was angry.", "Then I was sad.", "Later I slept.", "Now it is quiet.")
HONEST = "These are texts that your devices once wrote. The list may not be complete."
LONG = 30_000


def write_four(page: Page) -> None:
    """A page that said four things, each of them on the server."""
    write(page, TITLE, BODIES[0])
    await_synced(page)
    for body in BODIES[1:]:
        open_page(page, TITLE)
        rewrite(page, body)
        await_synced(page)


def open_history(page: Page) -> None:
    """From anywhere: the page's menu, then its earlier versions."""
    open_page(page, TITLE)
    page.locator("summary", has_text="Tags").click()
    page.get_by_role("link", name="Earlier versions").click()
    expect(page.get_by_role("heading", name="Earlier versions")).to_be_visible()


def versions(page: Page) -> list[str]:
    """What the listed versions say, newest first; each is opened and left again.

    A title may have been sent before its words: that one says nothing.
    """
    buttons = page.locator("main").get_by_role("listitem").get_by_role("button")
    expect(buttons.first).to_be_visible()
    said = []
    for index in range(buttons.count()):
        buttons.nth(index).click()
        words = page.get_by_role("article").inner_text()
        said += [body for body in BODIES if body in words]
        page.get_by_role("button", name="Back to the list").click()
    return said


def restore_newest(device: CommandLine) -> str:
    """List, show and bring back the newest earlier version on the command line; gives the page's id."""
    device.run("pull")
    page = device.id_of(TITLE)
    listed = device.run("history", page, "--json")
    assert HONEST in listed
    newest = json.loads(listed[listed.index("[") : listed.rindex("]") + 1])[0]
    assert BODIES[3] in device.run("show", page, "--number", str(newest["number"]))
    device.run("restore", page, "--number", str(newest["number"]))
    assert BODIES[3] in device.run("show", page)
    device.run("show", page, "--number", "999", status=1)
    return page


def assert_read_alike(phone: Page, laptop: Page) -> None:
    """Read on the phone, brought back there, and read with one more on the laptop."""
    open_history(phone)
    expect(phone.get_by_text(HONEST)).to_be_visible()
    assert versions(phone) == [BODIES[2], BODIES[1], BODIES[0]]
    heading = phone.get_by_role("heading", level=2).first.inner_text()
    assert re.fullmatch(r"\w+day (morning|afternoon|evening|night)", heading)
    draw(phone, "history-list")
    read_oldest(phone)
    draw(phone, "history-read")
    bring_back(phone)
    await_synced(phone)
    await_synced(laptop)
    open_page(laptop, TITLE)
    expect(body_of(laptop)).to_have_value(BODIES[0])
    open_history(laptop)
    assert versions(laptop) == [BODIES[3], BODIES[2], BODIES[1], BODIES[0]]


def read_oldest(page: Page) -> None:
    """On the list of versions: open the first that had words."""
    page.get_by_role("button", name=BODIES[0]).click()
    expect(page.get_by_role("article").get_by_text(BODIES[0])).to_be_visible()


def bring_back(page: Page) -> None:
    """On the oldest version: make it the newest."""
    page.get_by_role("button", name="Bring this version back").click()
    expect(body_of(page)).to_have_value(BODIES[0])
    expect(page.get_by_text("The earlier version is back.")).to_be_visible()


def draw(page: Page, name: str) -> None:
    """Pictures in light, dark and at twice the text size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png", animations="disabled")
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.screenshot(path=PICTURES / f"{name}-200.png", animations="disabled")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert wide <= 0


def test_earlier_versions_are_read_brought_back_and_removed(
    new_device: NewDevice, server: Server, tmp_path: Path
) -> None:
    """Fails when a version is missing or lost by bringing one back, or anything is left after "Remove now"."""
    phone = new_device("phone")
    passphrase = sign_up(phone, "history-one")
    keep_recovery(phone)
    write_four(phone)
    laptop = new_device("laptop")
    sign_in(laptop, "history-one", passphrase)
    await_synced(laptop)

    assert_read_alike(phone, laptop)
    third = CommandLine(tmp_path / "third", passphrase)
    third.sign_in(server.origin, "history-one")
    page = restore_newest(third)

    open_page(phone, TITLE)
    expect(body_of(phone)).to_have_value(BODIES[3], timeout=LONG)
    phone.locator("summary", has_text="Tags").click()
    phone.get_by_role("button", name="Remove now").click()
    phone.get_by_role("button", name="Remove for good").click()
    await_synced(phone)
    third.run("pull")
    third.run("history", page, status=1)
    go_to_list(laptop)
    expect(laptop.get_by_role("link", name=TITLE)).to_have_count(0, timeout=LONG)


def test_undo_brings_back_what_stood_there(new_device: NewDevice) -> None:
    """Fails when ten seconds are not given, or taking back loses the newest words."""
    phone = new_device("phone")
    sign_up(phone, "history-two")
    keep_recovery(phone)
    write_four(phone)
    open_history(phone)
    read_oldest(phone)
    bring_back(phone)
    phone.get_by_role("button", name="Undo").click()
    expect(body_of(phone)).to_have_value(BODIES[3])


def test_offline_it_says_where_earlier_versions_are(new_device: NewDevice) -> None:
    """Fails when the screen says nothing offline, or for a page without any, or a tap does not help."""
    phone = new_device("phone")
    sign_up(phone, "history-three")
    # Nothing leaves before the recovery words are kept: so it is sent in one piece.
    write(phone, TITLE, BODIES[0])
    keep_recovery(phone)
    await_synced(phone)
    open_history(phone)
    expect(phone.get_by_text("There are no earlier versions yet.")).to_be_visible()
    draw(phone, "history-empty")
    open_page(phone, TITLE)
    phone.context.set_offline(True)
    open_history(phone)
    expect(phone.get_by_text("Earlier versions rest on the server")).to_be_visible(timeout=LONG)
    draw(phone, "history-offline")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Try again").click()
    expect(phone.get_by_text("There are no earlier versions yet.")).to_be_visible(timeout=LONG)


@pytest.mark.parametrize("way", ["Cover", "cover the page"])
def test_what_is_covered_shows_no_earlier_word(new_device: NewDevice, way: str) -> None:
    """Fails when Cover leaves an earlier word in the document, or a covered page's history needs no tap."""
    phone = new_device("phone")
    passphrase = sign_up(phone, f"history-{len(way)}")
    keep_recovery(phone)
    write_four(phone)
    open_history(phone)
    expect(phone.get_by_role("button", name=BODIES[2])).to_be_visible()
    if way == "Cover":
        read_oldest(phone)
        phone.get_by_role("button", name="Cover", exact=True).click()
        assert not [word for word in (TITLE, *BODIES) if word in phone.content()]
        phone.get_by_role("button", name="Continue").click()
        unlock(phone, passphrase)
        expect(phone.get_by_role("heading", name="Earlier versions")).to_be_visible()
        return
    open_page(phone, TITLE)
    phone.locator("summary", has_text="Tags").click()
    phone.get_by_label("Cover this").check()
    phone.get_by_role("link", name="Earlier versions").click()
    expect(phone.get_by_role("heading", name="Covered by you")).to_be_visible()
    assert not [word for word in (TITLE, *BODIES) if word in phone.content()]
    phone.get_by_role("button", name="Show it").click()
    expect(phone.get_by_role("button", name=BODIES[2])).to_be_visible()
