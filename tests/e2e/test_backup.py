"""Backups of both clients open without us, hold the same pages, and show every damage."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import age_program
from tests.e2e.arriving import make_backup
from tests.e2e.command_line import CommandLine, goldseam
from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_synced,
    go,
    go_to_list,
    keep_recovery,
    sign_up,
    write,
)
from tests.e2e.saving import SHARING, save, share
from tests.e2e.screens import HELLO, OPEN, Screen
from tests.e2e.serving import Server

SECONDS = 60
PAGES = (
    ("Größe/Breite", "It broke.\n\nGold in the seam 金継ぎ.", "M., evening"),
    ("", "A page without a title.", ""),
)
CLIENTS = ("browser", "command line")
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a byte of the stanza": lambda file: changed(file, file.index(b"\n", 60) + 2),
    "a byte of the header's MAC": lambda file: changed(file, file.index(b"\n--- ") + 10),
    "a byte of the nonce": lambda file: changed(file, payload_of(file)),
    "a byte in the middle": lambda file: changed(file, (payload_of(file) + len(file)) // 2),
    "the last byte": lambda file: changed(file, len(file) - 1),
    "a byte too few": lambda file: file[:-1],
    "half of it": lambda file: file[: (payload_of(file) + len(file)) // 2],
    "a byte too many": lambda file: file + b"\0",
}


class Backup(NamedTuple):
    """A backup and what locks it."""

    file: Path
    passphrase: str


@pytest.fixture(scope="module")
def backups(
    new_lasting_device: NewDevice, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Backup]:
    """Give a backup of the same pages from each client."""
    folder = tmp_path_factory.mktemp("backups")
    page = new_lasting_device("phone")
    passphrase = sign_up(page, "robin")
    for title, body, tags in PAGES:
        write(page, title, body, tags)
        go_to_list(page)
    keep_recovery(page)
    await_synced(page)
    second = CommandLine(folder / "second", passphrase)
    second.sign_in(server.origin, "robin")
    second.run("pull")
    return {"browser": saved(page, folder), "command line": exported(second, folder)}


def saved(page: Page, folder: Path) -> Backup:
    """The backup that a person saves from the browser."""
    passphrase = make_backup(page)
    expect(page.get_by_text("It holds 2 pages.")).to_be_visible(timeout=30_000)
    return Backup(save(page, folder), passphrase)


def exported(device: CommandLine, folder: Path) -> Backup:
    """The backup that the second client makes."""
    file, passphrase = folder / "exported.age", "six words of another file entirely"
    secret = secret_file(folder, passphrase)
    device.run("export", "--to", str(file), "--backup-passphrase-file", secret)
    return Backup(file, passphrase)


@pytest.fixture(scope="module")
def opened(backups: dict[str, Backup], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Give the folder that age and unzip make of each backup."""
    folders = {client: tmp_path_factory.mktemp("opened") for client in backups}
    for client, (file, passphrase) in backups.items():
        archive = folders[client] / "plain.zip"
        assert age_program.opens(file, passphrase, archive), client
        unzip = ["unzip", "-q", str(archive), "-d", str(folders[client] / "plain")]
        subprocess.run(unzip, check=True, timeout=SECONDS)
    return {client: folder / "plain" for client, folder in folders.items()}


def test_the_browser_names_its_file_by_the_day(backups: dict[str, Backup]) -> None:
    """Fails when the name is not that of the specification."""
    name = backups["browser"].file.name
    assert name.startswith("goldseam-20")
    assert name.endswith(".age")


@pytest.mark.parametrize("client", CLIENTS)
def test_age_and_unzip_open_the_pages_as_markdown(client: str, opened: dict[str, Path]) -> None:
    """Fails when a page cannot be read with ordinary tools, whole, with its title and tags."""
    texts = {path.name: path.read_text() for path in (opened[client] / "pages").iterdir()}
    first, second = sorted(texts.values(), key=lambda text: PAGES[0][1] not in text)
    assert len(texts) == len(PAGES)
    assert 'title: "Größe/Breite"' in first
    assert "evening" in first.partition("\n---\n")[0]
    assert first.endswith(f"---\n\n{PAGES[0][1]}\n")
    assert second.endswith(f"---\n\n{PAGES[1][1]}\n")
    assert any("Gre-Breite" in name for name in texts)


def test_both_clients_write_the_same_files(opened: dict[str, Path]) -> None:
    """Fails when the two implementations differ in one byte of a page or a record."""
    both = [
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*")}
        for folder in opened.values()
    ]
    assert len(both[0]) == 2 * len(PAGES)
    assert both[0] == both[1]


