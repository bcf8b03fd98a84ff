"""The first page, end to end: written on a phone, read and changed on a laptop, printed by the second client."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

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

TITLES = ("Before breakfast", "On the bus", "Counting")
FIRST_PARAGRAPH = "The kettle sang before anyone was up."
SECOND_PARAGRAPH = "I stood by the window and let it."
BODY = f"{FIRST_PARAGRAPH}\n\n{SECOND_PARAGRAPH}"


def test_no_word_is_lost_between_a_phone_a_laptop_and_the_command_line(
    new_device: NewDevice, server: Server, tmp_path: Path
) -> None:
    """Fails when a word written on one device, online or not, is missing on another, or they show different texts."""
    phone, laptop = new_device("phone"), new_device("laptop")
    passphrase = sign_up(phone, "wren")
    write_three(phone, server)
    sign_in(laptop, "wren", passphrase)
    for title in TITLES:
        expect(entry(laptop, title)).to_be_visible(timeout=30_000)
    open_on_both(phone, laptop, TITLES[0])

    both_rewrite(
        server,
        (phone, f"{FIRST_PARAGRAPH} Only the cat heard.\n\n{SECOND_PARAGRAPH}"),
        (laptop, f"{FIRST_PARAGRAPH}\n\n{SECOND_PARAGRAPH} Then I poured."),
    )
    text = await_same(phone, laptop, ["Only the cat heard.", "Then I poured."])
    assert text == f"{FIRST_PARAGRAPH} Only the cat heard.\n\n{SECOND_PARAGRAPH} Then I poured."

    both_rewrite(
        server,
        (phone, text.replace("before anyone was up", "before my mother was awake")),
        (laptop, text.replace("before anyone was up", "long before the street was up")),
    )
    words = "before my mother awake long street up Only the cat heard Then I poured".split()
    text = await_same(phone, laptop, words)


def write_three(page: Page, server: Server) -> None:
    """Three pages: one before sync began, one online, one while the server is stopped."""
    expect(body_of(page)).to_be_visible()
    write(page, TITLES[0], BODY)
    keep_recovery(page)
    await_synced(page)
    write(page, TITLES[1], "It rattles when the bus goes by.")
    await_synced(page)
    server.stop()
    write(page, TITLES[2], "Fourteen of them, and I counted.")
    go_to_list(page)
    expect(page.get_by_text("You are offline. Everything you write is kept here.")).to_be_visible()
    expect(entry(page, TITLES[2])).to_contain_text("On this device")
    server.start()
    await_synced(page)
    expect(entry(page, TITLES[2])).to_contain_text("On the server too")


def both_rewrite(server: Server, *changes: tuple[Page, str]) -> None:
    """Each rewrites the open page while the server is stopped; it is running again afterwards."""
    server.stop()
    for page, text in changes:
        rewrite(page, text)
    server.start()


def await_same(phone: Page, laptop: Page, words: list[str]) -> str:
    """Wait until both show every word and the same text; give the text."""
    for word in words:
        for page in (phone, laptop):
            expect(body_of(page)).to_have_value(re.compile(re.escape(word)), timeout=30_000)
    for page in (phone, laptop):
        await_synced(page)
    open_on_both(phone, laptop, TITLES[0])
    text = body_of(phone).input_value()
    expect(body_of(laptop)).to_have_value(text)
    return text


def open_on_both(phone: Page, laptop: Page, title: str) -> None:
    """Open the page with this title on both devices."""
    open_page(phone, title)
    open_page(laptop, title)


def entry(page: Page, title: str) -> Locator:
    """The page's line in the list."""
    return page.get_by_role("listitem").filter(has_text=title)
