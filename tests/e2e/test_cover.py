"""Cover and lock over the real worker: nothing to read, no key left, no word lost."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, lock, sign_up, unlock, write

SEEDED = ("Quillfeather", "marrowline", "thistletag")
TYPED = "and one more word, umbrellabird"
HELD = """async () => {
  const latin = new TextDecoder("latin1");
  const wide = new TextDecoder("utf-16le");
  const told = value => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return latin.decode(value) + wide.decode(value);
    if (typeof value === "object" && value !== null) return Object.entries(value).flat().map(told).join(" ");
    return String(value);
  };
  const asked = request => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const parts = [document.title, location.href, told(history.state), told(localStorage), told(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      parts.push(name, store, told(await asked(rows.getAllKeys())), told(await asked(rows.getAll())));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) parts.push(request.url);
  }
  return parts.join("\\n");
}"""
"""The title, the address, and all that the page's own code can read of what the browser keeps."""


def text_of(page: Page) -> str:
    """Everything in the document, shown or not, with what stands in fields."""
    text: str = page.evaluate(
        "document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map(f => f.value)"
    )
    return text


def assert_shows_nothing(page: Page) -> None:
    """No word that was written is in the document."""
    text = text_of(page)
    assert [word for word in (*SEEDED, "umbrellabird") if word in text] == []


def begin(page: Page, name: str) -> str:
    """Sign up and write the seeded page; it stays open."""
    passphrase = sign_up(page, name)
    write(page, SEEDED[0], SEEDED[1], SEEDED[2])
    return passphrase


def test_cover_hides_at_once_and_loses_no_word(new_device: NewDevice) -> None:
    """R-14. Fails when Cover leaves a word in the document, keeps the keys, or drops what was typed a moment before."""
    page = new_device("phone")
    passphrase = begin(page, "cover-one")
    body_of(page).press("Control+End")
    body_of(page).press_sequentially(TYPED)
    page.get_by_role("button", name="Cover", exact=True).click()
    assert_shows_nothing(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert_shows_nothing(page)
    unlock(page, passphrase)
    expect(body_of(page)).to_have_value(f"{SEEDED[1]}{TYPED}")


def test_nothing_that_was_written_is_left_after_cover(new_device: NewDevice) -> None:
    """Fails when a word stands in the title, the address or any storage of the browser after Cover."""
    page = new_device("phone")
    begin(page, "cover-seven")
    body_of(page).press("Control+End")
    body_of(page).press_sequentially(TYPED)
    page.evaluate("localStorage.setItem('control', 'plantedword')")
    page.get_by_role("button", name="Cover", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    held: str = page.evaluate(HELD)
    assert "plantedword" in held
    assert page.evaluate("indexedDB.databases().then(all => all.length)") > 0
    assert [word for word in (*SEEDED, "umbrellabird") if word in held] == []


def test_no_way_back_shows_a_page_after_cover(new_device: NewDevice) -> None:
    """Fails when Back, Forward, a reload, or the browser's memory of pages shows something after Cover."""
    page = new_device("phone")
    begin(page, "cover-two")
    page.get_by_role("link", name="Pages", exact=True).click()
    page.get_by_role("button", name="Cover", exact=True).click()
    for way in (page.go_back, page.go_forward, page.reload):
        way()
        expect(page.get_by_role("button", name="Ground")).to_be_visible()
        assert_shows_nothing(page)


def test_a_page_from_the_browsers_memory_is_locked(new_device: NewDevice) -> None:
    """Fails when a page that comes back from memory, with its words, stays open."""
    page = new_device("phone")
    begin(page, "cover-three")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert_shows_nothing(page)


def test_shift_three_times_covers(new_device: NewDevice) -> None:
    """Fails when the key that a person in a hurry finds blind does not cover, or capital letters do."""
    page = new_device("laptop")
    begin(page, "cover-four")
    body_of(page).press_sequentially("ABC")
    expect(body_of(page)).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    assert_shows_nothing(page)


def test_locked_shows_nothing_and_a_wrong_passphrase_changes_nothing(new_device: NewDevice) -> None:
    """R-12, R-15. Fails when the locked screen tells a title, or a wrong passphrase opens or erases anything."""
    page = new_device("laptop")
    passphrase = begin(page, "cover-five")
    lock(page)
    assert_shows_nothing(page)
    page.get_by_label("Passphrase", exact=True).fill("not the passphrase")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("there is no limit and nothing is erased")).to_be_visible()
    assert_shows_nothing(page)
    unlock(page, passphrase)
    expect(page.get_by_role("link", name=SEEDED[0])).to_be_visible()


def test_out_of_sight_nothing_is_painted(new_device: NewDevice) -> None:
    """Fails when a phone's list of open apps would show a page."""
    page = new_device("phone")
    begin(page, "cover-six")
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(body_of(page)).to_be_hidden()
    page.evaluate(
        "delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(page.locator("textarea.body")).to_be_visible()
