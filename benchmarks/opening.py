"""`open`: from an address to something to press, and from a passphrase to ten thousand pages."""

from collections.abc import Mapping

from playwright.sync_api import Browser, Page

from benchmarks.browser import (
    SLOWER,
    chromium,
    forget,
    serving,
    slow_page,
    slowed,
    times,
    watched,
)
from benchmarks.lines import Budget, Line, alone, at_most
from tests.e2e.person import lock, sign_up, unlock
from tests.e2e.seeded import await_segments, many, seed
from tests.e2e.serving import Server

PAGES = 10_000
RUNS = 5
FIRST_AT = 1_500_000_000_000
SLOW_4G = {"latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 93_750}
"""Round trip in ms, bytes a second."""
VISIT = "from the start of the navigation to the first control on screen, the page's thread {} times slower"
UNLOCK = "{:,} pages; from the passphrase to open keys"
LISTED = "{:,} pages; from open keys until it is on screen, or was looked through"
Times = list[Mapping[str, float]]


def lines() -> list[Line]:
    """The figures of opening."""
    with serving() as server, chromium() as browser:
        return [*_visits(browser, server), *_unlocks(browser, server)]


def _visits(browser: Browser, server: Server) -> list[Line]:
    first = [_first_visit(browser, server) for _ in range(3)]
    slower = VISIT.format(SLOWER)
    with watched(browser, server, "phone") as page:
        sign_up(page, "visitor")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        with slow_page(page):
            again = [_visit(page) for _ in range(RUNS)]
    return [
        alone("open, first visit, slow 4G", "ms", first, slower, at_most(2_500)),
        alone("open, repeat visit", "ms", again, slower, at_most(600)),
    ]


def _first_visit(browser: Browser, server: Server) -> float:
    with watched(browser, server, "phone") as page, slow_page(page):
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
        return _visit(page)


def _visit(page: Page) -> float:
    page.goto("/")
    return times(page, "control")["control"]


def _unlocks(browser: Browser, server: Server) -> list[Line]:
    with watched(browser, server) as page:
        passphrase = sign_up(page, "opener")
        seed(page, passphrase, many(PAGES, FIRST_AT))
        lock(page)
        _unlock(page, passphrase)  # The first one makes the segments of the list.
        usual = [_unlock(page, passphrase) for _ in range(RUNS)]
        with slowed(browser):
            slow = [_unlock(page, passphrase) for _ in range(RUNS)]
    return [*_lines_of("", usual, 600), *_lines_of(f", {SLOWER} times slower", slow, 2_500)]


def _unlock(page: Page, passphrase: str) -> Mapping[str, float]:
    """Unlock and lock once."""
    forget(page)
    unlock(page, passphrase)
    found = times(page, "asked", "open", "first", "all")
    await_segments(page)
    lock(page)
    return found


def _lines_of(slower: str, runs: Times, most_ms: int) -> list[Line]:
    def line(name: str, since: str, until: str, how: str, budget: Budget) -> Line:
        took = [run[until] - run[since] for run in runs]
        return alone(f"open, {name}{slower}", "ms", took, how.format(PAGES), budget)

    return [
        line("unlock", "asked", "open", UNLOCK, at_most(most_ms)),
        line("first pages of the list", "open", "first", LISTED, at_most(150)),
        line("headers of all pages", "open", "all", LISTED, at_most(400)),
    ]
