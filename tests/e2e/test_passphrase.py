"""A passphrase of a person's own: judged on this device, explained, and never needed in any particular form."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, lock, unlock, write

STRONG = "mein grüner Stuhl am Fluss"
JUDGE = "quality-"
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = await Promise.all(caches_.map((cache) => cache.keys()));
  return requests.flat().map(({ url }) => url);
}"""


def choose_own(page: Page, name: str) -> tuple[Locator, Locator]:
    """From the first words to the two fields of a passphrase of one's own."""
    page.goto("/")
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Take my own instead").click()
    own = page.get_by_label("Your own passphrase", exact=True)
    expect(own).to_be_focused()
    return own, page.get_by_label("The same once more", exact=True)


def open_first(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name="Open the first page").click()


def test_a_passphrase_of_ones_own_opens_the_pages(new_device: NewDevice) -> None:
    """Fails when what a person typed as theirs makes no account, or does not open it again."""
    page = new_device("phone")
    own, again = choose_own(page, "own-one")
    own.fill(STRONG)
    again.fill(STRONG)
    open_first(page)
    expect(body_of(page)).to_be_visible(timeout=30_000)
    write(page, "Kept", "By words of my own.")
    lock(page)
    unlock(page, STRONG)
    expect(page.get_by_role("link", name="Kept")).to_be_visible()


def test_one_that_is_guessed_early_is_explained_and_makes_no_account(new_device: NewDevice) -> None:
    """Fails when a passphrase that many have is taken, or is refused without the reason and what would help."""
    page = new_device("phone")
    own, again = choose_own(page, "own-two")
    for field in (own, again):
        field.fill("p@ssw0rd1")
    open_first(page)
    said = page.get_by_role("status")
    for words in ("Many people use this one", "Signs in place of letters", "One or two more words"):
        expect(said.get_by_text(words)).to_be_visible()
    own.fill(f"{STRONG}.")
    own.press("Tab")
    expect(page.get_by_text("This one is hard to guess.")).to_be_visible()
    open_first(page)
    expect(page.get_by_text("The two are not the same.")).to_be_visible()
    expect(page.get_by_role("heading", name="A name and six words")).to_be_visible()


def test_the_name_in_it_is_seen(new_device: NewDevice) -> None:
    """Fails when the one thing that everybody knows of a person counts as hard to guess."""
    page = new_device("phone")
    own, _ = choose_own(page, "Wilhelmina")
    own.fill("wilhelmina1975")
    own.press("Tab")
    expect(page.get_by_text("Your name is in it")).to_be_visible()


def test_a_passphrase_can_be_pasted(new_device: NewDevice) -> None:
    """Fails when a field does not take what a password manager put on the clipboard."""
    page = new_device("laptop", permissions=["clipboard-read", "clipboard-write"])
    own, again = choose_own(page, "own-three")
    page.evaluate("words => navigator.clipboard.writeText(words)", STRONG)
    for field in (own, again):
        field.press("Control+v")
        expect(field).to_have_value(STRONG)


def test_what_judges_is_fetched_only_when_one_is_typed(new_device: NewDevice) -> None:
    """Fails when everybody fetches a quarter of a megabyte that few need, or the one who needs it has it not kept."""
    page = new_device("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    own, _ = choose_own(page, "own-four")
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    assert [url for url in page.evaluate(KEPT) + asked if JUDGE in url] == []
    assert any("/assets/main-" in url for url in asked)
    own.fill(STRONG)
    own.press("Tab")
    expect(page.get_by_text("This one is hard to guess.")).to_be_visible()
    assert any(JUDGE in url for url in asked)
