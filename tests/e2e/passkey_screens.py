"""The screens of passkeys, and how to come to them; a part of screens.py."""

from playwright.sync_api import Page

from tests.e2e.screen import LOCKED, OPEN, PASSPHRASE, Screen, Step, press

ADD = "Add a passkey to this device"
PASSKEYS = [
    {"slot": "a" * 32, "name": "My phone", "device": "Chrome on Android", "isHere": True},
    {"slot": "b" * 32, "name": "The blue key", "device": "Laptop", "isHere": False},
    {"slot": "c" * 32, "name": "", "device": "", "isHere": False},
]


def _begin(page: Page) -> None:
    press(ADD)(page)
    page.get_by_label("Your passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Go on", exact=True).click()


def _touch(page: Page) -> None:
    _begin(page)
    page.get_by_role("button", name="Begin", exact=True).click()


def _added(name: str, heading: str, steps: Step, **more: object) -> Screen:
    """A step on the way to a passkey."""
    return Screen(name, heading, "/passkeys", OPEN, more=more, steps=steps)


PASSKEY_SCREENS = (
    Screen("passkeys", "Passkeys", "/passkeys", OPEN, more={"passkeys": PASSKEYS}),
    Screen("passkeys-ended", "Passkeys", "/passkeys", OPEN, more={"hasEnded": True}),
    _added("passkey-add", ADD, press(ADD)),
    _added("passkey-first", "Two touches", _begin),
    _added("passkey-second", "The second touch", _touch, authenticator="stopped"),
    _added("passkey-keep", "The last step", _touch, authenticator="touched", refuse="unavailable"),
    _added("passkey-unable", "This one cannot open pages", _touch, authenticator="unable"),
    _added("passkey-done", "The passkey is here", _touch, authenticator="touched"),
    _added("passkey-remove", "Remove My phone", press("Remove My phone"), passkeys=PASSKEYS),
    Screen("unlock-passkey", "Locked", status=LOCKED, more={"isHere": True}),
    Screen(
        "unlock-passkey-stopped",
        "Locked",
        status=LOCKED,
        more={"isHere": True, "authenticator": "stopped"},
        steps=press("Open with a passkey"),
    ),
)
