"""In every weather the app stays usable, says what is so, and goes on by itself; nothing is lost or doubled."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Worker, expect

from tests.e2e import person
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import devices
from tests.e2e.releases import await_shell
from tests.faults.copy_of import english
from tests.faults.proxy import CLEAR, Proxy, Weather, behind_proxy, page_of

NAME: Final = "anna"
RECOVERY_MS: Final = 30_000
PAUSE_SECONDS: Final = 4
MINUTE: Final = 60.0
FAILING_MS: Final = (
    7_500  # after so long, with the longest pauses, the next try is six seconds away
)
SOON_SECONDS: Final = 4.0
KEPT: Final = "is kept on this device."
NOT_REACHED: Final = "The server cannot be reached just now. Try again in a little while."
LATER: Final = "Nothing is lost: it is sent with the next goldseam pull."
HURRIED: Final = """
import sys, httpx
from goldseam.client import calls, transport
calls.PAUSES = (0.1, 0.2)
transport.TIMEOUT = httpx.Timeout(2.0)
from goldseam.cli import main
sys.exit(main())
"""

# The worker's long waits become short; the short ones, and the chances of its pauses, stay small.
HURRY: Final = """() => {
  const { setTimeout } = self;
  self.setTimeout = (work, ms, ...more) => setTimeout(work, ms >= 20_000 ? ms / 30 : ms, ...more);
  Math.random = () => 0.1;
}"""
RAW: Final = re.compile(r"Error|undefined|\bnull\b|NaN|[<>{}]|\b[45]\d\d\b|http|fetch|[a-z]_[a-z]")


@dataclass(frozen=True)
class State:
    """One state of the network: `says` names the sentence that a person reads, None where all goes well, if slowly."""

    name: str
    says: str | None
    weather: Weather = CLEAR
    is_refusing: bool = False
    is_offline: bool = False
    status: int = 3


WAITING: Final = f"Retry-After: {PAUSE_SECONDS}"
STATES: Final = (
    State("high latency", None, Weather(latency=0.5), status=0),
    State("a narrow line", None, Weather(bytes_per_second=4_000), status=0),
    State("every request arrives twice", None, Weather(is_doubling=True), status=0),
    State("no network", "offline", is_refusing=True, is_offline=True),
    State("refused connections", "unreachable", is_refusing=True),
    State("lost in the request", "unreachable", Weather(breaks="in the request")),
    State("lost in the answer", "unreachable", Weather(breaks="in the answer")),
    State("the answer is lost", "unreachable", Weather(breaks="before the answer")),
    State("half-open connections", "slow", Weather(is_dead=True)),
    State("slow by a minute", "slow", Weather(latency=MINUTE)),
    State("a portal's page", "portal", Weather(page=page_of("200 OK"))),
    State("a portal's redirect", "portal", Weather(page=page_of("302 Found", "Location: /in"))),
    State("a proxy's 413", "blocked", Weather(page=page_of("413 Content Too Large"))),
    State("a proxy's 429", "busy", Weather(page=page_of("429 Too Many Requests"))),
    State("a proxy's 429, later", "busy", Weather(page=page_of("429 Too Many Requests", WAITING))),
    State("a proxy's 502", "busy", Weather(page=page_of("502 Bad Gateway"))),
    State("a proxy's 503, later", "busy", Weather(page=page_of("503 Unavailable", WAITING))),
)


@dataclass
class Place:
    """One account, its phone and its command line behind one proxy; `written` are the titles that were kept."""

    proxy: Proxy
    page: Page
    passphrase: str
    terminal: CommandLine
    written: list[str] = field(default_factory=list)

    def new_title(self) -> str:
        """A title that no other page has, for one that is to be there in the end."""
        self.written.append(f"Page {len(self.written) + 1} of many")
        return self.written[-1]

    def enter(self, state: State) -> None:
        """The network becomes this; connections that stand are lost, except where that is the point."""
        self.proxy.weather = state.weather
        self.page.context.set_offline(state.is_offline)
        if state.is_refusing:
            self.proxy.refuse()
        elif not state.weather.is_dead:
            self.proxy.cut()

    def clear(self) -> None:
        """The network is well again; what is lost stays lost."""
        self.proxy.weather = CLEAR
        self.proxy.admit()
        self.page.context.set_offline(False)


@pytest.fixture(scope="module")
def place(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Place]:
    """Give what all states share, signed in and in sync."""
    folder = tmp_path_factory.mktemp("network")
    with behind_proxy(folder, free_port) as (server, proxy), devices(browser, server) as make:
        page = make("phone", base_url=proxy.origin)
        passphrase = person.sign_up(page, NAME)
        person.keep_recovery(page)
        person.await_synced(page)
        await_shell(page)
        terminal = CommandLine(folder / "terminal", passphrase)
        terminal.sign_in(proxy.origin, NAME)
        hurry(page.workers[-1])
        yield Place(proxy, page, passphrase, terminal)


def hurry(worker: Worker) -> None:
    """Make a minute two seconds."""
    worker.evaluate(HURRY)


def lock(page: Page) -> None:
    """Lock, and have the next worker hurry."""
    with page.expect_worker() as started:
        person.lock(page)
    hurry(started.value)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_the_app_goes_on_in_it_and_after_it(place: Place, state: State) -> None:
    """Fails when a state of the network stops writing, reading or unlocking, is not told, or needs a tap to be left."""
    page, title = place.page, place.new_title()
    place.enter(state)
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(write_at_terminal, place)
        person.write(page, title, "Kept in any weather.")
        await_sentence(page, state)
        person.open_page(page, title)
        expect(person.body_of(page)).to_have_value("Kept in any weather.")
        lock(page)
        person.unlock(page, place.passphrase)
        await_sentence(page, state)
        require_calm(ended.result(), state)
    place.clear()
    await_all_sent(page)


def test_a_pause_that_a_proxy_asks_for_is_kept(place: Place) -> None:
    """Fails when a page of a proxy is asked for again before its Retry-After is over."""
    state = STATES[-1]
    place.enter(state)
    person.write(place.page, place.new_title(), "Not now, later.")
    await_sentence(place.page, state)
    told = place.proxy.asked_for("/v1/vaults")[-1].at
    place.clear()
    await_all_sent(place.page)
    assert place.proxy.asked_for("/v1/vaults", told + 0.01)[0].at >= told + PAUSE_SECONDS - 0.1


@pytest.mark.parametrize(
    "weather",
    [
        Weather(path="/v1/pokes", is_dead=True),
        Weather(path="/v1/pokes", page=page_of("404 Not Found")),
        Weather(path="/v1/pokes", page=page_of("503 Unavailable")),
        Weather(path="/v1/pokes", breaks="in the answer"),
    ],
    ids=["that dies silently", "that is not there", "that is refused", "that is cut off"],
)
def test_without_a_stream_it_looks_by_itself(place: Place, weather: Weather) -> None:
    """Fails when a device is not shown what another wrote because its stream of pokes does not work."""
    page, proxy = place.page, place.proxy
    lock(page)
    began = time.monotonic()
    if not weather.is_dead:
        proxy.weather = weather
    person.unlock(page, place.passphrase)
    await_all_sent(page)
    proxy.weather = weather
    title = place.new_title()
    place.terminal.write("From the other device.", "--title", title)
    expect(page.get_by_role("link", name=title)).to_be_visible(timeout=RECOVERY_MS)
    assert len(proxy.asked_for("/v1/pokes", began)) > 0
    place.clear()


@pytest.mark.parametrize("sign", ["online", "visible"])
def test_a_sign_that_it_may_work_again_is_followed_at_once(place: Place, sign: str) -> None:
    """Fails when a device waits out a long pause although its network is back, or somebody looks at it again."""
    page, title = place.page, place.new_title()
    person.go_to_list(page)
    page.workers[-1].evaluate("() => { Math.random = () => 0.999; }")
    if sign == "online":
        page.context.set_offline(True)
    place.proxy.refuse()
    person.write(page, title, "In the tunnel.")
    person.go_to_list(page)
    expect(
        page.get_by_text(english()["sync"]["offline" if sign == "online" else "unreachable"])
    ).to_be_visible()
    page.wait_for_timeout(FAILING_MS)
    place.proxy.admit()
    began = time.monotonic()
    if sign == "online":
        page.context.set_offline(False)
    else:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await_all_sent(page)
    assert time.monotonic() - began < SOON_SECONDS
    hurry(page.workers[-1])


def test_nothing_was_lost_or_doubled(place: Place) -> None:
    """Fails when a page of the states above is missing or there twice, also after all changes are delivered again."""
    changes = [one for one in place.proxy.asked_for("/v1/vaults") if one.method == "PUT"]
    for late in changes:
        place.proxy.deliver_again(late)
    place.terminal.run("pull")
    listed = json.loads(place.terminal.run("ls", "--json"))
    entries = [one for one in listed if one["kind"] == "entry"]
    assert sorted(one["title"] for one in entries) == sorted(place.written)
    assert {one["place"] for one in entries} == {"on_server"}
    await_all_sent(place.page)
    assert sorted(titles_on(place.page)) == sorted(place.written)


def titles_on(page: Page) -> list[str]:
    """The titles of the whole list of pages."""
    more = page.get_by_role("button", name=english()["list"]["more"])
    rows = page.get_by_role("listitem").get_by_role("link")
    while more.is_visible():
        count = rows.count()
        more.click()
        expect(rows).not_to_have_count(count)
    return [row.split("\n")[0] for row in rows.all_inner_texts()]


def write_at_terminal(place: Place) -> tuple[int, str]:
    """Write a page on the command line; gives the status at its end and what it printed."""
    arguments = ("write", "--title", place.new_title())
    return place.terminal.end_of(*arguments, text="Kept here too.", program=("-c", HURRIED))


def require_calm(ended: tuple[int, str], state: State) -> None:
    """What the command line said in this state is what it should say, and nothing of anybody else's."""
    status, printed = ended
    assert status == state.status, printed
    assert KEPT in printed
    if status == 3:
        assert printed.splitlines()[1:] == [NOT_REACHED, LATER]


def await_sentence(page: Page, state: State) -> None:
    """On the list: until it says what is so, and nothing that is not for people."""
    if state.says is None:
        return await_all_sent(page)
    person.go_to_list(page)
    expect(page.get_by_text(english()["sync"][state.says])).to_be_visible(timeout=RECOVERY_MS)
    shown = page.locator("body").inner_text()
    assert RAW.findall(shown) == [], shown
    return None


def await_all_sent(page: Page) -> None:
    """On the list: until everything is on the server too."""
    person.go_to_list(page)
    expect(page.get_by_text(english()["sync"]["done"])).to_be_visible(timeout=RECOVERY_MS)
