"""The session sheet: pages marked to bring, read on the screen, printed, or saved as a file that stands alone."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, sign_up
from tests.e2e.test_moments import keep_moment, visit

MARKUP = "Tea & <img src=x onerror=alert(1)> on the stairs"


def mark(page: Page, *ticks: str) -> None:
    """Set these marks in the menu of the open record."""
    page.get_by_text("Tags and more").click()
    for tick in ticks:
        page.get_by_label(tick).check()
    await_kept(page)


def bring_two(page: Page) -> None:
    """Two moments, both marked to bring; the newer one stands first."""
    for what in (MARKUP, "A walk in the rain"):
        keep_moment(page, what)
        mark(page, "Bring it to a session")


def save(page: Page, folder: Path) -> str:
    """Make the file and save it; returns its text."""
    page.get_by_role("button", name="Make the file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name.startswith("sheet-2")
    return path.read_text(encoding="utf-8")


def test_the_sheet_is_in_the_order_that_was_chosen(new_device: NewDevice) -> None:
    """Fails when the sheet lacks a marked page, has one that was left out, or keeps its own order."""
    page = new_device("phone")
    sign_up(page, "sheet-one")
    bring_two(page)
    visit(page, "/sheet")
    sheet = page.get_by_role("region", name="Session sheet")
    expect(sheet.get_by_role("article")).to_have_count(2)
    page.get_by_role("button", name="Move down").first.click()
    expect(sheet.get_by_role("article").first).to_contain_text(MARKUP)
    page.get_by_role("button", name="Leave it out this time").first.click()
    expect(sheet.get_by_role("article")).to_have_count(1)
    expect(sheet.get_by_role("article")).to_contain_text("A walk in the rain")


def test_the_file_opens_alone_and_its_words_stay_words(
    new_device: NewDevice, tmp_path: Path
) -> None:
    """Fails when the file asks for something, runs what somebody wrote, or needs an account to be read."""
    page = new_device("phone", accept_downloads=True)
    sent: list[str] = []
    sign_up(page, "sheet-two")
    bring_two(page)
    visit(page, "/sheet")
    expect(page.get_by_text("Whoever has the file or the paper can read it")).to_be_visible()
    page.on(
        "request", lambda request: sent.append(request.url) if request.method != "GET" else None
    )
    text = save(page, tmp_path)
    assert [url for url in sent if "/v1/" not in url] == []
    assert "<script" not in text
    other = new_device("laptop")
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.route("**/sheet.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    other.goto("/sheet.html")
    expect(other.get_by_role("heading", level=1)).to_have_text("Session sheet")
    expect(other.get_by_text(MARKUP)).to_be_visible()
    assert [url for url in asked if not url.endswith("sheet.html")] == []


def test_a_covered_page_is_brought_only_when_opened(new_device: NewDevice) -> None:
    """Fails when a page that the person covered shows a word on the sheet before it was opened there."""
    page = new_device("phone")
    sign_up(page, "sheet-three")
    keep_moment(page, "Quillfeather")
    mark(page, "Bring it to a session", "Cover this")
    visit(page, "/sheet")
    expect(page.get_by_text("Covered by you")).to_be_visible()
    assert "Quillfeather" not in page.content()
    page.get_by_role("button", name="Open it here").click()
    expect(page.get_by_role("article")).to_contain_text("Quillfeather")


def test_paper_has_the_sheet_alone(new_device: NewDevice) -> None:
    """Fails when the bar, the list or the buttons are printed, or the sheet is cut at the edge of the screen."""
    page = new_device("laptop")
    sign_up(page, "sheet-four")
    bring_two(page)
    visit(page, "/sheet")
    expect(page.get_by_role("article")).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cover", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(page.get_by_role("article").filter(has_text="A walk in the rain")).to_be_visible()
    assert page.locator("main").evaluate("main => getComputedStyle(main).overflowY") == "visible"
