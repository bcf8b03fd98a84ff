"""Every screen at both sizes, light and dark: accessible, in place, readable at twice the text size, and pictured.

The pictures are for eyes: they lie in .cache/screens after the run.
"""

import json
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import SIZES, Kind
from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept
from tests.e2e.screens import OPEN, PAGES, RECORD, SCREENS, WORDS, Screen

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
PICTURES = ROOT / ".cache/screens"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
THEMES = ("Light", "Dark", "Dim")
TARGETS = "button, .button, summary, .choice, textarea, input:not([type=checkbox], [type=radio], [tabindex='-1'])"
SHOWN = "elements => elements.filter(e => e.checkVisibility() && !e.closest('.skips')).map(e => "
HOME = next(screen for screen in SCREENS if screen.name == "home")
LIST = next(screen for screen in SCREENS if screen.name == "list")
SETTINGS = next(screen for screen in SCREENS if screen.name == "settings")

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
each_kind = pytest.mark.parametrize("kind", SIZES)


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def violations(page: Page) -> list[str]:
    """What axe finds on the page: rule and first place."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize(("kind", "scheme"), [("phone", "light"), ("laptop", "dark")])
@each_screen
def test_axe_finds_nothing(
    new_screen: NewDevice, screen: Screen, kind: Kind, scheme: Literal["light", "dark"]
) -> None:
    """Fails when a screen breaks a rule of axe: contrast, names, landmarks, order."""
    page = new_screen(kind, color_scheme=scheme)
    screen.open(page)
    assert violations(page) == []


@each_screen
def test_targets_are_large_and_nothing_is_cut_at_twice_the_text_size(
    new_screen: NewDevice, screen: Screen
) -> None:
    """Fails when something to press is under 44 px, or text of twice the size runs out of the screen sideways."""
    page = new_screen("phone")
    screen.open(page)
    sizes = page.locator(TARGETS).evaluate_all(
        f"{SHOWN}[e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])"
    )
    assert [(html, height) for html, height in sizes if height < 44] == []
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    wide = page.locator("body, main, .screen, .ground").evaluate_all(
        f"{SHOWN}[e.className, e.scrollWidth - e.clientWidth])"
    )
    assert [(name, over) for name, over in wide if over > 0] == []


@each_kind
def test_the_bar_never_moves(new_screen: NewDevice, kind: Kind) -> None:
    """Fails when Ground, Write or Cover is at another place on some screen, or Ground is missing on one."""
    places: dict[str, set[str]] = {"Ground": set(), "Write": set(), "Cover": set()}
    for screen in SCREENS:
        page = new_screen(kind)
        screen.open(page)
        picture(page, f"{screen.name}-{kind}")
        bar = page.get_by_role("navigation", name="Close at hand")
        for name, seen in places.items():
            button = bar.get_by_role("button", name=name)
            if button.count() == 1 or name == "Ground":
                seen.add(json.dumps(button.bounding_box()))
        assert page.title() == "Goldseam"
        page.context.close()
    assert {name: len(seen) for name, seen in places.items()} == dict.fromkeys(places, 1)


def picture(page: Page, name: str) -> None:
    """Draw the screen, light and dark."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png", animations="disabled")


def test_the_keyboard_reaches_everything_and_shows_where_it_is(new_screen: NewDevice) -> None:
    """Fails when something that can be pressed is passed over by the Tab key, or shows no focus."""
    page = new_screen("laptop")
    LIST.open(page)
    reachable = page.locator("button, a[href], summary").evaluate_all(
        "elements => elements.filter(e => e.checkVisibility()).length"
    )
    seen = [_tab(page) for _ in range(reachable + 1)]
    at = [text for text, _ in seen].index(None)
    stops = seen[at + 1 :] + seen[:at]
    assert [text for text, outline in stops if outline == "none"] == []
    assert len(dict(stops)) == reachable
    assert stops[0][0] == "Cover this screen"


def _tab(page: Page) -> tuple[str | None, str]:
    """One step of the Tab key: the text of what has the focus (None: the end of the document), and its outline."""
    page.keyboard.press("Tab")
    text, outline = page.evaluate(
        "(e => [e === document.body ? null : e.innerText, getComputedStyle(e).outlineStyle])(document.activeElement)"
    )
    return text, outline


def test_the_focus_goes_to_the_heading_of_each_new_screen(new_screen: NewDevice) -> None:
    """Fails when a reader of the screen is left behind after a navigation."""
    page = new_screen("phone")
    LIST.open(page)
    expect(page.get_by_role("heading", name="Pages")).to_be_focused()
    page.get_by_role("link", name="More").press("Enter")
    expect(page.get_by_role("heading", name="More")).to_be_focused()
    page.get_by_role("link", name="Settings").press("Enter")
    expect(page.get_by_role("heading", name="Settings")).to_be_focused()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Pages")).to_be_focused()
    page.get_by_role("link", name="The bench by the water").press("Enter")
    expect(page.get_by_role("heading", name="March")).to_be_focused()


def test_a_new_page_is_ready_to_be_written(new_screen: NewDevice) -> None:
    """Fails when Write needs a second tap before the first word."""
    page = new_screen("phone")
    LIST.open(page)
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_role("textbox", name="The page")).to_be_focused()


