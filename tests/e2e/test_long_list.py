"""A journal of many years in the list: twenty at a time, from any month, and back to where one was."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import go, lock, sign_up, title_of, unlock
from tests.e2e.seeded import await_segments, many, seed

PAGES = 600
FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
APART = timedelta(days=1)
STEP = 20


@pytest.fixture(scope="module")
def phone(new_lasting_device: NewDevice) -> Page:
    """Give an unlocked phone with a page for each of many days; the second unlock reads segments."""
    page = new_lasting_device("phone", timezone_id="UTC")
    passphrase = sign_up(page, "long list")
    first_at, apart = int(FIRST.timestamp() * 1000), round(APART.total_seconds() * 1000)
    seed(page, passphrase, many(PAGES, first_at, apart))
    for _ in range(2):
        lock(page)
        unlock(page, passphrase)
        go(page, "/pages")
        expect(page.get_by_role("combobox", name="Month")).to_be_visible()
        await_segments(page)
    return page


def titles(page: Page) -> list[str]:
    """The pages in the list, from its top."""
    return page.locator("ul.rows .heading").all_inner_texts()


def numbered(newest: int, count: int) -> list[str]:
    """So many pages from this one back."""
    return [f"Page {newest - number}" for number in range(count)]


def day_of(number: int) -> str:
    """The day of a page, as the list says it."""
    day = FIRST + number * APART
    return f"{day:%B} {day.day}, {day.year}"


def test_the_list_comes_in_twenties_and_says_where_it_ends(phone: Page) -> None:
    """Fails when more or fewer come at once, the focus does not go to what came, or it is not said how far they go."""
    go(phone, "/pages")
    expect(phone.locator("ul.rows li")).to_have_count(STEP)
    assert titles(phone) == numbered(PAGES, STEP)
    phone.get_by_role("button", name="Show more").press("Enter")
    expect(phone.locator("ul.rows li")).to_have_count(2 * STEP)
    expect(phone.locator("ul.rows a").nth(STEP)).to_be_focused()
    said = f"Shown: {day_of(PAGES)} back to {day_of(PAGES - 2 * STEP + 1)}."
    expect(phone.get_by_role("status").filter(has_text="Shown")).to_have_text(said)


def test_a_month_is_chosen_and_left_in_both_directions(phone: Page) -> None:
    """Fails when a month does not begin with its last page, newer ones do not join, or the newest do not come back."""
    go(phone, "/pages")
    month = phone.get_by_role("combobox", name="Month")
    offered = month.locator("option").all_inner_texts()
    assert offered[:3] == ["The newest pages", "August 2025", "July 2025"]
    assert len(offered) == len(set(offered)) == 1 + 20
    month.select_option("March 2024")
    last = (datetime(2024, 3, 31, 12, tzinfo=UTC) - FIRST).days
    expect(phone.locator("ul.rows .heading").first).to_have_text(f"Page {last}")
    assert titles(phone) == numbered(last, STEP)
    phone.get_by_role("button", name="Show newer ones").press("Enter")
    expect(phone.locator("ul.rows li")).to_have_count(2 * STEP)
    assert titles(phone) == numbered(last + STEP, 2 * STEP)
    expect(phone.locator("ul.rows a").nth(STEP - 1)).to_be_focused()
    month.select_option("The newest pages")
    expect(phone.locator("ul.rows .heading").first).to_have_text(f"Page {PAGES}")


def test_whoever_comes_back_from_a_page_stands_where_they_left(phone: Page) -> None:
    """Fails when the list begins anew, or the focus and the screen are not at the page that was open."""
    go(phone, "/pages")
    phone.get_by_role("combobox", name="Month").select_option("May 2024")
    phone.get_by_role("button", name="Show more").click()
    expect(phone.locator("ul.rows li")).to_have_count(2 * STEP)
    row = phone.locator("ul.rows a").nth(30)
    title = row.locator(".heading").inner_text()
    row.click()
    expect(title_of(phone)).to_have_value(title)
    phone.go_back()
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport(ratio=1)
    assert row.locator(".heading").inner_text() == title
    numbers = [int(one.removeprefix("Page ")) for one in titles(phone)]
    assert all(newer - older == 1 for newer, older in pairwise(numbers))
