"""Every view, over nothing, over two weeks and over ten years: what it looks like, what it never says, how one comes
back from it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from goldseam.views.every import VIEWS as COMPUTED
from tests.demo.journals import Journal, empty, ten_years, two_weeks
from tests.e2e.chromium import SIZES, Kind
from tests.e2e.conftest import NewDevice
from tests.e2e.every_view import (
    COVERED,
    DRAWN,
    HELD_BACK,
    REMOVED,
    SAID,
    VIEWS,
    Device,
    await_drawn,
    fill,
    open_view,
    secret_pages,
    tell,
)
from tests.e2e.person import go, title_of
from tests.e2e.visits import CUT, HIDDEN, PICTURES, SMALL, violations

NOW = datetime.now(UTC)
TODAY = NOW.date()
STEP = 20
"""So many of a long list come at once."""
Devices = Callable[[str], Device]

JOURNALS: dict[str, Callable[[date], Journal]] = {
    "empty": lambda _: empty(),
    "two_weeks": lambda last: {**two_weeks(last=last), **secret_pages(NOW)},
    "ten_years": lambda last: ten_years(last=last),
}


@dataclass(frozen=True)
class Setting:
    """A journal, and how it is looked at."""

    journal: str
    kind: Kind
    scheme: Literal["light", "dark"]
    direction: Literal["ltr", "rtl"]
    motion: Literal["no-preference", "reduce"]

    def __str__(self) -> str:
        still = "still" if self.motion == "reduce" else "moving"
        return f"{self.journal}-{self.kind}-{self.scheme}-{self.direction}-{still}"

    def take(self, page: Page) -> None:
        """Look at a page like this."""
        page.set_viewport_size(SIZES[self.kind])
        page.emulate_media(color_scheme=self.scheme, reduced_motion=self.motion)
        page.evaluate("direction => { document.documentElement.dir = direction }", self.direction)


SETTINGS = (
    Setting("empty", "phone", "light", "ltr", "reduce"),
    Setting("empty", "laptop", "dark", "rtl", "no-preference"),
    Setting("two_weeks", "phone", "light", "rtl", "no-preference"),
    Setting("two_weeks", "laptop", "dark", "ltr", "reduce"),
    Setting("ten_years", "phone", "dark", "ltr", "no-preference"),
    Setting("ten_years", "laptop", "light", "rtl", "reduce"),
)
"""Every two of these choices stand together at least once, with every journal too."""

LOOKS = [
    pytest.param(setting, view, id=f"{setting}-{view}")
    for setting in SETTINGS
    for view in VIEWS
    if view != "with_person" or setting.journal != "empty"
]

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jänner|Januar|Februar|Feber|März|Mai|Juni|Juli|Oktober|Dezember"
)
DAYS = re.compile(rf"(?:\d{{1,2}}\.?[ –]*)*\b(?:{MONTHS})\b(?:[ ,–]+\d{{1,4}}\b)*")
"""Days and months in words, in English and German, and what lies between two of them."""
SENTENCES = re.compile(
    r"^(?:Of \d+ that came to an end this year, \d+ did so within a week\."
    r"|After “[^”]+”, \d+ of \d+ times you felt the same or a bit more settled\."
    r"|\d+ gaps: [a-z, 0-9]+\."
    r"|Von \d+, die dieses Jahr ihr Ende fanden, (?:war|waren) \d+ nach höchstens einer Woche so weit\."
    r"|Nach „[^“]+“ ging es dir \d+ von \d+ Mal gleich oder etwas ruhiger\."
    r"|\d+ Risse: [a-zäöüß, 0-9]+\.)$"
)
NEVER = re.compile(
    r"[%‰]|\bper ?cent|\bstreak|\bin a row\b|\bmissed\b|\bmean\b|\baverage|\bmedian|\brank|\bscore|\bgoals?\b|\bpredict"
    r"|\btrend|\bbest\b|\bworst\b|\bmost\b|\bmore often\b|\bless often\b|\btotal|\bprogress|\blevel up\b|\bevery day\b"
    r"|\bdays? (?:since|without)\b|\bbadge|\blatitude|\blongitude|\blocation|\bnear \b"
    r"|\bprozent|\bserie\b|\bam stück\b|\bverpasst|\bdurchschnitt|\bmittelwert|\brang|\bpunktestand|\bziele?\b"
    r"|\bvorhersage|\bbeste[rns]?\b|\bschlechteste|\bam meisten\b|\böfter\b|\bseltener\b|\binsgesamt|\bfortschritt"
    r"|\bjeden tag\b|\btage? (?:seit|ohne)\b|\babzeichen|\bbreitengrad|\blängengrad|\bstandort",
    re.IGNORECASE,
)
"""Words of counting up, comparing and pressing, and those of places (docs/views.md, Never)."""


@pytest.fixture(scope="module")
def devices(new_lasting_device: NewDevice) -> Devices:
    """Give the phone that has a journal by its name; each is filled once, when it is first asked for."""
    filled: dict[str, Device] = {}

    def device(name: str) -> Device:
        if name not in filled:
            page = new_lasting_device("phone", timezone_id="UTC", service_workers="block")
            journal = JOURNALS[name](TODAY - timedelta(days=1))
            filled[name] = fill(page, f"views {name}", journal, TODAY.isoformat())
            allow_this_day(page)
        Setting(name, "phone", "light", "ltr", "reduce").take(filled[name].page)
        return filled[name]

    return device


def allow_this_day(page: Page) -> None:
    """Let pages of this day come up, so that there is a card where there can be one."""
    open_view(page, "on_this_day")
    # The box makes room for the card, where there is one.
    page.get_by_label("A page from this day may come up here").click()
    expect(page.get_by_text(re.compile("Nothing comes up today|There is a page"))).to_be_visible()


def assert_whole(page: Page) -> None:
    """Axe finds nothing, nothing is cut or covered, and all that is pressed is large enough."""
    assert violations(page) == []
    assert [page.evaluate(script) for script in (SMALL, CUT, HIDDEN)] == [[], [], []]


def picture(page: Page, name: str) -> None:
    """Draw the screen; the pictures are for eyes and lie in .cache/screens after the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"view-{name}.png")


