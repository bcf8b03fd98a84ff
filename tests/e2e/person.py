"""What a person does with the app, in their words. Each step waits for what the person would wait for."""

from playwright.sync_api import Locator, Page, expect


def sign_up(page: Page, name: str) -> str:
    """From the first words to the blank first page. Returns the passphrase that was offered."""
    page.goto("/")
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Name", exact=True).fill(name)
    expect(offered_words(page, "Six words open your pages")).to_have_count(6)
    passphrase = " ".join(offered_words(page, "Six words open your pages").all_inner_texts())
    page.get_by_label("The six words", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open the first page").click()
    expect(body_of(page)).to_be_visible(timeout=30_000)
    return passphrase


def sign_in(page: Page, name: str, passphrase: str) -> None:
    """On a device without pages, from the first words to the list."""
    page.goto("/")
    page.get_by_role("link", name="I have pages already").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible(timeout=30_000)


def unlock(page: Page, passphrase: str) -> None:
    """On the locked screen."""
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0, timeout=30_000)


def lock(page: Page) -> None:
    """From the list; returns when nothing is shown any more."""
    go_to_list(page)
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def keep_recovery(page: Page) -> str:
    """From the list: note the recovery words and type them again, so that sync begins. Returns the words."""
    go_to_list(page)
    page.get_by_role("link", name="Keep the recovery words").click()
    shown = offered_words(page, "Recovery words")
    expect(shown).to_have_count(10)
    words = " ".join(shown.all_inner_texts())
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("The ten words").fill(words)
    page.get_by_role("button", name="Begin to sync").click()
    expect(page.get_by_role("heading", name="Type the ten words")).to_have_count(0)
    expect(page.get_by_role("link", name="Keep the recovery words")).to_have_count(0)
    return words


def write(page: Page, title: str, body: str, tags: str = "") -> None:
    """Write a new page and wait until it is kept on the device."""
    page.get_by_role("button", name="Write", exact=True).click()
    expect(body_of(page)).to_have_value("")
    title_of(page).fill(title)
    if tags:
        page.locator("summary", has_text="Tags").click()
        page.get_by_label("Tags, with commas between").fill(tags)
    body_of(page).fill(body)
    await_kept(page)


def rewrite(page: Page, body: str) -> None:
    """Replace the body of the open page and wait until it is kept on the device."""
    body_of(page).fill(body)
    await_kept(page)


def open_page(page: Page, title: str) -> None:
    """From anywhere: open the page with this title."""
    go_to_list(page)
    page.get_by_role("listitem").get_by_role("link", name=title).click()
    expect(title_of(page)).to_have_value(title)


def go_to_list(page: Page) -> None:
    """To the list of pages: at phone size a screen, at laptop size beside the page."""
    heading = page.get_by_role("heading", name="Pages", exact=True)
    link = page.get_by_role("link", name="Pages", exact=True)
    if heading.count() == 0:
        if link.count() == 0:
            page.get_by_role("link", name="Back", exact=True).click()
        link.click()
    expect(heading).to_be_visible()


def go_to_more(page: Page) -> None:
    """From anywhere: to the places that the first screen does not name."""
    go_to_list(page)
    if page.get_by_role("link", name="More", exact=True).count() == 0:
        page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("link", name="More", exact=True).click()
    expect(page.get_by_role("heading", name="More")).to_be_visible()


def go(page: Page, path: str) -> None:
    """To a place of the app, as a link leads there."""
    page.evaluate(
        "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


def await_kept(page: Page) -> None:
    """Until the words on the screen are durable on this device."""
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "kept")


def await_synced(page: Page) -> None:
    """On the list: until everything is on the server and the newest head was verified."""
    go_to_list(page)
    expect(page.get_by_text("Everything is on the server too.")).to_be_visible(timeout=30_000)


def title_of(page: Page) -> Locator:
    """The field of the title."""
    return page.get_by_role("textbox", name="Title, if you like")


def body_of(page: Page) -> Locator:
    """The field of the body."""
    return page.get_by_role("textbox", name="The page")


def offered_words(page: Page, label: str) -> Locator:
    """The words of a list to write down."""
    return page.get_by_role("list", name=label).get_by_role("listitem")
