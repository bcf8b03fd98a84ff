"""The sheet with the recovery words: on paper alone, or as a file of its own; it never says what the app is for."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import go_to_list, offered_words, sign_up
from tests.e2e.serving import Server

TELLING = re.compile(
    r"journal|diary|page|writ|heal|trauma|therap|recover|feel|mental|abuse|wellness|goldseam",
    re.IGNORECASE,
)


def make_sheet(page: Page, name: str) -> list[str]:
    """From the first words to the sheet; returns the ten words."""
    sign_up(page, name)
    go_to_list(page)
    page.get_by_role("link", name="Keep the recovery words").click()
    shown = offered_words(page, "Recovery words")
    expect(shown).to_have_count(10)
    expect(page.get_by_text("Paper can be found: by those you live with")).to_be_visible()
    words = shown.all_inner_texts()
    page.get_by_role("button", name="Make a sheet to print or save").click()
    expect(page.get_by_role("region", name="Ten words")).to_be_visible()
    return words


def test_the_sheet_holds_all_that_is_needed_and_does_not_tell(
    new_device: NewDevice, server: Server
) -> None:
    """N-17. D1, A8. Fails when the sheet lacks what opens the pages, or says to whoever finds it what they are."""
    page = new_device("phone")
    words = make_sheet(page, "paper-one")
    sheet = page.get_by_role("region", name="Ten words")
    assert (
        sheet.get_by_role("list", name="Ten words").get_by_role("listitem").all_inner_texts()
        == words
    )
    for needed in ("paper-one", server.origin, "Choose a new passphrase", "Paper can be found"):
        expect(sheet).to_contain_text(needed)
    expect(sheet.get_by_role("img", name="The same for a camera")).to_be_visible()
    assert TELLING.findall(sheet.inner_text()) == []


def test_on_paper_there_is_the_sheet_alone(new_device: NewDevice) -> None:
    """Fails when printing brings the app's own words with it, or leaves a part of the sheet away."""
    page = new_device("phone", color_scheme="dark")
    make_sheet(page, "paper-two")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Recovery words")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    assert TELLING.findall(page.locator("body").inner_text()) == []
    sheet = page.get_by_role("region", name="Ten words")
    assert sheet.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"


def test_the_file_stands_alone(new_device: NewDevice, tmp_path: Path) -> None:
    """Fails when the saved sheet asks for something, has a script in it, or lacks the words or their picture."""
    page = new_device("phone", accept_downloads=True)
    words = make_sheet(page, "paper-three")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save it as a file").click()
    assert re.fullmatch(r"ten-words-20[\d-]{8}\.html", download.value.suggested_filename)
    path = tmp_path / "sheet.html"
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert "<script" not in text
    other = new_device("laptop")
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.route("**/sheet.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    other.goto("/sheet.html")
    expect(other.get_by_role("img", name="The same for a camera")).to_be_visible()
    shown = other.get_by_role("list", name="Ten words").get_by_role("listitem")
    assert shown.all_inner_texts() == words
    assert TELLING.findall(other.locator("body").inner_text() + other.title()) == []
    assert [url for url in asked if not url.endswith("sheet.html")] == []
