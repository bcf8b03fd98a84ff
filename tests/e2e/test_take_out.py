"""Pages leave as ordinary files and on paper: chosen, as the command line writes them, and read again without loss."""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, await_synced, go, go_to_list, keep_recovery, sign_up, write
from tests.e2e.saving import SECONDS, save
from tests.e2e.serving import Server

PAGES = (
    ("Größe/Breite", "It broke.\n\nGold in the seam 金継ぎ.", "evening, M."),
    ("", "A page without a title.", "evening"),
    ("Morning", "Tea.", "calm"),
)
HIDDEN = ("Quillfeather", "Behind it.", "evening")


class Account(NamedTuple):
    """The same pages in a browser and on the command line."""

    page: Page
    device: CommandLine


@pytest.fixture(scope="module")
def account(
    new_lasting_device: NewDevice, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Account:
    """Give an account with three pages, and one that is covered."""
    page = new_lasting_device("phone")
    passphrase = sign_up(page, "robin-takes-out")
    for title, body, tags in (*PAGES, HIDDEN):
        write(page, title, body, tags)
        if title == HIDDEN[0]:
            page.get_by_label("Cover this", exact=True).check()
            await_kept(page)
        go_to_list(page)
    keep_recovery(page)
    await_synced(page)
    device = CommandLine(tmp_path_factory.mktemp("take-out") / "second", passphrase)
    device.sign_in(server.origin, "robin-takes-out")
    device.run("pull")
    return Account(page, device)


def choose(page: Page, *, way: str, tag: str = "") -> None:
    """On the screen: what it should be, and of which tag."""
    go(page, "/take-out")
    page.get_by_label(way, exact=True).check()
    if tag:
        page.locator("summary", has_text="Only some of them").click()
        page.get_by_role("button", name=tag, exact=True).click()


def made(page: Page, folder: Path) -> dict[str, bytes]:
    """Make the zip and save it; returns what is in it, which other programs find whole."""
    page.get_by_role("button", name="Make the file").click()
    file = save(page, folder)
    subprocess.run(["unzip", "-tq", str(file)], check=True, timeout=SECONDS)
    return files_of(file)


def files_of(file: Path) -> dict[str, bytes]:
    """What is in a zip."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def exported(device: CommandLine, file: Path, *arguments: str) -> dict[str, bytes]:
    """What the command line puts into a zip."""
    device.run("export", *arguments, "--to", str(file))
    return files_of(file)


def test_pages_of_a_tag_are_the_command_lines_and_come_in_again(
    account: Account, server: Server, tmp_path: Path
) -> None:
    """Fails when a readable zip is not that of the command line byte for byte, has a covered page that nobody asked
    for, or loses title, day, tags or words on the way back in."""
    page, device = account
    choose(page, way="Files to read", tag="evening")
    expect(page.get_by_text("2 pages.", exact=True)).to_be_visible()
    expect(page.get_by_text("One covered page stays out.")).to_be_visible()
    files = made(page, tmp_path)
    assert files == exported(device, tmp_path / "own.zip", "--readable", "--tag", "evening")
    assert len(files) == 2
    assert not any(HIDDEN[1].encode() in text for text in files.values())
    other = CommandLine(tmp_path / "other", "six words of another journal entirely")
    other.sign_up(server.origin, "robin-again")
    other.run("import", "--yes", str(tmp_path / "own.zip"))
    assert said(other, "Größe") == said(device, "Größe")


def said(device: CommandLine, title: str) -> list[object]:
    """What has to come back of a page; its times are in seconds."""
    record: dict[str, Any] = json.loads(device.run("show", device.id_of(title), "--json"))["record"]
    times = [record[name] // 1000 for name in ("created_at", "updated_at")]
    return [*times, *(record[name] for name in ("title", "tags", "tz", "body"))]


def test_everything_is_the_command_lines_json(account: Account, tmp_path: Path) -> None:
    """Fails when a full zip with covered pages lacks a record, or differs in a byte of one."""
    page, device = account
    choose(page, way="Everything, for a program")
    page.get_by_label("Covered pages too").check()
    expect(page.get_by_text("One covered page stays out.")).to_have_count(0)
    files = made(page, tmp_path)
    assert files == exported(device, tmp_path / "own.zip", "--full", "--with-covered")
    assert any(HIDDEN[1].encode() in text for text in files.values())


def test_paper_has_the_chosen_pages_and_no_covered_one(account: Account) -> None:
    """Fails when paper has a page that was not chosen, a covered one, or a button; or prints before it is asked to."""
    page, _ = account
    page.evaluate("() => { window.__prints = 0; window.print = () => { window.__prints += 1; }; }")
    choose(page, way="Paper or a PDF", tag="evening")
    page.get_by_role("button", name="Put them together").click()
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("article").first).to_contain_text("Gold in the seam")
    assert HIDDEN[1] not in page.get_by_role("main").inner_text()
    assert page.evaluate("window.__prints") == 0
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.__prints") == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Pages", exact=True)).to_be_visible()
    expect(page.get_by_text("2 pages, put together on")).to_be_visible()
    expect(page.get_by_role("article").last).to_be_visible()
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Cover", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")
