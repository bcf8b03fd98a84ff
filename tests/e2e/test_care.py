"""Rules of docs/care.md that hold over all screens, or that only a browser can show."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_synced,
    keep_recovery,
    lock,
    open_page,
    sign_up,
    unlock,
    write,
)
from tests.e2e.screens import LOCKED, OPEN, PASSPHRASE, SCREENS, Screen
from tests.e2e.serving import Server
from tests.e2e.test_offline_install import await_shell

LAST_PAGE = "2026-03-20T10:00:00"
NINETY_DAYS_LATER = "2026-06-18T10:00:00"
MINUTE_MS = 60_000
HOME = Screen("home", "", status=OPEN)
WRITTEN = {"title": "Quillfeather", "body": "marrowline", "tag": "thistletag"}
LISTEN = """
window.asked = [];
for (const [owner, names] of [
  [window, ["alert", "confirm", "prompt", "open", "print"]],
  [HTMLDialogElement.prototype, ["showModal"]],
  [HTMLMediaElement.prototype, ["play"]],
  [Navigator.prototype, ["share", "vibrate", "sendBeacon"]],
  [window.Notification ?? {}, ["requestPermission"]],
]) for (const name of names) owner[name] = () => window.asked.push(name);
"""
HIDDEN_FOCUS = """() => {
  const focus = document.activeElement;
  if (focus === document.body || focus.closest("nav[aria-label='Close at hand'], .skips")) return null;
  const place = focus.getBoundingClientRect();
  const middle = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  return focus.contains(middle) || middle?.contains(focus) ? null : focus.outerHTML;
}"""
"""What has the focus and cannot be seen in its middle, null if it can."""


@pytest.fixture
def new_screen(new_device: NewDevice) -> NewDevice:
    """Devices without the service worker: each screen is a new one, and none has to fetch the shell twice."""
    return partial(new_device, service_workers="block")


def test_ground_opens_on_every_screen_without_a_network(new_device: NewDevice) -> None:
    """A1. Fails when one tap does not open Ground on some screen, locked and failed ones too, or it needs a network."""
    first = new_device("phone")
    first.goto("/")
    await_shell(first)
    first.context.set_offline(True)
    closed = [screen for screen in SCREENS if not screen.name.startswith("ground")]
    for screen in closed:
        page = first.context.new_page()
        screen.open(page)
        page.get_by_role("button", name="Ground", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("dialog").get_by_role("button")).not_to_have_count(0)
        page.close()
    assert len(closed) > 20


def test_no_title_or_address_holds_a_word(new_device: NewDevice) -> None:
    """A8. Fails when a word of a page comes into the title of the window, the address, or the browser's history."""
    page = new_device("laptop")
    passphrase = sign_up(page, "care-one")
    told: list[str] = []
    page.on("framenavigated", lambda frame: told.append(frame.url))
    write(page, WRITTEN["title"], WRITTEN["body"], WRITTEN["tag"])
    told.append(page.title())
    open_page(page, WRITTEN["title"])
    told.append(page.title())
    lock(page)
    unlock(page, passphrase)
    told += [page.title(), page.evaluate("JSON.stringify(history.state)") or ""]
    assert [word for word in WRITTEN.values() if word in " ".join(told)] == []
    assert any("/pages/" in url for url in told)


def test_what_cannot_be_hidden_is_said_before_the_first_use(new_screen: NewDevice) -> None:
    """A6, B7, D2. Fails when a person can begin before they could read who may see the app, and what it is not."""
    page = new_screen("phone")
    page.goto("/")
    begin = page.get_by_role("link", name="Begin")
    for words in ("they may see that this app is here", "does not erase the browser's history"):
        said = page.get_by_text(words)
        expect(said).to_be_visible()
        assert top_of(said.element_handle()) < top_of(begin.element_handle())
    expect(page.get_by_text("software that records the screen")).to_be_visible()
    expect(page.get_by_text("A journal, not a medical device.")).to_be_visible()


def top_of(element: object) -> float:
    """The upper edge of what stands on the page, in CSS pixels."""
    # Playwright's handles have no narrower type that both finders give.
    box = element.bounding_box()  # type: ignore[attr-defined]
    top: float = box["y"]
    return top


