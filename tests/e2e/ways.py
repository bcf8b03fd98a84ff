"""What a person does with ways in and devices, in their words; goes on from person.py."""

from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.e2e.person import go, offered_words

LONG = 60_000
HOME = "Hello. Start wherever you are."
SIX = "Six words open your pages"
PRESENT = "The passphrase that you have now"
PHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""What the two devices say of themselves, so that lists tell them apart."""
THE_PHONE = "Chrome on Android"
THE_LAPTOP = "Firefox on Windows"


class Opens(NamedTuple):
    """What opens an account beside its name."""

    passphrase: str
    recovery: str


def go_home(page: Page) -> None:
    """To the first screen, with what the server has now."""
    page.evaluate("dispatchEvent(new Event('online'))")
    go(page, "/")
    expect(heading(page, HOME)).to_be_visible()


def heading(page: Page, name: str) -> Locator:
    """The heading of a screen."""
    return page.get_by_role("heading", level=1, name=name)


def sync(page: Page) -> None:
    """On the first screen: until everything is on the server."""
    go_home(page)
    expect(page.get_by_text("Everything is on the server too.")).to_be_visible(timeout=LONG)


def choose_six(page: Page) -> str:
    """Take the six words that are offered as the new passphrase. Returns them."""
    shown = offered_words(page, SIX)
    expect(shown).to_have_count(6)
    page.get_by_role("button", name="Put them in").click()
    return " ".join(shown.all_inner_texts())


def note_words(page: Page, title: str) -> str:
    """Write down the ten words under this heading, and type them again. Returns them."""
    shown = offered_words(page, title)
    expect(shown).to_have_count(10)
    words = " ".join(shown.all_inner_texts())
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("The ten words").fill(words)
    page.get_by_role("button", name="Compare", exact=True).click()
    return words


def change_passphrase(page: Page, present: str) -> str:
    """From anywhere in the open app. Returns the new one."""
    go(page, "/passphrase")
    fresh = choose_six(page)
    page.get_by_label(PRESENT).fill(present)
    page.get_by_role("button", name="Change it", exact=True).click()
    expect(heading(page, "The passphrase is changed")).to_be_visible(timeout=LONG)
    return fresh


def make_words(page: Page, present: str) -> str:
    """New recovery words. Returns them."""
    go(page, "/new-words")
    page.get_by_role("button", name="Show me ten new words").click()
    words = note_words(page, "Your ten new words")
    page.get_by_label("Passphrase", exact=True).fill(present)
    page.get_by_role("button", name="Put the new words in place").click()
    expect(heading(page, "The new words are in place")).to_be_visible(timeout=LONG)
    return words


def begin_recovery(page: Page, name: str, words: str) -> Opens:
    """On a device without pages: from the first words to the answer."""
    page.goto("/")
    page.get_by_role("link", name="I have pages already").click()
    page.get_by_role("link", name="I only have my recovery words").click()
    return _type_recovery(page, name, words)


def begin_recovery_in_place(page: Page, name: str, words: str) -> Opens:
    """On a locked device of the account: from the locked screen to the answer."""
    page.get_by_text("If the passphrase is lost").click()
    page.get_by_role("button", name="I only have my recovery words").click()
    return _type_recovery(page, name, words)


def _type_recovery(page: Page, name: str, words: str) -> Opens:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Your ten recovery words").fill(words)
    page.get_by_role("button", name="Go on", exact=True).click()
    recovery = note_words(page, "Ten new recovery words")
    passphrase = choose_six(page)
    page.get_by_role("button", name="Open my pages").click()
    return Opens(passphrase, recovery)


def recover(page: Page, name: str, words: str) -> Opens:
    """The same, until the pages are open."""
    opens = begin_recovery(page, name, words)
    expect(heading(page, "You are in")).to_be_visible(timeout=LONG)
    return opens


def make_new_keys(page: Page, present: str, *removed: str) -> Opens:
    """New keys, without a way back for the devices of these names."""
    go(page, "/new-keys")
    page.get_by_role("button", name="Go on with new keys").click(timeout=LONG)
    for name in removed:
        page.get_by_label(f"Remove {name} for good").check()
    page.get_by_role("button", name="On to the new recovery words").click()
    recovery = note_words(page, "Your new recovery words")
    passphrase = choose_six(page)
    page.get_by_label(PRESENT).fill(present)
    page.get_by_role("button", name="Make new keys").click()
    expect(heading(page, "The new keys are made")).to_be_visible(timeout=LONG)
    return Opens(passphrase, recovery)


def remove_device(page: Page, name: str, passphrase: str) -> None:
    """From anywhere in the open app."""
    go(page, "/devices")
    page.get_by_role("button", name=f"Remove {name}").click(timeout=LONG)
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text(f"{name} was removed.")).to_be_visible(timeout=LONG)
