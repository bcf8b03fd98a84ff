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
    sign_in,
    sign_up,
    unlock,
    write,
)
from tests.e2e.screens import HELLO, LOCKED, OPEN, PASSPHRASE, RECORD, SCREENS, Screen
from tests.e2e.serving import Server
from tests.e2e.test_offline_install import await_shell

LAST_PAGE = "2026-03-20T10:00:00"
NINETY_DAYS_LATER = "2026-06-18T10:00:00"
MINUTE_MS = 60_000
LONG = 30_000
NEUTRAL = "https://weather.example/"
FIRST_PAGE = f"/pages/{RECORD}1"
HOME = Screen("home", HELLO, status=OPEN)
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
USABLE = "button:not(:disabled), a[href], summary, input, textarea, select"
MARK_FOCUS = """() => {
  const focus = document.activeElement;
  focus.dataset.reached = getComputedStyle(focus).outlineStyle === "none" ? focus.dataset.reached ?? "unseen" : "seen";
}"""
UNREACHED = """usable => [...document.querySelectorAll(usable)]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0)
  .map(one => [one, ...document.getElementsByName(one.name || "none")])
  .filter(group => !group.some(one => one.dataset.reached === "seen"))
  .map(([one]) => one.outerHTML)"""
"""What can be used and never had a focus that is seen; of radio buttons, the arrow keys reach the others."""
INSTALLED = """
const asked = window.matchMedia.bind(window);
window.matchMedia = query => query.includes("display-mode")
  ? Object.assign(new EventTarget(), { media: query, matches: !query.includes("browser") })
  : asked(query);
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
        bar = page.get_by_role("navigation", name="Close at hand")
        bar.get_by_role("button", name="Ground").click()
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
    Screen("home", HELLO, status=OPEN | {"sync": sync}).open(page)
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


def test_cover_goes_on_where_the_person_chose_in_a_tab_only(new_screen: NewDevice) -> None:
    """A5. Fails when Cover in a tab does not go on to the chosen page, takes a way back with it, or an installed app
    leaves its window."""
    for is_installed in (False, True):
        page = new_screen("phone")
        page.route(
            f"{NEUTRAL}**",
            lambda route: route.fulfill(body="Rain later.", content_type="text/plain"),
        )
        page.add_init_script(INSTALLED if is_installed else "")
        settings = {"kind": "settings", "cover_target": NEUTRAL}
        Screen("editor", "March", FIRST_PAGE, OPEN, more={"records": [settings]}).open(page)
        page.get_by_role("button", name="Cover", exact=True).click()
        if is_installed:
            expect(page.get_by_role("button", name="Continue")).to_be_visible()
            assert page.url.endswith(FIRST_PAGE)
        else:
            page.wait_for_url(f"{NEUTRAL}**")


def test_it_locks_after_the_minutes_that_the_person_chose(new_screen: NewDevice) -> None:
    """A9. Fails when the time until the lock cannot be chosen."""
    page = new_screen("phone")
    page.clock.install()
    settings = {"kind": "settings", "lock_idle_minutes": 1}
    Screen("home", HELLO, status=OPEN, more={"records": [settings]}).open(page)
    page.clock.run_for(MINUTE_MS + 2_000)
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def test_words_can_be_renamed_and_hidden(new_screen: NewDevice) -> None:
    """C5. Fails when a word keeps its name or its place against the person's wish, or a theory's name stays."""
    page = new_screen("phone")
    Screen("words", "Words on the chips", "/word-lists", OPEN).open(page)
    page.get_by_label("Which words", exact=True).select_option("state_words")
    page.get_by_role("textbox", name="Your word for settled").fill("like a lake")
    page.get_by_role("textbox", name="Your word for settled").press("Tab")
    page.get_by_role("button", name="Hide numb", exact=True).click()
    go(page, "/check-in")
    expect(page.get_by_role("button", name="like a lake")).to_be_visible()
    for gone in ("settled", "numb"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    go(page, "/settings")
    page.get_by_label("Show the names").uncheck()
    go(page, "/happened")
    for name in ("Skip", "With someone", "What pulled at me"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name="reaching for them")).to_be_visible()
    expect(page.get_by_text("sometimes called")).to_have_count(0)


def test_what_went_into_the_trash_comes_back_for_ten_seconds(new_screen: NewDevice) -> None:
    """C7. Fails when putting away cannot be undone wherever one is, or the offer stays longer than it says."""
    page = new_screen("phone")
    page.clock.install()
    Screen("editor", "March", FIRST_PAGE, OPEN).open(page)
    put_away(page)
    page.get_by_role("button", name="Undo").click()
    go(page, "/pages")
    expect(page.get_by_role("link", name="The bench by the water")).to_be_visible()
    page.get_by_role("link", name="The bench by the water").click()
    put_away(page)
    page.clock.run_for(9_000)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.clock.run_for(2_000)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    go(page, "/trash")
    expect(page.get_by_text("The bench by the water")).to_be_visible()


def put_away(page: Page) -> None:
    """Put the open page into the trash."""
    page.locator("summary", has_text="Tags and more").click()
    page.get_by_role("button", name="Put it in the trash").click()
    expect(page.get_by_text("It is in the trash.")).to_be_visible()


def test_deeper_questions_open_by_a_tap_alone(new_screen: NewDevice) -> None:
    """C8. Fails when a deeper question stands open by itself, even where it was answered before."""
    page = new_screen("phone")
    next(screen for screen in SCREENS if screen.name == "pull").open(page)
    expected = page.get_by_label("What did you think would happen?")
    younger = page.get_by_label("What did that part need to hear?")
    expect(expected).to_have_count(0)
    page.get_by_role("button", name="A little deeper").click()
    expect(expected).to_have_value("That she would not answer any more.")
    expect(younger).to_have_count(0)
    page.get_by_role("button", name="Deeper still").click()
    expect(younger).to_be_visible()


def test_what_is_removed_goes_from_the_other_device(new_device: NewDevice) -> None:
    """E2, C7. Fails when "remove now" is done without a question, or leaves the page on another device."""
    phone, laptop = new_device("phone"), new_device("laptop")
    passphrase = sign_up(phone, "care-three")
    write(phone, WRITTEN["title"], WRITTEN["body"])
    keep_recovery(phone)
    await_synced(phone)
    sign_in(laptop, "care-three", passphrase)
    expect(laptop.get_by_role("link", name=WRITTEN["title"])).to_be_visible(timeout=LONG)
    open_page(phone, WRITTEN["title"])
    phone.locator("summary", has_text="Tags and more").click()
    phone.get_by_role("button", name="Remove now").click()
    expect(phone.get_by_text("cannot be taken back")).to_be_visible()
    phone.get_by_role("button", name="Remove for good").click()
    await_synced(phone)
    expect(laptop.get_by_role("link", name=WRITTEN["title"])).to_have_count(0, timeout=LONG)
    assert WRITTEN["body"] not in laptop.content()
    for page in (phone, laptop):
        go(page, "/trash")
        expect(page.get_by_text("Nothing here.")).to_be_visible()


def go(page: Page, path: str) -> None:
    """To a place of the app, as a link leads there."""
    page.evaluate(
        "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "list",
        "question",
        "pull-deeper",
        "mending",
        "check-in",
        "person",
        "card",
        "sheet",
        "settings",
    ],
)
def test_every_screen_works_with_the_keyboard_alone(new_screen: NewDevice, name: str) -> None:
    """G4, G7. Fails when the Tab key passes over something that can be used, or does not show where it is."""
    page = new_screen("laptop")
    next(screen for screen in SCREENS if screen.name == name).open(page)
    for _ in range(page.locator(USABLE).count() + 8):
        page.keyboard.press("Tab")
        page.evaluate(MARK_FOCUS)
    assert page.evaluate(UNREACHED, USABLE) == []
