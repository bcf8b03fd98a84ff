"""What a person does to bring pages in, from elsewhere and from a backup that they made, in their words; goes on from
person.py."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.person import go, go_to_more, offered_words
from tests.e2e.saving import save

FILES = Path(__file__).parents[1] / "imports/files"
LONG = 180_000
ROWS = """() => [...document.querySelectorAll("main .rows a")]
  .map(row => row.innerText.replace(/ · On (this device|the server too)$/, ""))"""
"""What the rows of the list say, but for where a page is kept."""


def choose(page: Page, button: str, path: Path) -> None:
    """Press a button that asks for a file or a folder, and choose this one."""
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name=button, exact=True).click()
    choosing.value.set_files(path)


def look_at(page: Page, source: Path) -> None:
    """From anywhere: choose a file or folder to bring in, and wait for what would come."""
    go(page, "/bring-in")
    choose(page, "Choose a folder" if source.is_dir() else "Choose files", source)
    expect(page.get_by_role("heading", name="What would come in", exact=True)).to_be_visible(
        timeout=LONG
    )


def bring_in(page: Page, title: str = "Your pages are here") -> None:
    """After the look: bring everything in, until the screen says so."""
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=LONG)


def saved(page: Page, folder: Path) -> tuple[Path, str]:
    """Save a backup; returns the file and its passphrase."""
    passphrase = make_backup(page)
    return save(page, folder), passphrase


def make_backup(page: Page) -> str:
    """Make a backup, which is then ready to be saved; returns its passphrase."""
    go_to_more(page)
    page.get_by_role("link", name="A backup", exact=True).click()
    page.get_by_role("button", name="Offer six words").click()
    words = offered_words(page, "Six words for this file.")
    expect(words).to_have_count(6)
    passphrase = " ".join(words.all_inner_texts())
    page.get_by_role("button", name="Make the backup").click()
    return passphrase


def look_into(page: Page, backup: Path, passphrase: str) -> None:
    """From anywhere: choose a backup and open it."""
    go(page, "/restore")
    choose(page, "Choose the backup", backup)
    page.get_by_label("Passphrase of the file").fill(passphrase)
    page.get_by_role("button", name="Look inside").click()


def bring_back(page: Page) -> None:
    """After the look: until the screen says that it is done."""
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_role("heading", name="The backup is back")).to_be_visible(timeout=LONG)


def rows(page: Page) -> list[str]:
    """What the list of pages shows, row by row, once it has all of them."""
    go(page, "/pages")
    expect(page.get_by_role("heading", name="Pages", exact=True)).to_be_visible()
    expect(page.locator("main .rows li")).not_to_have_count(0)
    shown: list[str] = page.evaluate(ROWS)
    return sorted(shown)
