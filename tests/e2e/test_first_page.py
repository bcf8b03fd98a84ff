"""The first page, end to end: written on a phone, read and changed on a laptop, printed by the second client."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

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
    write,
)
from tests.e2e.serving import Server

NAME = "wren"
TITLES = ("Before breakfast", "On the bus", "Counting")
KETTLE = "The kettle sang before anyone was up."
WINDOW = "I stood by the window and let it."


def test_no_word_is_lost_between_a_phone_a_laptop_and_the_command_line(
    new_device: NewDevice, server: Server, tmp_path: Path
) -> None:
    """Fails when a word written on one device, online or not, is missing on another, or they show different texts."""
    phone, laptop = new_device("phone"), new_device("laptop")
    passphrase = sign_up(phone, NAME)
    write_three(phone, server)
    sign_in(laptop, NAME, passphrase)
    for title in TITLES:
        expect(entry(laptop, title)).to_be_visible(timeout=30_000)
    assert opened_on_both(phone, laptop) == f"{KETTLE}\n\n{WINDOW}"

    rewrite_offline(
        server,
        (phone, f"{KETTLE} Only the cat heard.\n\n{WINDOW}"),
        (laptop, f"{KETTLE}\n\n{WINDOW} Then I poured."),
    )
    await_words(["Only the cat heard.", "Then I poured."], phone, laptop)
    text = opened_on_both(phone, laptop)
    assert text == f"{KETTLE} Only the cat heard.\n\n{WINDOW} Then I poured."

    rewrite_offline(
        server,
        (phone, text.replace("before anyone was up", "before my mother was awake")),
        (laptop, text.replace("before anyone was up", "before the children came down")),
    )
    merged = [
        "mother",
        "awake",
        "children",
        "came",
        "down",
        "Only the cat heard.",
        "Then I poured.",
    ]
    await_words(merged, phone, laptop)
    text = opened_on_both(phone, laptop)
    expect(phone.get_by_text("You wrote in two places. We kept both.")).to_be_visible()
    expect(laptop.get_by_text("You wrote in two places. We kept both.")).to_be_visible()

    third = CommandLine(tmp_path / "third", passphrase)
    third.sign_in(server.origin, NAME)
    third.run("pull")
    assert third.run("show", record_of(phone)) == f"# {TITLES[0]}\n\n{text}\n"


def write_three(page: Page, server: Server) -> None:
    """Three pages: one before sync began, one online, one while the server is stopped."""
    write(page, TITLES[0], f"{KETTLE}\n\n{WINDOW}")
    keep_recovery(page)
    await_synced(page)
    write(page, TITLES[1], "It rattles, and nobody looks up.")
    await_synced(page)
    server.stop()
    write(page, TITLES[2], "Fourteen stairs to the door.")
    go_to_list(page)
    expect(page.get_by_text("The server cannot be reached right now.")).to_be_visible()
    expect(entry(page, TITLES[2])).to_contain_text("On this device")
    server.start()
    await_synced(page)
    expect(entry(page, TITLES[2])).to_contain_text("On the server too")


def rewrite_offline(server: Server, *changes: tuple[Page, str]) -> None:
    """Each device rewrites its open page while the server is stopped; it is running again afterwards."""
    server.stop()
    for page, text in changes:
        rewrite(page, text)
    server.start()


def await_words(words: list[str], *pages: Page) -> None:
    """Wait until the open page of each device shows every one of these, and everything is on the server."""
    for page in pages:
        for word in words:
            expect(body_of(page)).to_have_value(re.compile(re.escape(word)), timeout=30_000)
        await_synced(page)


def opened_on_both(phone: Page, laptop: Page) -> str:
    """Open the first page on both devices, and wait until both show the same text; give it."""
    for page in (phone, laptop):
        open_page(page, TITLES[0])
    text = body_of(phone).input_value()
    expect(body_of(laptop)).to_have_value(text)
    return text


def entry(page: Page, title: str) -> Locator:
    """The page's line in the list."""
    return page.get_by_role("listitem").filter(has_text=title)


def record_of(page: Page) -> str:
    """The id of the open page, from its address."""
    return page.url.rpartition("/")[2]
