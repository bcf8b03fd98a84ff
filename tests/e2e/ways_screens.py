"""The screens of ways in, devices, new keys and leaving, and how to come to them; a part of screens.py."""

from playwright.sync_api import Page, expect

from tests.e2e.screen import LOCKED, OPEN, PASSPHRASE, WORDS, Screen, Step, press

HELLO = "Hello. Start wherever you are."
GO_ON = "Go on with new keys"
LEAVE = "Remove from this device"
PRESENT = "The passphrase that you have now"
DEVICES: list[dict[str, object]] = [
    {"name": "Chrome on Android", "isThis": True, "addedOn": "2026-03-01", "seenOn": "2026-03-20"},
    {"name": "Laptop", "addedOn": "2026-03-19", "seenOn": "2026-03-19", "isNew": True},
    {"name": "Firefox on the computer in the library", "addedOn": "2025-10-04", "seenOn": "2025-10-30"},
    {"addedOn": "2026-03-18", "isStranger": True, "isNew": True},
    {"name": "Old phone", "addedOn": "2025-06-01", "isRemoved": True, "removedOn": "2025-12-24"},
    {"addedOn": "2025-05-02", "isStranger": True, "isRemoved": True},
]  # fmt: skip
NEW = {"devices": DEVICES[:2]}
REMOVED = OPEN | {"sync": "removed"}
CLOSED = OPEN | {"sync": "closed", "closed": {"device": "Laptop", "on": "2026-03-19"}}


def _type_new_words(page: Page) -> None:
    """What is shown is written down and typed again."""
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("The ten words").fill(WORDS.upper())
    page.get_by_role("button", name="Compare", exact=True).click()


def _type_old_words(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("wren")
    page.get_by_label("Your ten recovery words").fill(WORDS)
    page.get_by_role("button", name="Go on", exact=True).click()


def _lost_passphrase(page: Page) -> None:
    page.get_by_text("If the passphrase is lost").click()


def _in_place(page: Page) -> None:
    _lost_passphrase(page)
    page.get_by_role("button", name="I only have my recovery words").click()


def _few_old_words(page: Page) -> None:
    page.get_by_label("Your ten recovery words").fill("lantern orchard")
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_text("2 words are there. It takes ten.")).to_be_visible()


def _last_old_words(page: Page) -> None:
    _type_old_words(page)
    _type_new_words(page)


def _last_new_words(page: Page) -> None:
    page.get_by_role("button", name="Show me ten new words").click()
    _type_new_words(page)


def _last_new_keys(page: Page) -> None:
    press(GO_ON, "On to the new recovery words")(page)
    _type_new_words(page)


def _choose_six(page: Page) -> None:
    page.get_by_role("button", name="Put them in").click()


def _present(label: str, button: str) -> Step:
    """Type the passphrase of the fake worker's story."""

    def steps(page: Page) -> None:
        page.get_by_label(label, exact=True).fill(PASSPHRASE)
        page.get_by_role("button", name=button, exact=True).click()

    return steps


def _change_passphrase(page: Page) -> None:
    _choose_six(page)
    _present(PRESENT, "Change it")(page)


def _make_new_keys(page: Page) -> None:
    _last_new_keys(page)
    _choose_six(page)
    _present(PRESENT, "Make new keys")(page)


def _wrong_present(page: Page) -> None:
    _choose_six(page)
    page.get_by_label(PRESENT, exact=True).fill("not this one")
    page.get_by_role("button", name="Change it", exact=True).click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()


def _close_account(page: Page) -> None:
    press("Go on")(page)
    _present("Your passphrase", "Delete the account for good")(page)


WAYS_SCREENS = (
    Screen("home-new-device", HELLO, status=OPEN, more=NEW),
    Screen("home-removed", HELLO, status=REMOVED),
    Screen("ways", "Ways in", "/ways-in", OPEN),
    Screen("change-passphrase", "Change the passphrase", "/passphrase", OPEN),
    Screen("change-passphrase-refused", "Change the passphrase", "/passphrase", OPEN, steps=_wrong_present),
    Screen("change-passphrase-done", "The passphrase is changed", "/passphrase", OPEN, steps=_change_passphrase),
    Screen("new-words", "New recovery words", "/new-words", OPEN),
    Screen("new-words-shown", "Your ten new words", "/new-words", OPEN, steps=press("Show me ten new words")),
    Screen("new-words-last", "Last step", "/new-words", OPEN, steps=_last_new_words),
    Screen("new-keys", "New keys", "/new-keys", OPEN, more={"devices": DEVICES}),
    Screen("new-keys-waiting", "New keys", "/new-keys", OPEN | {"waiting": 2, "sync": "offline"}),
    Screen("new-keys-devices", "Which devices", "/new-keys", OPEN, more={"devices": DEVICES}, steps=press(GO_ON)),
    Screen("new-keys-last", "Last step", "/new-keys", OPEN, steps=_last_new_keys),
    Screen("new-keys-done", "The new keys are made", "/new-keys", OPEN, steps=_make_new_keys),
    Screen("recover", "In with the recovery words", "/recover"),
    Screen("recover-few", "In with the recovery words", "/recover", steps=_few_old_words),
    Screen("recover-last", "Last step", "/recover", steps=_last_old_words),
    Screen("unlock-lost", "Locked", status=LOCKED, steps=_lost_passphrase),
    Screen("recover-locked", "In with the recovery words", status=LOCKED, steps=_in_place),
    Screen("recover-done", "You are in", "/recover", OPEN),
    Screen("devices", "Devices", "/devices", OPEN, more={"devices": DEVICES}),
    Screen("devices-part", "Devices", "/devices", OPEN | {"sync": "offline"}, more={"isPart": True}),
    Screen("devices-remove", "Remove Laptop", "/devices", OPEN, more=NEW, steps=press("Remove Laptop")),
    Screen("apart-removed", "This device was removed", "/apart", REMOVED),
    Screen("apart-closed", "The account was closed", "/apart", CLOSED),
    Screen("leave", LEAVE, "/leave", OPEN),
    Screen("leave-waiting", LEAVE, "/leave", OPEN | {"waiting": 2}, steps=press(LEAVE)),
    Screen("left", "It is gone from this device", "/leave", OPEN, steps=press(LEAVE)),
    Screen("close", "Delete the account for good", "/close", OPEN),
    Screen("close-last", "Delete it now", "/close", OPEN, steps=press("Go on")),
    Screen("close-done", "The account is deleted", "/close", OPEN, steps=_close_account),
    Screen("held", "What the server has", "/held", OPEN),
)  # fmt: skip