def test_ground_is_left_to_where_one_was(new_screen: NewDevice) -> None:
    """Fails when Ground takes the cursor or the words away, or cannot be left by Done, Escape and Back."""
    page = new_screen("phone")
    Screen("editor", "March", f"/pages/{RECORD}1", OPEN).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+Home")
    body.press_sequentially("Here. ")
    for leave in (_done, _escape, Page.go_back):
        page.get_by_role("button", name="Ground").click()
        expect(page.get_by_role("heading", name="You are on the ground screen")).to_be_focused()
        leave(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert body.evaluate("field => field.selectionStart") == len("Here. ")
    expect(body).to_have_value(f"Here. {PAGES[0]['body']}")


def _done(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    for _ in range(3):
        page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Done").click()


def _escape(page: Page) -> None:
    page.keyboard.press("Escape")


def test_each_theme_is_kept_and_has_enough_contrast(new_screen: NewDevice) -> None:
    """Fails when a chosen theme is forgotten by a reload or is too faint to read."""
    page = new_screen("phone")
    SETTINGS.open(page)
    for theme in THEMES:
        page.get_by_role("radio", name=theme).check()
        page.reload()
        expect(page.get_by_role("radio", name=theme)).to_be_checked()
        assert page.evaluate("document.documentElement.dataset.theme") == theme.lower()
        assert violations(page) == []


def test_nothing_moves_for_those_who_ask_for_stillness(new_screen: NewDevice) -> None:
    """Fails when a transition runs although reduced motion is asked for."""
    page = new_screen("phone", reduced_motion="reduce")
    LIST.open(page)
    running = page.locator("button").evaluate_all(
        "elements => elements.map(e => getComputedStyle(e).transitionDuration)"
    )
    assert set(running) == {"0s"}


def test_words_of_two_places_are_said_until_they_were_seen(new_screen: NewDevice) -> None:
    """Fails when the notice of a merge goes by itself or stays after it was seen."""
    page = new_screen("phone")
    Screen("editor", "March", f"/pages/{RECORD}3", OPEN).open(page)
    notice = page.get_by_text("You wrote in two places. We kept both.")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="I have seen it").click()
    expect(notice).to_have_count(0)


def test_recovery_words_are_hidden_while_they_are_typed(new_screen: NewDevice) -> None:
    """Fails when the words stand beside the field in which they are to be typed from paper."""
    page = new_screen("phone")
    Screen("recovery", "Recovery words", "/recovery", OPEN).open(page)
    page.get_by_role("button", name="I have written them down").click()
    expect(page.get_by_text("thimble")).to_have_count(0)
    page.get_by_label("The ten words").fill(WORDS)
    page.get_by_role("button", name="Begin to sync").click()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def test_six_words_that_differ_make_no_account(new_screen: NewDevice) -> None:
    """Fails when a slip in the six words locks a person out of what they are about to write."""
    page = new_screen("phone")
    Screen("create", "A name and six words", "/begin").open(page)
    page.get_by_label("Name", exact=True).fill("wren")
    page.get_by_label("The six words", exact=True).fill(
        "lantern orchard mitten harbor puddle cattle"
    )
    page.get_by_role("button", name="Open the first page").click()
    expect(page.get_by_text("These are not the six words above.")).to_be_visible()
    page.get_by_role("button", name="Put them in").click()
    page.get_by_role("button", name="Open the first page").click()
    expect(page.get_by_role("textbox", name="The page")).to_be_focused()


def test_a_backup_can_be_stopped(new_screen: NewDevice) -> None:
    """Fails when a person cannot take back a backup that is under way."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "backup-making").open(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. No file was made")).to_be_visible()


def test_a_password_keeper_finds_its_fields(new_screen: NewDevice) -> None:
    """Fails when a form lacks the marks by which browsers save and fill a name and a passphrase."""
    wanted = {"create": "new-password", "sign-in": "current-password", "unlock": "current-password"}
    for screen in (screen for screen in SCREENS if screen.name in wanted):
        page = new_screen("phone")
        screen.open(page)
        form = page.locator("form")
        assert form.locator("input[autocomplete=username]").count() == 1
        assert (
            form.locator(f"input[type=password][autocomplete={wanted[screen.name]}]").count() == 1
        )


def test_words_of_another_device_come_in_without_moving_the_cursor(new_screen: NewDevice) -> None:
    """Fails when a merge that is shown under the pen throws the cursor to another word."""
    page = new_screen("phone")
    more = {"theirs": "Theirs first. "}
    Screen("editor", "March", f"/pages/{RECORD}4", OPEN, more=more).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+Home")
    body.press_sequentially("Mine. ")
    expect(body).to_have_value(f"Theirs first. Mine. {PAGES[3]['body']}")
    body.press_sequentially("More. ")
    expect(body).to_have_value(f"Theirs first. Mine. More. {PAGES[3]['body']}")


def test_keeping_leaves_the_browsers_undo_alone(new_screen: NewDevice) -> None:
    """Fails when a person cannot take back the last words once they were kept."""
    page = new_screen("laptop")
    Screen("editor", "March", f"/pages/{RECORD}4", OPEN).open(page)
    body = page.get_by_role("textbox", name="The page")
    body.press("Control+End")
    body.press_sequentially(" Gone.")
    await_kept(page)
    body.press("Control+z")
    expect(body).to_have_value(PAGES[3]["body"])


def test_kept_is_said_once(new_screen: NewDevice) -> None:
    """Fails when a reader of the screen hears of each pause, or never that the words are kept."""
    page = new_screen("phone")
    Screen("editor", "20", "/write", OPEN).open(page)
    said = page.get_by_role("status").filter(has_text="Kept on this device.")
    expect(said).to_have_count(0)
    page.get_by_role("textbox", name="The page").press_sequentially("One.")
    expect(said).to_have_count(1)
    page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.querySelector('[role=status]'), {childList: true, characterData: true, subtree: true})"
    )
    page.get_by_role("textbox", name="The page").press_sequentially(" Two.")
    await_kept(page)
    assert page.evaluate("window.changes") == 0
