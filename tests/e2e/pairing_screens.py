"""The screens of two devices, one of which lets the other in, and how to come to them; a part of screens.py."""

from playwright.sync_api import Page, expect

from tests.e2e.screen import OPEN, PASSPHRASE, WORDS, Screen, press

CODE = f"{WORDS} {WORDS}"
SAME = "They are the same"


def _type_code(page: Page) -> None:
    page.get_by_label("Or type the twenty words").fill(CODE)
    page.get_by_role("button", name="Go on", exact=True).click()


def _few_words(page: Page) -> None:
    page.get_by_label("Or type the twenty words").fill("lantern orchard mit")
    expect(page.get_by_role("button", name="mitten", exact=True)).to_be_visible()
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_text("3 words so far; the code has twenty.")).to_be_visible()


def _unread(page: Page) -> None:
    _type_code(page)
    expect(page.get_by_text("These words fit no device that waits.")).to_be_visible()


def _no_camera(page: Page) -> None:
    page.get_by_role("button", name="Read the code with the camera").click()
    expect(page.get_by_text("You can type the words instead.")).to_be_visible()


def _differ(page: Page) -> None:
    _type_code(page)
    press("They differ")(page)


def _confirm(page: Page) -> None:
    _type_code(page)
    press(SAME)(page)


def _add(page: Page) -> None:
    _confirm(page)
    page.get_by_label("Your passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Add it", exact=True).click()


def _answered(page: Page) -> None:
    _add(page)
    expect(page.get_by_text("The new device had an answer already.")).to_be_visible()


NEW, OLD = "/pair", "/add-device"
PAIRING_SCREENS = (
    Screen("pair", "Open with another device", NEW),
    Screen("pair-code", "The code", NEW, steps=press("Show the code")),
    Screen("pair-over", "This code is over", NEW, more={"paired": "pairing_over"}, steps=press("Show the code")),
    Screen("pair-refused", "This did not fit", NEW, more={"paired": "wrong_secret"}, steps=press("Show the code")),
    Screen("joined", "This device opens your pages now", "/joined", OPEN),
    Screen("add-device", "Add a device", OLD, OPEN),
    Screen("add-device-few", "Add a device", OLD, OPEN, steps=_few_words),
    Screen("add-device-unread", "Add a device", OLD, OPEN, more={"unread": "wrong_secret"}, steps=_unread),
    Screen("add-device-no-camera", "Add a device", OLD, OPEN, steps=_no_camera),
    Screen("add-device-compare", "Compare the four words", OLD, OPEN, steps=_type_code),
    Screen("add-device-differ", "Nothing was sent", OLD, OPEN, steps=_differ),
    Screen("add-device-confirm", "Add Firefox on Android", OLD, OPEN, steps=_confirm),
    Screen("add-device-answered", "Add Firefox", OLD, OPEN, more={"admit": "answered_before"}, steps=_answered),
    Screen("add-device-done", "Firefox on Android is one of your devices now", OLD, OPEN, steps=_add),
)  # fmt: skip
