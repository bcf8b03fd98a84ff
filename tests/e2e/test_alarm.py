"""A server that came back from an older copy: said in words, everything kept, and a way out that loses nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_synced,
    body_of,
    go,
    go_to_list,
    keep_recovery,
    offered_words,
    open_page,
    rewrite,
    sign_in,
    sign_up,
    write,
)
from tests.e2e.serving import Server
from tests.e2e.visits import PICTURES, TWICE, violations

LONG = 60_000
ALARM = "Something on the server does not fit"
BACKUP_WORDS = "lantern orchard mitten harbor puddle kettle"


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """The server as its operator has it for a moment."""
    server.stop()
    yield
    server.start()


@pytest.fixture
def evening(new_device: NewDevice, server: Server, tmp_path: Path) -> tuple[Page, Page, str]:
    """Two devices with one page each, and their passphrase; the server is back at a copy from before the phone's last
    evening, and the laptop went on upon it."""
    phone, laptop = new_device("phone"), new_device("laptop")
    passphrase = sign_up(phone, tmp_path.name)
    write(phone, "Both have it", "One.\n\nTwo.\n\nThree.")
    keep_recovery(phone)
    await_synced(phone)
    sign_in(laptop, tmp_path.name, passphrase)
    open_page(laptop, "Both have it")
    laptop.context.set_offline(True)
    with stopped(server):
        shutil.copytree(server.folder / "data", tmp_path / "copy")
    open_page(phone, "Both have it")
    rewrite(phone, "One, on the phone.\n\nTwo.\n\nThree.")
    write(phone, "Lost on the server", "Kept on the phone.")
    await_synced(phone)
    with stopped(server):
        shutil.rmtree(server.folder / "data")
        shutil.copytree(tmp_path / "copy", server.folder / "data")
    rewrite(laptop, "One.\n\nTwo.\n\nThree, on the laptop.")
    write(laptop, "New on the laptop", "From the other side.")
    laptop.context.set_offline(False)
    await_on_server(laptop)
    return phone, laptop, passphrase


@pytest.fixture
def devices(evening: tuple[Page, Page, str]) -> tuple[Page, Page]:
    """The two devices."""
    phone, laptop, _ = evening
    return phone, laptop


def await_on_server(laptop: Page) -> None:
    """On the wide screen the standing is beside the page."""
    laptop.evaluate("dispatchEvent(new Event('online'))")
    go(laptop, "/")
    expect(laptop.get_by_text("Everything is on the server too.")).to_be_visible(timeout=LONG)


def section(page: Page, title: str) -> Locator:
    """The pages under a heading."""
    return page.get_by_role("region", name=title).get_by_role("listitem")


def look_at(page: Page, name: str) -> None:
    """Draw the screen in each look, and hold it to the rules of axe."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        page.screenshot(path=PICTURES / f"real-{name}-{look}.png", animations="disabled")
        assert violations(page) == []
    page.evaluate("size => { document.documentElement.style.fontSize = size }", TWICE)
    page.screenshot(path=PICTURES / f"real-{name}-twice.png", animations="disabled")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.emulate_media(color_scheme="light")


def test_a_restored_server_is_left_without_a_word_lost(devices: tuple[Page, Page]) -> None:
    """Fails when the alarm is not said, the backup is not at hand, the lists are wrong, or the devices differ."""
    phone, laptop = devices
    see_alarm(phone)
    make_backup(phone)
    bring_together(phone)
    await_synced(phone)
    hear_of_it(laptop)
    for page in devices:
        assert titles(page) == {"Both have it", "Lost on the server", "New on the laptop"}
        open_page(page, "Both have it")
        expect(body_of(page)).to_have_value("One, on the phone.\n\nTwo.\n\nThree, on the laptop.")
    compare(phone, laptop)


def see_alarm(phone: Page) -> None:
    """The first screen says it in one line, and leads to the words."""
    phone.evaluate("dispatchEvent(new Event('online'))")
    go(phone, "/")
    phone.get_by_role("link", name="See why").click(timeout=LONG)
    expect(phone.get_by_role("heading", name=ALARM)).to_be_visible()
    expect(phone.get_by_text("Everything you wrote is kept on this device")).to_be_visible()
    look_at(phone, "alarm")


