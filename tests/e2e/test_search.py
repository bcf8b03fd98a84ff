"""Search over the real worker: what is found, what of a covered page is told, and what is left of it after a lock."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import body_of, go, lock, sign_up, title_of, unlock, write
from tests.e2e.test_cover import HELD, text_of
from tests.e2e.test_moments import keep_moment

LOOKED_FOR = "quillfeather"


def search(page: Page, words: str) -> None:
    """From anywhere: type these words into the search."""
    if page.get_by_role("heading", name="Search", exact=True).count() == 0:
        go(page, "/pages")
        page.get_by_role("link", name="Search", exact=True).click()
    field_of(page).fill(words)


def field_of(page: Page) -> Locator:
    """Where words are typed."""
    return page.get_by_role("searchbox", name="What are you looking for?")


def assert_found(page: Page, said: str, *marked: str) -> None:
    """This is told of what was found, and these words are marked in it."""
    expect(page.get_by_role("status").filter(has_text="ound")).to_have_text(said)
    expect(page.locator("main mark")).to_have_text(list(marked))


def choose(page: Page, field: str, option: str) -> None:
    """Narrow down by one of the fields, which are closed again."""
    page.locator("summary", has_text="Narrow it down").click()
    page.get_by_label(field, exact=True).select_option(option)
    page.locator("summary", has_text="Narrow it down").click()


def test_pages_of_every_kind_are_found_and_a_covered_one_is_a_number(
    new_device: NewDevice,
) -> None:
    """C4. Fails when a kind is not found, a mark or a chip is wrong, a covered page tells a word, or the way back from
    a page does not come to what was found."""
    page = new_device("phone")
    sign_up(page, "search-one")
    write(page, "The bench", "Cold wáter by the river.", tags="quiet")
    write(page, "Not for every eye", "Deep water.")
    page.locator("summary", has_text="Tags").click()
    page.get_by_label("Cover this", exact=True).check()
    keep_moment(page, "Warm water on the hands.")

    search(page, "WATER")
    assert_found(page, "Found on 2 pages. One covered page matches.", "water", "wáter")
    assert "every eye" not in page.locator("main").inner_text()
    choose(page, "Tag", "quiet")
    assert_found(page, "Found on one page.", "wáter")
    page.get_by_role("listitem").get_by_role("link", name="The bench").click()
    expect(title_of(page)).to_have_value("The bench")
    page.go_back()
    expect(field_of(page)).to_have_value("WATER")
    expect(page.get_by_role("listitem").get_by_role("link", name="The bench")).to_be_focused()
    assert_found(page, "Found on one page.", "wáter")
    page.get_by_role("button", name="quiet", pressed=True).click()
    search(page, "water river nobody")
    assert_found(page, "Nothing found.")
    expect(page).to_have_title("Goldseam")
    assert page.evaluate("location.pathname + location.search + location.hash") == "/search"


def test_words_of_other_scripts_are_found_and_nothing_is_left_after_a_lock(
    new_device: NewDevice,
) -> None:
    """R-12. Fails when Japanese or Arabic is not found as it is typed, a change is not found at once, or after a lock
    anything of what was looked for can be read, before it is opened again or after."""
    page = new_device("phone")
    passphrase = sign_up(page, "search-two")
    write(page, "", "昨日、海辺のベンチに座った。")
    write(page, "", "جَلَسْتُ قُرْبَ المـــاء وَحْدي")
    search(page, "ﾍﾞﾝﾁ")
    assert_found(page, "Found on one page.", "ベンチ")
    search(page, "الماء جلست")
    assert_found(page, "Found on one page.", "جَلَسْتُ", "المـــاء")
    page.locator("main").get_by_role("listitem").get_by_role("link").click()
    body_of(page).fill("A quillfeather on the sill.")
    page.go_back()
    search(page, LOOKED_FOR)
    assert_found(page, "Found on one page.", LOOKED_FOR)

    go(page, "/pages")
    lock(page)
    assert LOOKED_FOR not in text_of(page)
    assert LOOKED_FOR not in page.evaluate(HELD)
    unlock(page, passphrase)
    go(page, "/search")
    expect(field_of(page)).to_have_value("")
    expect(page.locator("main mark")).to_have_count(0)
    assert LOOKED_FOR not in page.locator("main").inner_text()
