"""A passkey as one more way in: added, used offline, named, removed, and what it evaluates seen nowhere (protocol.md, Passkeys)."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.passkeys import (
    OPEN_BY,
    Authenticator,
    add_passkey,
    begin_passkey,
    go_to_passkeys,
    leave_passkeys,
    listen,
    open_by_passkey,
    outputs,
    passkeys_of,
    remove_passkey,
)
from tests.e2e.person import lock, open_page, sign_up, unlock, write
from tests.e2e.serving import Server


def test_a_passkey_opens_the_pages_offline(new_device: NewDevice, server: Server) -> None:
    """Added with two touches, it opens the locked device without a server."""
    page = new_device()
    Authenticator(page)
    passphrase = sign_up(page, "linnet")
    write(page, "The bench", "Sat there for half an hour.")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    leave_passkeys(page)
    lock(page)
    server.stop()
    try:
        open_by_passkey(page)
        open_page(page, "The bench")
    finally:
        server.start()