def test_what_a_lost_passphrase_means_is_said_before_it_is_made(new_screen: NewDevice) -> None:
    """B2. Fails when an account can be made before its price was said, or paper is praised without its danger."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "create").open(page)
    expect(page.get_by_text("so we cannot open it for you")).to_be_visible()
    expect(page.get_by_text("You can keep the recovery words")).to_be_visible()
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "recovery").open(page)
    expect(page.get_by_text("Paper can be found")).to_be_visible()


def test_left_alone_it_warns_then_locks_and_keeps_the_words(new_screen: NewDevice) -> None:
    """A9. Fails when ten minutes alone do not lock, no warning comes before, it cannot be put off, or words go."""
    page = new_screen("phone")
    page.clock.install()
    Screen("editor", "20", "/write", OPEN).open(page)
    page.get_by_role("textbox", name="The page").fill("Words in the middle of")
    page.clock.run_for(10 * MINUTE_MS - 15_000)
    page.get_by_role("button", name="Stay").click()
    expect(page.get_by_role("button", name="Stay")).to_have_count(0)
    page.clock.run_for(10 * MINUTE_MS + 2_000)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()
    page.clock.run_for(2_000)
    expect(page.get_by_role("textbox", name="The page")).to_have_value("Words in the middle of")


def test_nothing_is_asked_of_any_other_host(new_device: NewDevice, server: Server) -> None:
    """B3. Fails when any request of an evening goes to a host that is not the app's own."""
    page = new_device("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    sign_up(page, "care-two")
    write(
        page,
        "A page",
        "With a [link](https://example.org/) and ![a picture](https://example.org/a.png).",
    )
    keep_recovery(page)
    await_synced(page)
    open_page(page, "A page")
    for path in ("/backup", "/settings", "/server", "/nowhere"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).not_to_have_count(0)
    own = (server.origin, f"blob:{server.origin}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert len(asked) > 20


def test_nothing_happens_unasked(new_screen: NewDevice) -> None:
    """B5. Fails when a screen opens a dialog, plays, prints, shares, or asks for a permission by itself."""
    unasked = {}
    for screen in (screen for screen in SCREENS if not screen.name.startswith("ground")):
        page = new_screen("phone")
        page.add_init_script(LISTEN)
        screen.open(page)
        shown = page.locator("dialog, [role=dialog], [role=alertdialog], video, audio").count()
        if asked := page.evaluate("window.asked") + ["shown"] * shown:
            unasked[screen.name] = asked
        page.context.close()
    assert unasked == {}


@pytest.mark.parametrize(
    ("sync", "words"),
    [
        ("offline", "You are offline. Everything you write is kept here."),
        ("recovery_first", "Nothing has left this device yet."),
        ("working", "Kept here. Sending what is new."),
        ("done", "Everything is on the server too."),
        ("sign_in_again", "Kept on this device. Enter your passphrase once to go on."),
        ("stopped", "Kept on this device. Nothing is sent or taken in for now."),
    ],
)
def test_where_the_words_are_is_said_in_words(new_screen: NewDevice, sync: str, words: str) -> None:
    """B6. Fails when a state of sync is told by a sign alone, or not where home is."""
    page = new_screen("phone")
    Screen("home", "", status=OPEN | {"sync": sync}).open(page)
    expect(page.get_by_text(words)).to_be_visible()


def test_home_after_ninety_days_is_home(new_screen: NewDevice) -> None:
    """C3. Fails when home says, counts or shows that nobody has written for three months."""
    seen = [home_on(new_screen, day) for day in (LAST_PAGE, NINETY_DAYS_LATER)]
    assert seen[0] == seen[1]


def home_on(new_screen: NewDevice, day: str) -> str:
    """What stands on home when the device's clock shows this day."""
    page = new_screen("phone")
    page.clock.set_fixed_time(day)
    HOME.open(page)
    expect(page.get_by_text("Everything is on the server too.")).to_be_visible()
    html: str = page.locator(".screen").inner_html()
    page.context.close()
    return html


@pytest.mark.parametrize("name", ["first", "create", "list", "recovery", "settings"])
def test_the_bar_covers_nothing_that_has_the_focus(new_screen: NewDevice, name: str) -> None:
    """G7. Fails when what the Tab key comes to lies under the bar, at twice the text size too."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == name).open(page)
    for size in ("106.25%", "212.5%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        stops = page.locator("button, a[href], summary, input, textarea").count()
        assert [html for _ in range(stops + 2) if (html := _tab(page))] == []


def _tab(page: Page) -> str | None:
    """One step of the Tab key; gives what has the focus if it is hidden."""
    page.keyboard.press("Tab")
    hidden: str | None = page.evaluate(HIDDEN_FOCUS)
    return hidden


def test_a_backup_says_that_copies_stay(new_screen: NewDevice) -> None:
    """E4. Fails when a person could take a saved copy for something that the app can take back."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "backup").open(page)
    expect(page.get_by_text("Copies you save stay where you put them.")).to_be_visible()


def test_a_passphrase_can_be_pasted(new_screen: NewDevice) -> None:
    """G5. Fails when the lock takes words only from the keys."""
    page = new_screen("phone")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Screen("unlock", "Locked", status=LOCKED).open(page)
    page.evaluate("words => navigator.clipboard.writeText(words)", PASSPHRASE)
    page.get_by_label("Passphrase", exact=True).press("Control+v")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)