def test_every_view_has_its_screen() -> None:
    """Fails when a view is computed that is opened by no test here."""
    assert {*VIEWS} == {*COMPUTED, "server"} - {"named"}


@pytest.mark.parametrize(("setting", "view"), LOOKS)
def test_a_view_is_whole_and_accessible(devices: Devices, setting: Setting, view: str) -> None:
    """Fails when a view breaks a rule of axe, is cut, hides what is pressed, or moves where stillness is asked for."""
    device = devices(setting.journal)
    page = device.page
    setting.take(page)
    device.open(view)
    picture(page, f"{view}-{setting}")
    assert_whole(page)
    if setting.motion == "reduce":
        assert page.evaluate("document.getAnimations().length") == 0
    is_drawn = tell(page)
    assert is_drawn or setting.journal != "ten_years" or view not in DRAWN
    if is_drawn:
        picture(page, f"{view}-words-{setting}")
        assert_whole(page)
        page.get_by_role("button", name="As a drawing", exact=True).click()


@pytest.mark.parametrize("journal", JOURNALS)
def test_no_view_says_what_is_never_said(devices: Devices, journal: str) -> None:
    """Fails when a view compares, counts up, presses or places: by a number in no sentence and no day, or a word."""
    device = devices(journal)
    said = {view: device.said_in(view) for view in device.views()}
    assert all(len(some) > 2 for some in said.values())
    assert {view: found for view, some in said.items() if (found := unsayable(view, some))} == {}


def test_no_view_says_it_in_german(new_device: NewDevice) -> None:
    """Fails when a view says in German what none says, over all of the made-up pages."""
    page = new_device("phone", locale="de-AT", timezone_id="UTC", service_workers="block")
    page.goto("/")
    page.get_by_role("button", name="Mit erfundenen Seiten umsehen").click()
    expect(page.get_by_text("Diese Seiten sind erfunden.")).to_be_visible()
    for view, (path, _) in VIEWS.items():
        if path.startswith("/views/"):
            go(page, path)
            expect(page.get_by_role("button", name="Diese Ansicht weglegen")).to_be_visible()
            await_drawn(page)
            assert unsayable(view, page.evaluate(SAID)) == []


