"""`search`: ten thousand pages of a thousand letters, as somebody waits for an answer, and in the worker's own time.

In Chromium from the question to the worker until its answer is on the page. The first search of an unlock opens and
folds every page, and is told apart. In Node the time of the processor (search.ts), which a busy machine hardly changes.
"""

import json
import random
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.browser import SLOWER, chromium, serving, slowed, watched
from benchmarks.lines import Line, alone, at_most, p
from tests.e2e.person import go, lock, sign_up, unlock
from tests.e2e.seeded import HOUR, Seed, seed

PAGES = 10_000
LETTERS = 1_000
SYLLABLES = (
    *("ba", "be", "ka", "li", "mo", "nü", "pa", "ré", "sa"),
    *("to", "wé", "zu", "dra", "kel", "min", "sor", "tha", "vin"),
)
VOCABULARY = 4_000
QUESTIONS = 60
FIRST_AT = 1_500_000_000_000
IN_NODE = Path(__file__).with_suffix(".ts")
SECONDS = 300
FIRST = f"{PAGES:,} pages of {LETTERS:,} letters; from the question to the answer"
LATER = f"p95 of {QUESTIONS} searches, from the question to the answer; p50 {{:.1f}} ms"
WORKER = "the worker's part in Node, in the time of the processor; p50 {half:.1f} ms, the first {first:,.0f} ms"


def lines() -> list[Line]:
    """The figures of searching."""
    words = _vocabulary()
    with serving() as server, chromium() as browser, watched(browser, server, "phone") as page:
        passphrase = sign_up(page, "seeker")
        seed(page, passphrase, list(_written(words)))
        found = _lines_of(page, passphrase, words, "", 20)
        with slowed(browser):
            found += _lines_of(page, passphrase, words, f", {SLOWER} times slower", 120)
    return [*found, *_in_node()]


def _lines_of(
    page: Page, passphrase: str, words: list[str], slower: str, most_ms: int
) -> list[Line]:
    """Lock, unlock, search once so that every page is read, then ask all the questions."""
    go(page, "/pages")
    lock(page)
    page.evaluate("window.__searches = []")
    unlock(page, passphrase)
    go(page, "/search")
    page.wait_for_function("() => window.__searches.length > 0")
    first: float = page.evaluate("window.__searches.splice(0)")[0]["took"]
    took = [_ask(page, question) for question in _questions(words)]
    how = LATER.format(statistics.median(took))
    return [
        alone(f"search, the first{slower}", "ms", [first], FIRST),
        alone(f"search, p95{slower}", "ms", [p(0.95, took)], how, at_most(most_ms)),
    ]


def _in_node() -> list[Line]:
    command = ["node", "--no-warnings", "--expose-gc", str(IN_NODE), str(PAGES), str(LETTERS)]
    ended = subprocess.run(  # noqa: S603 - our own words only
        command, check=True, capture_output=True, text=True, timeout=SECONDS
    )
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    lines = [
        alone(
            f"search, p95 of the worker, {one['name']}", "ms", [one["most"]], WORKER.format(**one)
        )
        for one in found
    ]
    held = "more in the heap after the first search of all pages"
    return [
        *lines,
        *(alone(f"search, memory, {one['name']}", "MB", [one["megabytes"]], held) for one in found),
    ]


def _ask(page: Page, question: str) -> float:
    page.evaluate("window.__searches = []")
    field = page.get_by_role("searchbox")
    field.fill(question)
    expect(field).to_have_value(question)
    page.wait_for_function("() => window.__searches.length > 0")
    took: float = page.evaluate("window.__searches[0].took")
    return took


def _questions(words: list[str]) -> Iterator[str]:
    """One word, often or seldom written, in capitals too; its beginning; two words; a phrase; none that is there."""
    drawn = random.Random(2)  # noqa: S311 - the same in every run
    for number in range(QUESTIONS):
        one, other = drawn.choices(words, weights=_weights(words), k=2)
        ways = (one, one.upper(), one[:2], f"{one} {other}", f'"{one} {other}"', f"{one}q")
        yield ways[number % 6]


def _vocabulary() -> list[str]:
    drawn = random.Random(1)  # noqa: S311 - the same in every run
    return ["".join(drawn.choices(SYLLABLES, k=drawn.randint(1, 4))) for _ in range(VOCABULARY)]


def _weights(words: list[str]) -> list[float]:
    """As words of a language are spread."""
    return [1 / (rank + 3) for rank in range(len(words))]


def _written(words: list[str]) -> Iterator[Seed]:
    drawn = random.Random(3)  # noqa: S311 - the same in every run
    weights = _weights(words)
    for number in range(PAGES):
        body = " ".join(drawn.choices(words, weights=weights, k=LETTERS // 4))[:LETTERS]
        yield Seed(f"Page {number}", body, FIRST_AT + number * 7 * HOUR)
