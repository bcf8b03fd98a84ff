"""`typing`: from a key to a page that is laid out, while what was typed is kept and sent."""

import statistics
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.browser import SLOWER, chromium, serving, slow_page, watched
from benchmarks.lines import Line, alone, at_most, p
from tests.e2e.person import await_kept, body_of, keep_recovery, sign_up, write
from tests.e2e.serving import Server

WORDS: Final = "The kettle sang before anyone was up, and I stood by the window and let it. "
RUNS = 3
BETWEEN_MS = 15
HOW = "p95 of {} keys a run, p50 {:.1f} ms; from the event to the laid-out page, the page's thread {} times slower"

WATCH = """() => {
  window.__keys = [];
  let began = 0;
  addEventListener("input", () => { began = performance.now(); }, { capture: true });
  addEventListener("input", async () => {
    for (let turn = 0; turn < 3; turn += 1) await null;
    document.body.offsetHeight;
    window.__keys.push(performance.now() - began);
  });
}"""
"""What the app does with a key is over after the microtasks of its event; then the page is laid out."""


def lines() -> list[Line]:
    """The figures of typing."""
    with serving() as server, chromium() as browser:
        return [_line(browser, server, slower) for slower in (1, SLOWER)]


def _line(browser: Browser, server: Server, slower: int) -> Line:
    with watched(browser, server, "phone") as page:
        sign_up(page, f"typist {slower}")
        write(page, "Kept", WORDS * 20)
        keep_recovery(page)
        write(page, "Long", WORDS * 40)
        body_of(page).focus()
        page.evaluate(f"({WATCH})()")
        with slow_page(page, slower):
            keys = [_typed(page) for _ in range(RUNS)]
    name = "typing, from a key to the page" + (f", {slower} times slower" if slower > 1 else "")
    middle = statistics.median(key for run in keys for key in run)
    how = HOW.format(2 * len(WORDS), middle, slower)
    return alone(name, "ms", [p(0.95, run) for run in keys], how, at_most(16))


def _typed(page: Page) -> list[float]:
    page.evaluate("window.__keys = []")
    page.keyboard.type(WORDS * 2, delay=BETWEEN_MS)
    await_kept(page)
    found: list[float] = page.evaluate("window.__keys")
    return found