def unsayable(view: str, said: list[str]) -> list[str]:
    """What a view must not say. What the server sees is told in numbers."""
    numbered = [] if view == "server" else [one for one in said if has_number(view, one)]
    return [*numbered, *(one for one in said if NEVER.search(one))]


def has_number(view: str, said: str) -> bool:
    """Whether there is a number in it that is no part of a day, nor of a sentence of the copy."""
    is_day = view == "calendar" and said.isdecimal() and int(said) in range(1, 32)
    is_sentence = SENTENCES.match(said) is not None
    return not is_day and not is_sentence and re.search(r"\d", DAYS.sub("", said)) is not None


def test_covered_and_removed_pages_have_no_word_in_any_view(devices: Devices) -> None:
    """Fails when a word of a page that is covered or in the trash stands in a view, drawn or told."""
    device = devices("two_weeks")
    shown = {
        (view, word) for word in (COVERED, REMOVED) for view in VIEWS if device.has(view, word)
    }
    assert shown == set()
    assert device.has("timeline", HELD_BACK)
    assert device.has("on_this_day", "There is a page from this day")
    for view in ("timeline", "session_sheet", "calendar"):
        device.open(view)
        if view == "calendar":
            tell(device.page)
        expect(
            device.page.locator("main").get_by_text(re.compile("^Covered")).first
        ).to_be_visible()


def test_who_is_not_safe_is_brought_up_by_nothing(devices: Devices) -> None:
    """Fails when kept words of somebody who is not safe come up, or their page tells what there was with them."""
    device = devices("two_weeks")
    assert not device.has("shelf", HELD_BACK)
    assert not device.has("on_this_day", HELD_BACK)
    go(device.page, "/people")
    device.page.get_by_role("link", name=HELD_BACK).click()
    expect(device.page.get_by_role("heading", level=1, name=HELD_BACK)).to_be_visible()
    expect(device.page.get_by_role("button", name="Change this page")).to_be_visible()
    expect(device.page.get_by_role("heading", name="With this person")).to_have_count(0)


def test_a_line_and_a_dot_lead_to_a_page_and_back(devices: Devices) -> None:
    """Fails when what is drawn leads nowhere, Back does not lead to the view that was left, or a long list is not
    shown in parts."""
    device = devices("ten_years")
    page = device.page
    device.open("mending_lines")
    lines = page.locator("main a.mending")
    expect(lines).to_have_count(STEP)
    page.get_by_role("button", name="The ones before").press("Enter")
    expect(lines).to_have_count(2 * STEP)
    expect(lines.first).to_be_focused()
    lines.first.click()
    expect(page.get_by_role("button", name="At a glance")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Mending lines")).to_be_visible()
    device.open("inside_around")
    page.get_by_role("button", name=re.compile("^Inside: ")).first.click()
    expect(page.get_by_role("heading", level=2, name=re.compile("^Inside: "))).to_be_focused()
    behind = page.locator("main ul.rows a")
    expect(behind).to_have_count(STEP)
    page.get_by_role("button", name="The next ones").press("Enter")
    expect(behind.nth(STEP)).to_be_focused()
    behind.first.click()
    expect(page.get_by_role("heading", level=1, name="How is it now")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Inside and around")).to_be_visible()
    device.open("timeline")
    page.locator("main ul.rows a").first.click()
    expect(title_of(page).or_(page.get_by_role("heading", level=1))).not_to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Page by page")).to_be_visible()


def test_a_view_is_put_away_and_brought_back(devices: Devices) -> None:
    """Fails when a view that was put away is offered or drawn, or cannot be had again."""
    device = devices("two_weeks")
    page = device.page
    device.open("needs")
    page.get_by_role("button", name="Put this view away").click()
    expect(page.get_by_role("heading", level=1, name="Look at it another way")).to_be_visible()
    expect(page.get_by_role("link", name="What I needed")).to_have_count(0)
    go(page, "/views/needs")
    expect(page.get_by_role("heading", level=1, name="What I needed")).to_be_visible()
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    expect(page.locator("main ul.rows")).to_have_count(0)
    page.go_back()
    page.get_by_role("list", name="Put away").get_by_role("button", name="Bring it back").click()
    page.get_by_role("link", name="What I needed").click()
    expect(page.locator("main ul.rows button").first).to_be_visible()
