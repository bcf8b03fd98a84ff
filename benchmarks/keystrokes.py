"""`typing`: from a key to a page that is ready to be painted, while what was typed is kept and sent."""

from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.browser import SLOWER, chromium, serving, slow_page, watched
from benchmarks.lines import Line, alone, at_most, p
from tests.e2e.person import await_kept, body_of, keep_recovery, sign_up, write
from tests.e2e.serving import Server

WORDS: Final = "The kettle sang before anyone was up, and I stood by the window and let it. "
RUNS = 3
BETWEEN_MS = 15
HOW = "p95 of {} keys a run, from the event to the laid-out page; the page's thread {} times slower; each pause is sent"

WATCH = """() => {
  window.__keys = [];
  const field = document.activeElement;
  field.addEventListener("keydown", ({ timeStamp }) => {
    setTimeout(() => {
      document.body.offsetHeight;
      window.__keys.push(performance.now() - timeStamp);
    });
  }, { capture: true });
}"""
"""A key, what it types and what the app then draws are one task; a timer comes after it."""


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
            runs = [p(0.95, _typed(page)) for _ in range(RUNS)]
    name = "typing, from a key to the page" + (f", {slower} times slower" if slower > 1 else "")
    how = HOW.format(2 * len(WORDS), slower)
    return alone(name, "ms", runs, how, at_most(16))


def _typed(page: Page) -> list[float]:
    page.evaluate("window.__keys = []")
    page.keyboard.type(WORDS * 2, delay=BETWEEN_MS)
    await_kept(page)
    found: list[float] = page.evaluate("window.__keys")
    return found