def make_backup(phone: Page) -> None:
    """From the alarm, without the server."""
    phone.get_by_role("link", name="Make a backup").click()
    phone.get_by_label("Passphrase for the file").fill(BACKUP_WORDS)
    phone.get_by_label("The same once more").fill(BACKUP_WORDS)
    phone.get_by_role("button", name="Make the backup").click()
    expect(phone.get_by_text("It holds 2 pages.")).to_be_visible(timeout=LONG)


def bring_together(phone: Page) -> None:
    """Look at both sides, consent, and see what was done."""
    go(phone, "/stopped")
    phone.get_by_role("link", name="See what is there and what is here").click()
    expect(section(phone, "To be sent: one page")).to_contain_text("Lost on the server")
    expect(section(phone, "To be taken: one page")).to_contain_text("New on the laptop")
    expect(section(phone, "To be brought together: one page")).to_contain_text("Both have it")
    look_at(phone, "rejoin")
    phone.get_by_role("button", name="Bring both together").click()
    expect(
        phone.get_by_role("heading", name="This device and the server fit again")
    ).to_be_visible()
    expect(phone.get_by_text("One page sent, 1 taken, 1 brought together.")).to_be_visible()


def hear_of_it(laptop: Page) -> None:
    """The other device is told once, until somebody has seen it there."""
    await_on_server(laptop)
    said = laptop.get_by_text("did not fit with the server and brought both together")
    expect(said).to_be_visible(timeout=LONG)
    laptop.get_by_role("button", name="I have seen it").click()
    expect(said).to_have_count(0)


def titles(page: Page) -> set[str]:
    """What the list of pages names."""
    go_to_list(page)
    headings = page.get_by_role("listitem").locator(".heading")
    expect(headings).to_have_count(3)
    return set(headings.all_inner_texts())


def compare(phone: Page, laptop: Page) -> None:
    """Eight words, read from one device and typed on the other."""
    await_synced(phone)
    go(phone, "/compare")
    words = offered_words(phone, "The eight words of this device")
    expect(words).to_have_count(8)
    await_on_server(laptop)
    go(laptop, "/compare")
    other = laptop.get_by_label("The eight words of the other device")
    other.fill(", ".join(words.all_inner_texts()).upper())
    laptop.get_by_role("button", name="Compare", exact=True).click()
    expect(laptop.get_by_text("The same words.")).to_be_visible()
    other.fill(" ".join(reversed(words.all_inner_texts())))
    laptop.get_by_role("button", name="Compare", exact=True).click()
    expect(laptop.get_by_text("These are not the same words.")).to_be_visible()


def test_without_a_connection_nothing_is_changed_by_looking(devices: tuple[Page, Page]) -> None:
    """Fails when looking at both sides without the server ends in anything but words and a way to try again."""
    phone, _ = devices
    see_alarm(phone)
    phone.context.set_offline(True)
    go(phone, "/rejoin")
    expect(phone.get_by_text("Nothing was changed.")).to_be_visible(timeout=LONG)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Look again").click()
    expect(section(phone, "To be sent: one page")).to_be_visible(timeout=LONG)


def test_whose_session_is_over_signs_in_and_leaves_the_alarm(
    evening: tuple[Page, Page, str], server: Server
) -> None:
    """Fails when the alarm stands in the way of signing in, without which nobody can leave it."""
    phone, _, passphrase = evening
    see_alarm(phone)
    with (
        stopped(server),
        closing(sqlite3.connect(server.folder / "data/goldseam.sqlite3")) as rows,
        rows,
    ):
        rows.execute("UPDATE devices SET signed_out = 1")
        rows.execute("DELETE FROM sessions")
    go(phone, "/rejoin")
    phone.get_by_role("link", name="Sign in once more").click(timeout=LONG)
    phone.get_by_label("Passphrase", exact=True).fill(passphrase)
    phone.get_by_role("button", name="Open", exact=True).click()
    expect(phone.get_by_role("link", name="See why")).to_be_visible(timeout=LONG)
    bring_together(phone)
    await_synced(phone)
