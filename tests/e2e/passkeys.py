"""An authenticator in Chromium's own software, and what a person does with a passkey."""

from typing import Any

from playwright.sync_api import CDPSession, Page, expect

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

    def verify(self, *, succeeds: bool) -> None:
        """Whether whoever touches it from now on is its owner."""
        self._send("setUserVerified", isUserVerified=succeeds)

    def credentials(self) -> list[dict[str, Any]]:
        """What it holds."""
        found: list[dict[str, Any]] = self._send("getCredentials")["credentials"]
        return found

    def clear(self) -> None:
        """Forget every passkey, as a reset does."""
        self._send("clearCredentials")

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
    page.get_by_role("link", name="Start", exact=True).or_(
        page.get_by_role("link", name="Pages", exact=True)
    ).first.click()
    if page.get_by_role("link", name="More", exact=True).count() == 0:
        page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("link", name="More", exact=True).click()
    page.get_by_role("link", name="Ways in").click()
    page.get_by_role("link", name="See the passkeys").click()
    expect(page.get_by_role("heading", name="Passkeys")).to_be_visible()


def leave_passkeys(page: Page) -> None:
    """From the list of passkeys back to the places that every screen leads to."""
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Ways in")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="More")).to_be_visible()


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


def passkeys_of(page: Page) -> Any:
    """The rows of the list of passkeys."""
    return page.get_by_role("list", name="Your passkeys").get_by_role("listitem")


def open_by_passkey(page: Page) -> None:
    """On the locked screen."""
    page.get_by_role("button", name=OPEN_BY).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)
