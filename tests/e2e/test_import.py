"""Pages from elsewhere come in through the browser: looked at first, once, on every device, never by halves."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.arriving import FILES, LONG, bring_in, choose, look_at, rows
from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_synced,
    go,
    go_to_list,
    keep_recovery,
    sign_in,
    sign_up,
    title_of,
    write,
)

DAY_ONE = FILES / "day_one/good/Export.zip"
VAULT = FILES / "markdown/obsidian/vault.zip"
FOLDER = FILES / "markdown/joplin-folder"


@pytest.fixture
def phone(new_device: NewDevice, request: pytest.FixtureRequest) -> tuple[Page, str, str]:
    """Give a device with one page of its own, its account's name, and its passphrase."""
    page, name = new_device("phone"), request.node.name[:60]
    passphrase = sign_up(page, name)
    write(page, "Mine", "It was here before.")
    return page, name, passphrase


@pytest.mark.parametrize(
    ("source", "said", "first"),
    [
        (DAY_ONE, "3 pages.", "Wednesday, March 3, 2021 at 10:48 PM"),
        (VAULT, "2 pages.", "Friday, March 1, 2024 at 12:00 PM"),
        (FOLDER, "One page.", "Saturday, May 1, 2021"),
    ],
    ids=["day-one", "obsidian", "folder"],
)
def test_pages_come_in_once_and_to_a_second_device(
    source: Path,
    said: str,
    first: str,
    phone: tuple[Page, str, str],
    new_device: NewDevice,
) -> None:
    """Fails when an import loses a page, says another number or time, doubles one at a second run, or stays on one
    device."""
    page, name, passphrase = phone
    look_at(page, source)
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("list").get_by_text(first).first).to_be_visible()
    bring_in(page)
    came = rows(page)
    look_at(page, source)
    bring_in(page, "Nothing new came in")
    assert rows(page) == came
    keep_recovery(page)
    await_synced(page)
    laptop = new_device("phone")
    sign_in(laptop, name, passphrase)
    await_synced(laptop)
    assert rows(laptop) == came


def test_what_is_dropped_comes_only_where_it_is_ticked(phone: tuple[Page, str, str]) -> None:
    """Fails when a device's name comes in unasked, a tick is not heard, or a covered page shows its words in a list."""
    page, _, _ = phone
    look_at(page, DAY_ONE)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.get_by_label("Weather, in one page").check()
    page.get_by_label("Cover all of them").check()
    bring_in(page)
    shown = rows(page)
    assert sum("Covered by you" in row for row in shown) == 3
    assert not any("Morning" in row for row in shown)
    go_to_list(page)
    texts = []
    for at in range(3):
        go_to_list(page)
        page.get_by_role("link", name="Covered by you").nth(at).click()
        page.get_by_role("button", name="Show it", exact=True).click()
        texts.append(page.get_by_role("textbox", name="The page").input_value())
    words = "\n".join(texts)
    assert "weather: " in words
    assert "device: " not in words
    assert "place: " not in words


def test_another_zone_and_another_format_are_looked_at_again(phone: tuple[Page, str, str]) -> None:
    """Fails when the first dates do not follow the zone, or a wrong choice of format cannot be taken back."""
    page, _, _ = phone
    look_at(page, FOLDER)
    zone = page.get_by_label("If not: where did you write?")
    zone.select_option("Pacific/Kiritimati")
    expect(page.get_by_text("Looking again.")).to_have_count(0)
    expect(zone).to_have_value("Pacific/Kiritimati")
    there = page.get_by_role("list", name="The first pages").inner_text()
    zone.select_option("America/New_York")
    expect(page.get_by_role("list", name="The first pages")).not_to_have_text(there)
    page.get_by_label("Read as").select_option("Journey")
    expect(page.get_by_text("There is nothing here that can be read as pages.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring them in")).to_have_count(0)
    page.get_by_label("Read as").select_option("Markdown")
    expect(page.get_by_text("One page.")).to_be_visible()


@pytest.mark.parametrize(
    "name",
    ["archive/traversal/pages.zip", "day_one/refused-link/Export.zip", "archive/overlap/pages.zip"],
)
def test_a_hostile_file_is_refused_whole(name: str, phone: tuple[Page, str, str]) -> None:
    """R-31. Fails when anything of an archive that is refused comes in, or nothing kind is said."""
    page, _, _ = phone
    before = rows(page)
    go(page, "/bring-in")
    choose(page, "Choose files", FILES / name)
    alert = page.get_by_role("alert").filter(has_text="nothing was taken from it")
    expect(alert).to_be_visible(timeout=LONG)
    expect(page.get_by_role("heading", name="Bring pages in", exact=True)).to_be_visible()
    assert rows(page) == before


def test_what_stayed_out_is_a_file_to_keep(phone: tuple[Page, str, str]) -> None:
    """Fails when a picture that waits is in no list, or a backup of our own is taken for pages."""
    page, _, _ = phone
    look_at(page, VAULT)
    expect(
        page.get_by_text("3 times: a picture, a sound or a file that a page names")
    ).to_be_visible()
    bring_in(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the list as a file").click()
    words = saving.value.path().read_text()
    assert "Vault/pictures/hill.png" in words
    assert "Vault/unnamed.mp4: not a text, and no page names it" in words
    go(page, "/bring-in")
    own = FILES / "archive/own-backup/pages.zip"
    choose(page, "Choose files", own)
    page.get_by_role("link", name="Restore from a backup").first.click()
    expect(page.get_by_role("button", name="Choose the backup")).to_be_visible()
    expect(title_of(page)).to_have_count(0)
