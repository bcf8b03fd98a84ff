"""How long the list takes: `python -m scripts.measure_list [PAGES] [SLOWER]`, by default 10,000 pages and 4 times.

Times run from the moment at which the keys are open: to the first rows on screen, and to the first answer for which
every header was looked through. Chromium's own throttle slows the page alone, and the work is in the worker: here the
whole process of the tab is halted for most of the time. Nothing is asserted: machines differ.
"""

import os
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.chromium import FLAGS, SIZES, executable
from tests.e2e.person import lock, sign_up, unlock
from tests.e2e.seeded import await_segments, many, seed
from tests.e2e.serving import Server

RUNNING_SECONDS = 0.002
RUNS = 5
FIRST_AT = 1_500_000_000_000

WATCH = """() => {
  window.__times = {};
  const asked = new Map();
  const note = (name) => { window.__times[name] ??= performance.now(); };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!this.__watched) {
      this.__watched = true;
      this.addEventListener("message", ({ data }) => {
        const command = asked.get(data.id);
        if (command === "unlock") note("open");
        if (command === "people") note("all");
      });
    }
    const { id, command, input } = message;
    asked.set(id, input?.kinds?.[0] === "person" ? "people" : command);
    return post.call(this, message, ...rest);
  };
  new MutationObserver(() => {
    if (document.querySelector("aside .rows li")) requestAnimationFrame(() => note("first"));
  }).observe(document, { childList: true, subtree: true });
}"""

DROP = """() => new Promise((resolve) => {
  const request = indexedDB.open("goldseam");
  request.onsuccess = () => {
    const dropping = request.result.transaction("segments", "readwrite");
    dropping.objectStore("segments").clear();
    dropping.oncomplete = () => { request.result.close(); resolve(); };
  };
})"""


def measure(pages: int, slower: int) -> None:
    """Fill one device, then unlock it again and again, as it is and slowed down."""
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_page(viewport=SIZES["laptop"], base_url=server.origin)
        page.add_init_script(f"({WATCH})()")
        passphrase = sign_up(page, "measured")
        seed(page, passphrase, many(pages, FIRST_AT))
        lock(page)
        _tell(f"{pages} pages, without segments", [_times(page, passphrase)])
        _tell(f"{pages} pages", [_times(page, passphrase) for _ in range(RUNS)])
        with slowed(browser, slower):
            _tell(f"{slower} times slower", [_times(page, passphrase) for _ in range(RUNS)])
            page.evaluate(DROP)
            _tell(f"{slower} times slower, without segments", [_times(page, passphrase)])
        browser.close()


def _times(page: Page, passphrase: str) -> dict[str, float]:
    """Unlock and lock once. Milliseconds from open keys to the first rows, and to all headers."""
    page.evaluate("window.__times = {}")
    unlock(page, passphrase)
    page.wait_for_function("() => window.__times.all && window.__times.first")
    await_segments(page)
    times: dict[str, float] = page.evaluate("window.__times")
    lock(page)
    return {name: times[name] - times["open"] for name in ("first", "all")}


@contextmanager
def slowed(browser: Browser, slower: int) -> Iterator[None]:
    """Let every renderer run for one part in so many of the time."""
    session = browser.new_browser_cdp_session()
    found: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [one["id"] for one in found if one["type"] == "renderer"]
    done = threading.Event()

    def halt() -> None:
        while not done.is_set():
            for sign, seconds in ((signal.SIGSTOP, slower - 1), (signal.SIGCONT, 1)):
                for renderer in renderers:
                    os.kill(renderer, sign)
                time.sleep(seconds * RUNNING_SECONDS)

    halting = threading.Thread(target=halt)
    halting.start()
    try:
        yield
    finally:
        done.set()
        halting.join()


@contextmanager
def serving() -> Iterator[Server]:
    """A server with a folder of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), port)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _tell(what: str, runs: list[dict[str, float]]) -> None:
    said = ", ".join(
        f"{name} {statistics.median(run[name] for run in runs):.0f} ms" for name in ("first", "all")
    )
    sys.stdout.write(f"{what}: {said}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    measure(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 4,
    )