@pytest.mark.parametrize("client", CLIENTS)
def test_goldseam_takes_the_backup(client: str, backups: dict[str, Backup], tmp_path: Path) -> None:
    """Fails when `backup verify` refuses an undamaged backup of either client."""
    file, passphrase = backups[client]
    verify(file, passphrase, tmp_path, status=0)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_the_browsers_file_is_refused(
    damage: str, backups: dict[str, Backup], tmp_path: Path
) -> None:
    """Fails when age or `backup verify` takes the file with one changed byte, or one that was cut off."""
    refuse(backups["browser"], DAMAGE[damage], tmp_path)


@pytest.mark.parametrize("damage", ["a byte in the middle", "half of it"])
def test_damage_to_the_command_lines_file_is_refused(
    damage: str, backups: dict[str, Backup], tmp_path: Path
) -> None:
    """Fails when age or `backup verify` takes the file with one changed byte, or one that was cut off."""
    refuse(backups["command line"], DAMAGE[damage], tmp_path)


def test_a_backup_to_a_key_is_shared_and_opened_with_its_secret_half(
    new_device: NewDevice, tmp_path: Path
) -> None:
    """Fails when a mistyped key is taken, or what another app is given does not open with the right one in age."""
    page = new_device("phone")
    sign_up(page, "wren")
    write(page, *PAGES[0])
    identity, recipient = age_program.new_key(tmp_path)
    go(page, "/backup")
    page.evaluate(SHARING)
    page.get_by_label("A key of the program age").check()
    key = page.get_by_role("textbox", name="The public key")
    for wrong, said in ((identity.read_text(), "the secret half"), (recipient[:-1], "not right")):
        key.fill(wrong)
        page.get_by_role("button", name="Make the backup").click()
        expect(page.get_by_role("alert").get_by_text(said)).to_be_visible()
    key.fill(f" {recipient}")
    page.get_by_role("button", name="Make the backup").click()
    expect(page.get_by_text("It holds one page.")).to_be_visible(timeout=30_000)
    archive = tmp_path / "plain.zip"
    assert age_program.opens_by_key(share(page, tmp_path), identity, archive)
    unzip = ["unzip", "-p", str(archive), "pages/*"]
    pages = subprocess.run(unzip, check=True, timeout=SECONDS, capture_output=True).stdout.decode()
    assert PAGES[0][1] in pages


def test_the_line_about_backups_is_for_who_asked_and_comes_once_a_round(
    new_device: NewDevice, tmp_path: Path
) -> None:
    """C2. Fails when it comes unasked or early, stays after "not now" or a backup, or never comes."""
    page = new_device("phone", service_workers="block")
    line = page.get_by_text("You wanted a word about backups")
    page.clock.set_fixed_time("2026-01-05T10:00:00")
    Screen("home", HELLO, status=OPEN).open(page)
    go_on(page, "2027-01-05T10:00:00")
    expect(line).to_have_count(0)
    go(page, "/settings")
    page.get_by_label("After a month").check()
    go_on(page, "2027-02-04T10:00:00")
    expect(line).to_have_count(0)
    go_on(page, "2027-02-05T10:00:00")
    go(page, "/")
    page.get_by_role("button", name="Not now").click()
    expect(line).to_have_count(0)
    go_on(page, "2027-03-04T10:00:00")
    expect(line).to_have_count(0)
    go_on(page, "2027-03-05T10:00:00")
    page.get_by_role("link", name="Make a backup").click()
    page.get_by_role("button", name="Offer six words").click()
    page.get_by_role("button", name="Make the backup").click()
    save(page, tmp_path)
    go_on(page, "2027-03-06T10:00:00")
    expect(line).to_have_count(0)


def go_on(page: Page, day: str) -> None:
    """Open the app anew on that day, at a screen that has the line from its first moment."""
    page.clock.set_fixed_time(day)
    page.goto("/more")
    expect(page.get_by_role("heading", level=1, name="More")).to_be_visible()


def refuse(backup: Backup, damage: Callable[[bytes], bytes], folder: Path) -> None:
    """Fail unless both programs refuse the damaged file."""
    broken = folder / "broken.age"
    broken.write_bytes(damage(backup.file.read_bytes()))
    assert not age_program.opens(broken, backup.passphrase, folder / "broken.zip")
    verify(broken, backup.passphrase, folder, status=1)


def verify(file: Path, passphrase: str, folder: Path, *, status: int) -> None:
    """Fail unless `backup verify` ends with this status."""
    secret = secret_file(folder, passphrase)
    given = ["--backup-passphrase-file", secret]
    goldseam("backup", "verify", str(file), *given, status=status)


def secret_file(folder: Path, passphrase: str) -> str:
    """The path of a file with this passphrase."""
    path = folder / "backup.passphrase"
    path.write_text(f"{passphrase}\n")
    return str(path)


def payload_of(file: bytes) -> int:
    """Where the payload of an age file begins, with its nonce: after the line of the MAC."""
    return file.index(b"\n", file.index(b"\n--- ") + 1) + 1


def changed(file: bytes, place: int) -> bytes:
    """The file with one bit of the byte at this place changed."""
    return file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
