"""What holds on every screen, at both sizes, in every look. Each screen is opened once, and its tests share it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.chromium import SIZES, Kind, complaints_of
from tests.e2e.conftest import NewDevice
from tests.e2e.keys import walk
from tests.e2e.screens import SCREENS, Screen
from tests.e2e.visits import CONTRAST, CUT, HIDDEN, SMALL, TWICE, Visit, visit

VIEWS = (Path(__file__).parents[2] / "web/src/ui/pages/views/views.ts").read_text()
ROUTER = (Path(__file__).parents[2] / "web/src/ui/router.ts").read_text()
Contexts = dict[Kind, BrowserContext]
Places = dict[tuple[Kind, str], dict[str, float]]


@pytest.fixture(scope="module")
def contexts(new_lasting_device: NewDevice) -> Contexts:
    """A profile for each size; without the service worker, so that nothing but the screen is fetched."""
    return {kind: new_lasting_device(kind, service_workers="block").context for kind in SIZES}


@pytest.fixture(scope="module", params=SCREENS, ids=lambda screen: screen.name)
def screen(request: pytest.FixtureRequest) -> Screen:
    """Each screen in turn; all tests of one stand together."""
    chosen: Screen = request.param
    return chosen


def opened(contexts: Contexts, screen: Screen, kind: Kind) -> Iterator[Visit]:
    """The screen on a device of this kind, closed after its last test."""
    page = contexts[kind].new_page()
    complaints = complaints_of(page)
    yield visit(page, screen, kind)
    page.close()
    assert complaints == []


@pytest.fixture(scope="module")
def phone(contexts: Contexts, screen: Screen) -> Iterator[Visit]:
    """The screen at 390x844."""
    yield from opened(contexts, screen, "phone")


@pytest.fixture(scope="module")
def laptop(contexts: Contexts, screen: Screen) -> Iterator[Visit]:
    """The screen at 1280x800."""
    yield from opened(contexts, screen, "laptop")


@pytest.fixture(scope="module")
def german(new_lasting_device: NewDevice) -> BrowserContext:
    """A phone that speaks German, whose words are longer."""
    return new_lasting_device("phone", service_workers="block", locale="de-AT").context


@pytest.fixture(scope="module")
def places() -> Places:
    """Where each part of the bar was when it was seen first, by the device and its name; filled by the screens."""
    return {}


def assert_in_place(seen: Visit, places: Places) -> None:
    """The bar stands where it stood on every screen before, and Ground is in it."""
    bar = seen.bar()
    assert "Ground" in bar
    assert {name: places.setdefault((seen.kind, name), box) for name, box in bar.items()} == bar


def test_every_address_has_its_screen() -> None:
    """Fails when the router has an address that no screen here opens."""
    addresses = re.findall(r'^  "(/[a-z-]*)": "', ROUTER, re.MULTILINE)
    assert len(addresses) > 20
    shown = {"/" + screen.path.split("/")[1] for screen in SCREENS}
    assert set(addresses) - shown == set()
    assert any(screen.path.startswith("/pages/") for screen in SCREENS)


def test_every_view_has_its_screen() -> None:
    """Fails when a view has an address that no screen here opens."""
    views = re.findall(r"^  ([a-z_]+): [A-Z]", VIEWS, re.MULTILINE)
    assert len(views) > 10
    assert {f"/views/{view}" for view in views} - {screen.path for screen in SCREENS} == set()


def test_a_phone_in_light_is_accessible(phone: Visit) -> None:
    """Fails when a screen breaks a rule of axe on a phone: contrast, names, landmarks, order."""
    phone.picture("light")
    assert phone.violations() == []


def test_a_phone_in_dark_can_be_read(phone: Visit) -> None:
    """Fails when a colour of a screen cannot be read in dark."""
    phone.page.emulate_media(color_scheme="dark")
    phone.picture("dark")
    found = phone.violations(*CONTRAST)
    phone.page.emulate_media(color_scheme="light")
    assert found == []


def test_twice_the_text_is_whole(phone: Visit) -> None:
    """Fails when text of twice the size runs out of the screen, or lies behind the bar."""
    phone.grow(TWICE)
    phone.picture("twice")
    found = (phone.measured(CUT), phone.measured(HIDDEN))
    phone.grow("")
    assert found == ([], [])


@pytest.mark.parametrize(
    "at_once", [one for one in SCREENS if not one.has_steps], ids=lambda screen: screen.name
)
def test_long_words_are_whole_at_twice_the_text(german: BrowserContext, at_once: Screen) -> None:
    """Fails when a German word runs out of its box at twice the size. The steps to a screen are English ones: here
    stand those that an address alone leads to."""
    page = german.new_page()
    at_once.load(page)
    expect(page.locator("html[lang|=de]")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).not_to_have_count(0)
    long = Visit(page, at_once, "phone", ())
    long.grow(TWICE)
    long.picture("german-twice")
    cut = long.measured(CUT)
    page.close()
    assert cut == []


def test_a_phone_moves_up_and_down_alone(phone: Visit) -> None:
    """Fails when anything, unseen fields too, is wider than the screen, which then moves sideways under the thumb."""
    assert phone.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_what_is_pressed_is_large_and_can_be_reached(phone: Visit) -> None:
    """Fails when something to press is under 44 px, cut, or behind something else."""
    assert [phone.measured(script) for script in (SMALL, CUT, HIDDEN)] == [[], [], []]


def test_from_right_to_left_all_is_mirrored_and_nothing_cut(phone: Visit) -> None:
    """Fails when a script from right to left runs out of the screen, or the bar is not the mirror of itself."""
    before = phone.bar()
    phone.turn("rtl")
    phone.picture("rtl")
    found, after = phone.measured(CUT) + phone.measured(HIDDEN), phone.bar()
    phone.turn("ltr")
    width = SIZES[phone.kind]["width"]
    assert found == []
    for name, box in before.items():
        assert after[name]["right"] == pytest.approx(width - box["left"])
        assert after[name]["top"] == pytest.approx(box["top"])


def test_the_bar_of_a_phone_never_moves(phone: Visit, places: Places) -> None:
    """Fails when Ground, Write or Cover is at another place on some screen, Ground is missing, or the title tells."""
    assert_in_place(phone, places)
    assert phone.page.title() == "Goldseam"


def test_nothing_happens_unasked(phone: Visit) -> None:
    """B5. Fails when a screen opens a dialog, plays, prints, shares, or asks for a permission by itself."""
    is_ground = phone.screen.name.startswith("ground")
    assert phone.unasked == (("shown",) if is_ground else ())


def test_a_laptop_in_light_is_accessible(laptop: Visit) -> None:
    """Fails when a screen breaks a rule of axe beside its list."""
    laptop.picture("light")
    assert laptop.violations() == []


def test_a_laptop_in_dark_can_be_read(laptop: Visit) -> None:
    """Fails when a colour of a screen beside its list cannot be read in dark."""
    laptop.page.emulate_media(color_scheme="dark")
    laptop.picture("dark")
    found = laptop.violations(*CONTRAST)
    laptop.page.emulate_media(color_scheme="light")
    assert found == []


def test_the_bar_of_a_laptop_never_moves(laptop: Visit, places: Places) -> None:
    """Fails when Ground, Write or Cover is at another place on some screen at the size of a laptop."""
    assert_in_place(laptop, places)


def test_the_keyboard_reaches_and_presses_everything(laptop: Visit) -> None:
    """G4, G7. Fails when the Tab key passes over something, shows no focus or does not come out, or Enter or the
    space bar does not press what it stopped at."""
    assert walk(laptop.page) == {}
