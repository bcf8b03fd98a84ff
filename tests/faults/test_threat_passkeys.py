"""A server that hands out the slot of a passkey again, after it was removed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from goldseam.api.web import FOLDER
from goldseam.protocol.accounts import (
    TYPE_PASSKEY,
    Keyrings,
    KeyringWrite,
    ProvenRequest,
    Slot,
)
from tests.e2e.chromium import SIZES
from tests.e2e.passkeys import (
    OPEN_BY,
    Authenticator,
    add_passkey,
    go_to_passkeys,
    leave_passkeys,
    lock_from_passkeys,
    passkeys_of,
    remove_passkey,
    rows_of,
)
from tests.e2e.person import (
    await_synced,
    go_to_list,
    keep_recovery,
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.faults.attacks.form import answering
from tests.faults.conftest import a_free_port
from tests.faults.double import LyingServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LyingServer]:
    """A server with nobody on it yet."""
    # A build that is made meanwhile must not change the client in the middle.
    shutil.copytree(FOLDER, tmp_path / "web")
    fresh = LyingServer(tmp_path, a_free_port(), tmp_path / "web")
    fresh.start()
    yield fresh
    fresh.stop()


@pytest.fixture
def contexts(browser: Browser, server: LyingServer) -> Iterator[list[BrowserContext]]:
    """A phone and a laptop."""
    made = [
        browser.new_context(base_url=server.origin, viewport=SIZES[kind])
        for kind in ("phone", "laptop")
    ]
    yield made
    for context in made:
        context.close()


def slot_of_passkey(server: LyingServer) -> Slot:
    """The one that a device wrote, as the server saw it."""
    asked = [one for one, _ in server.heard if one.route == "PUT /v1/keyrings"]
    proven = [msgspec.msgpack.decode(one.body, type=ProvenRequest) for one in asked]
    writes = [msgspec.msgpack.decode(one.body, type=KeyringWrite) for one in proven]
    slots = [slot for write in writes for slot in write.slots or () if slot.type == TYPE_PASSKEY]
    return slots[0]


def remove_elsewhere(laptop: Page, passphrase: str) -> None:
    """On another device: remove the passkey, and write a page so that the first one looks at the keyring."""
    sign_in(laptop, "anna", passphrase)
    go_to_passkeys(laptop)
    remove_passkey(laptop, passphrase, "My phone")
    leave_passkeys(laptop)
    go_to_list(laptop)
    write(laptop, "From the laptop", "Home.")


@pytest.mark.threat("T-05", client="web")
def test_a_removed_passkey_that_is_handed_out_again_opens_nothing(
    server: LyingServer, contexts: list[BrowserContext]
) -> None:
    """R-25: a slot that the newest keyring does not list is not kept, offered or shown, whoever hands it out."""
    phone, laptop = (context.new_page() for context in contexts)
    Authenticator(phone)
    passphrase = sign_up(phone, "anna")
    keep_recovery(phone)
    go_to_passkeys(phone)
    add_passkey(phone, passphrase, "My phone")
    leave_passkeys(phone)
    await_synced(phone)
    old = slot_of_passkey(server)

    def again(news: Keyrings) -> Keyrings:
        return msgspec.structs.replace(news, slots=[*news.slots, old])

    with server.lying(answering("GET /v1/keyrings", Keyrings, again)):
        remove_elsewhere(laptop, passphrase)
        there = phone.get_by_role("listitem").get_by_role("link", name="From the laptop")
        expect(there).to_be_visible()
        go_to_passkeys(phone)
        expect(phone.get_by_text("opens nothing any more")).to_be_visible()
        expect(passkeys_of(phone)).to_have_count(0)
        assert [row["held"] for row in rows_of(phone)] == [None]
        lock_from_passkeys(phone)
        expect(phone.get_by_label("Passphrase", exact=True)).to_be_visible()
        expect(phone.get_by_role("button", name=OPEN_BY)).to_have_count(0)
        unlock(phone, passphrase)
