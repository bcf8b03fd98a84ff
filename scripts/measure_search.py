"""How long a search takes: `python -m scripts.measure_search [PAGES] [SLOWER] [LETTERS]`, by default 10,000 pages,
4 times, and 1,000 letters on each.

First the worker's part alone, in Node and in the time of the processor (measure_search.ts). Then in Chromium, as
somebody waits for it: from the question to the worker until its answer is on the page. The first search of an unlock
opens and folds every page, and is told apart. Chromium is slowed as in measure_list.py.
Nothing is asserted: machines differ.
"""

import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from scripts.measure_list import FIRST_AT, serving, slowed
from tests.e2e.chromium import FLAGS, SIZES, executable
from tests.e2e.person import go, lock, sign_up, unlock
from tests.e2e.seeded import HOUR, Seed, seed

SYLLABLES = (
    *("ba", "be", "ka", "li", "mo", "nü", "pa", "ré", "sa"),
    *("to", "wé", "zu", "dra", "kel", "min", "sor", "tha", "vin"),
)
VOCABULARY = 4_000
IN_NODE = Path(__file__).with_suffix(".ts")
QUESTIONS = 60
PATIENCE_MS = 300_000

WATCH = """() => {
  window.__searches = [];
  const asked = new Map();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!this.__watched) {
      this.__watched = true;
      this.addEventListener("message", ({ data }) => {
        const since = asked.get(data.id);
        if (since === undefined || data.type !== "result") return;
        window.__searches.push({ took: performance.now() - since, total: data.result.total });
      });
    }
    if (message.command === "search") asked.set(message.id, performance.now());
    return post.call(this, message, ...rest);
  };
}"""


def measure(pages: int, slower: int, letters: int) -> None:
    """Fill one device, then search it as it is and slowed down."""
    command = ["node", "--no-warnings", "--expose-gc", str(IN_NODE), str(pages), str(letters)]
    subprocess.run(command, check=True)  # noqa: S603  (our own words only)
    words = _vocabulary()
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_page(viewport=SIZES["phone"], base_url=server.origin)
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(f"({WATCH})()")
        passphrase = sign_up(page, "measured")
        seed(page, passphrase, list(_written(pages, letters, words)))
        _run(page, passphrase, f"{pages} pages", words)
        with slowed(browser, slower):
            _run(page, passphrase, f"{slower} times slower", words)
        browser.close()


def _run(page: Page, passphrase: str, what: str, words: list[str]) -> None:
    """Lock, unlock, search once so that every page is read, then ask all the questions."""
    go(page, "/pages")
    lock(page)
    page.evaluate("window.__searches = []")
    unlock(page, passphrase)
    go(page, "/search")
    page.wait_for_function("() => window.__searches.length > 0")
    first = page.evaluate("window.__searches.splice(0)")[0]["took"]
    answers = [_ask(page, question) for question in _questions(words)]
    took = sorted(answer["took"] for answer in answers)
    found = statistics.median(answer["total"] for answer in answers)
    p95 = took[int(0.95 * len(took))]
    sys.stdout.write(
        f"{what}: the first {first:.0f} ms; of {len(took)} searches p50 {statistics.median(took):.1f} ms,"
        f" p95 {p95:.1f} ms; half of them find {found:.0f} pages or more\n"
    )
    sys.stdout.flush()


def _ask(page: Page, question: str) -> dict[str, float]:
    page.evaluate("window.__searches = []")
    field = page.get_by_role("searchbox")
    field.fill(question)
    expect(field).to_have_value(question)
    page.wait_for_function("() => window.__searches.length > 0")
    answer: dict[str, float] = page.evaluate("window.__searches[0]")
    return answer


def _questions(words: list[str]) -> Iterator[str]:
    """One word, often or seldom written, in capitals too; its beginning; two words; a phrase; none that is there."""
    drawn = random.Random(2)  # noqa: S311  (the same in every run)
    for number in range(QUESTIONS):
        one, other = drawn.choices(words, weights=_weights(words), k=2)
        yield (one, one.upper(), one[:2], f"{one} {other}", f'"{one} {other}"', f"{one}q")[
            number % 6
        ]


def _vocabulary() -> list[str]:
    drawn = random.Random(1)  # noqa: S311  (the same in every run)
    return ["".join(drawn.choices(SYLLABLES, k=drawn.randint(1, 4))) for _ in range(VOCABULARY)]


def _weights(words: list[str]) -> list[float]:
    """As words of a language are spread."""
    return [1 / (rank + 3) for rank in range(len(words))]


def _written(pages: int, letters: int, words: list[str]) -> Iterator[Seed]:
    drawn = random.Random(3)  # noqa: S311  (the same in every run)
    weights = _weights(words)
    for number in range(pages):
        body = " ".join(drawn.choices(words, weights=weights, k=letters // 4))[:letters]
        yield Seed(f"Page {number}", body, FIRST_AT + number * 7 * HOUR)


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    measure(*(given + [10_000, 4, 1_000][len(given) :]))
