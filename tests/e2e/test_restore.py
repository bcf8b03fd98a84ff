"""A backup comes back in the browser: into a new account, beside what differs, and twice as once."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import age_program
from tests.e2e.arriving import (
    FILES,
    LONG,
    bring_back,
    bring_in,
    choose,
    look_at,
    look_into,
    rows,
    saved,
)
from tests.e2e.conftest import NewDevice
from tests.e2e.person import go, open_page, rewrite, sign_up, write

PAGE = "The bench by the water"
SECONDS = 60


@pytest.fixture
def made(
    new_device: NewDevice, request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[Page, Path, str]:
    """Give a device with pages, a backup of them, and what opens it."""
    page = new_device("phone")
    sign_up(page, request.node.name[:60])
    write(page, PAGE, "Sat there for half an hour.", "evening")
    look_at(page, FILES / "markdown/obsidian/vault.zip")
    bring_in(page)
    return page, *saved(page, tmp_path)


def test_a_backup_comes_back_in_a_new_account_and_twice_is_as_once(
    made: tuple[Page, Path, str], new_device: NewDevice
) -> None:
    """Fails when a page is missing or other than it was, or a second restore adds one."""
    page, file, passphrase = made
    other = new_device("phone")
    sign_up(other, f"other {file.stem}")
    look_into(other, file, passphrase)
    expect(other.get_by_text("It holds 3 pages.")).to_be_visible(timeout=LONG)
    expect(other.get_by_text("3 are not here.")).to_be_visible()
    bring_back(other)
    expect(other.get_by_text("3 came in.")).to_be_visible()
    assert rows(other) == rows(page)
    look_into(other, file, passphrase)
    expect(other.get_by_text("There is nothing to bring back.")).to_be_visible(timeout=LONG)
    assert rows(other) == rows(page)


def test_what_was_changed_here_stays_and_the_backup_stands_beside_it(
    made: tuple[Page, Path, str],
) -> None:
    """R-33. Fails when a restore writes over words, makes a copy unasked, or brings back what was removed."""
    page, file, passphrase = made
    open_page(page, PAGE)
    rewrite(page, "Nothing of that is left.")
    before = rows(page)
    look_into(page, file, passphrase)
    expect(page.get_by_text("One is different here.")).to_be_visible(timeout=LONG)
    page.get_by_label("Put what is different beside mine, as copies").uncheck()
    bring_back(page)
    expect(page.get_by_text("Yours stays, and no copy was made.")).to_be_visible()
    assert rows(page) == before
    look_into(page, file, passphrase)
    bring_back(page)
    expect(page.get_by_text("One stands beside yours, as a copy")).to_be_visible()
    after = rows(page)
    assert len(after) == len(before) + 1
    assert sum(PAGE in row for row in after) == 2
    assert any("Nothing of that is left." in row for row in after)


def test_a_wrong_passphrase_and_a_cut_file_change_nothing(
    made: tuple[Page, Path, str], tmp_path: Path
) -> None:
    """R-16. Fails when a wrong word ends the way, or a file that is cut off is not said to be."""
    page, file, passphrase = made
    look_into(page, file, "not this one at all")
    expect(
        page.get_by_role("alert").get_by_text("Nothing was changed here. That did not")
    ).to_be_visible(timeout=LONG)
    page.get_by_label("Passphrase of the file").fill(passphrase)
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_text("It passed its own check.")).to_be_visible(timeout=LONG)
    cut = tmp_path / "cut.age"
    cut.write_bytes(file.read_bytes()[:-40])
    look_into(page, cut, passphrase)
    expect(page.get_by_text("did not pass its own check")).to_be_visible(timeout=LONG)


def test_a_key_file_opens_what_was_locked_to_its_recipient(
    made: tuple[Page, Path, str], tmp_path: Path
) -> None:
    """Fails when a key of age does not open a backup, or a file with none, or a mistyped one, says nothing."""
    page, file, passphrase = made
    zipped, key, locked = (tmp_path / name for name in ("pages.zip", "key.txt", "locked.age"))
    assert age_program.opens(file, passphrase, zipped)
    subprocess.run(["age-keygen", "-o", str(key)], check=True, timeout=SECONDS, capture_output=True)
    to_key = ["age", "--encrypt", "--identity", str(key), "--output", str(locked), str(zipped)]
    subprocess.run(to_key, check=True, timeout=SECONDS)
    go(page, "/restore")
    choose(page, "Choose the backup", locked)
    page.get_by_label("A key file of age").check()
    choose(page, "Choose the key file", FILES / "markdown/file/page.md")
    expect(page.get_by_text("There is no key of age in that file.")).to_be_visible()
    mistyped = tmp_path / "mistyped.txt"
    mistyped.write_text(f"AGE-SECRET-KEY-1{'Q' * 58}")
    choose(page, "Choose the key file", mistyped)
    expect(page.get_by_role("alert").get_by_text("That did not open it.")).to_be_visible()
    choose(page, "Choose the key file", key)
    expect(page.get_by_text("There is nothing to bring back.")).to_be_visible(timeout=LONG)


def test_the_plain_zip_of_a_backup_comes_back_without_a_key(
    made: tuple[Page, Path, str], tmp_path: Path, new_device: NewDevice
) -> None:
    """Fails when what age makes of a backup asks for a passphrase, or is not known as a backup where pages come in."""
    page, file, passphrase = made
    zipped = tmp_path / "pages.zip"
    assert age_program.opens(file, passphrase, zipped)
    other = new_device("phone")
    sign_up(other, f"plain {file.stem}")
    go(other, "/restore")
    choose(other, "Choose the backup", zipped)
    expect(other.get_by_label("Passphrase of the file")).to_have_count(0)
    other.get_by_role("button", name="Look inside").click()
    expect(other.get_by_text("It holds 3 pages.")).to_be_visible(timeout=LONG)
    bring_back(other)
    assert rows(other) == rows(page)
