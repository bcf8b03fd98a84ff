"""An authenticator in Chromium's own software, and what a person does with a passkey."""

import base64
import time
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.e2e.person import go_to_more, lock

OPEN_BY = "Open with a passkey"

LISTEN = """() => {
  window.outputs = [];
  const results = PublicKeyCredential.prototype.getClientExtensionResults;
  PublicKeyCredential.prototype.getClientExtensionResults = function () {
    const found = results.call(this);
    const first = found.prf?.results?.first;
    if (first) window.outputs.push([...new Uint8Array(first)]);
    return found;
  };
}"""
"""Writes down what passkeys evaluate, before the app has it."""


ROWS = """async () => {
  const opening = indexedDB.open("goldseam");
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const reading = database.transaction("passkeys").objectStore("passkeys").getAll();
  const rows = await new Promise((done) => (reading.onsuccess = () => done(reading.result)));
  database.close();
  return rows.map(({ slot, held }) => ({ slot, held: held && Object.keys(held) }));
}"""


FORGOTTEN_SECONDS = 120.0


class Authenticator:
    """A virtual authenticator that is touched at once; `options` as CDP's VirtualAuthenticatorOptions."""

    def __init__(self, page: Page, **options: object) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        plain = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
            "hasPrf": True,
        }
        answer = self._session.send(
            "WebAuthn.addVirtualAuthenticator", {"options": plain | options}
        )
        self.id: str = answer["authenticatorId"]

    def refuse(self) -> None:
        """Whoever touches it from now on is not its owner."""
        self._send("setUserVerified", isUserVerified=False)

    def unplug(self) -> None:
        """It is gone, with all that it holds."""
        self._send("removeVirtualAuthenticator")

    def credential_ids(self) -> list[bytes]:
        """The ids of what it holds."""
        held: list[dict[str, str]] = self._send("getCredentials")["credentials"]
        return [base64.b64decode(one["credentialId"]) for one in held]

    def await_forgotten(self, held: int) -> None:
        """Until it holds no more than so many."""
        end = time.monotonic() + FORGOTTEN_SECONDS
        while len(self.credential_ids()) > held:
            assert time.monotonic() < end, "the browser was not told that a passkey is of no use"
            time.sleep(0.1)

    def _send(self, command: str, **more: object) -> dict[str, Any]:
        answer: dict[str, Any] = self._session.send(
            f"WebAuthn.{command}", {"authenticatorId": self.id} | more
        )
        return answer


def listen(page: Page) -> None:
    """Write down what passkeys evaluate on this page from its next load on."""
    page.add_init_script(f"({LISTEN})()")


def outputs(page: Page) -> list[bytes]:
    """What was evaluated since the last load."""
    found: list[list[int]] = page.evaluate("window.outputs")
    return [bytes(one) for one in found]


def go_to_passkeys(page: Page) -> None:
    """By the way that a person goes, without a load."""
    go_to_more(page)
    page.get_by_role("link", name="Ways in").click()
    page.get_by_role("link", name="See the passkeys").click()
    expect(page.get_by_role("heading", name="Passkeys")).to_be_visible()


def leave_passkeys(page: Page) -> None:
    """From the list of passkeys back to the places that every screen leads to."""
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Ways in")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="More")).to_be_visible()


def lock_from_passkeys(page: Page) -> None:
    """From the list of passkeys."""
    leave_passkeys(page)
    lock(page)


def begin_passkey(page: Page, passphrase: str, name: str) -> None:
    """On the list of passkeys: up to the first touch."""
    page.get_by_role("button", name="Add a passkey to this device").click()
    page.get_by_label("A name for it").fill(name)
    page.get_by_label("Your passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_role("heading", name="Two touches")).to_be_visible()


def add_passkey(page: Page, passphrase: str, name: str) -> None:
    """On the list of passkeys: add one, and come back to the list."""
    begin_passkey(page, passphrase, name)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", name="The passkey is here")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(passkeys_of(page).filter(has_text=name)).to_be_visible()


def remove_passkey(page: Page, passphrase: str, name: str) -> None:
    """On the list of passkeys."""
    page.get_by_role("button", name=f"Remove {name}", exact=True).click()
    page.get_by_label("Your passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text(f"{name} was removed.")).to_be_visible()


def passkeys_of(page: Page) -> Locator:
    """The rows of the list of passkeys."""
    return page.get_by_role("list", name="Your passkeys").get_by_role("listitem")


def open_by_passkey(page: Page) -> None:
    """On the locked screen."""
    page.get_by_role("button", name=OPEN_BY).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)


def rows_of(page: Page) -> list[dict[str, Any]]:
    """What rests of passkeys on the device."""
    rows: list[dict[str, Any]] = page.evaluate(ROWS)
    return rows
