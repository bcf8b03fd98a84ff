"""Chromium as a benchmark uses it: a server, a page that writes down when what came, and a tab that is slowed down.

Chromium's own throttle slows the page alone, and the work is in the worker. So the whole process of the tab is halted
for most of the time, but where a line says that the page alone was slowed.
"""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.chromium import FLAGS, SIZES, Kind, executable
from tests.e2e.serving import Server

SLOWER = 4
RUNNING_SECONDS = 0.002
PATIENCE_MS = 300_000

WATCH = """() => {
  window.__at = {};
  window.__searches = [];
  window.__note = (name) => { window.__at[name] ??= performance.now(); };
  const note = window.__note;
  const asked = new Map();
  const answered = (data, { command, input, at }) => {
    if (command === "unlock" || command === "signIn") note("open");
    if (input?.kinds?.[0] === "person") note("all");
    if (command === "search") window.__searches.push({ took: performance.now() - at, total: data.result.total });
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (!this.__watched) {
      this.__watched = true;
      this.addEventListener("message", ({ data }) => {
        if (data.type === "result" && asked.has(data.id)) answered(data, asked.get(data.id));
        if (data.type === "notice" && data.notice.status?.sync === "done") note("synced");
      });
    }
    const { id, command, input } = message;
    if (command === "unlock" || command === "signIn") note("asked");
    asked.set(id, { command, input, at: performance.now() });
    return post.call(this, message, ...rest);
  };
  new MutationObserver(() => {
    const shown = (name, selector) => {
      if (document.querySelector(selector)) requestAnimationFrame(() => note(name));
    };
    shown("first", ".rows li");
    shown("control", "main a, main button");
  }).observe(document, { childList: true, subtree: true });
}"""
"""`window.__at`: milliseconds by name, each when it first happened. `window.__searches`: every answered search."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def serving() -> Iterator[Server]:
    """A server with a folder of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    with TemporaryDirectory() as folder:
        server = Server(Path(folder), port)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def watched(browser: Browser, server: Server, kind: Kind = "laptop") -> Iterator[Page]:
    """The page of a new device that writes down when what came."""
    context = _context(browser, server, kind)
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    yield page
    context.close()


def forget(page: Page) -> None:
    """Begin to write down anew."""
    page.evaluate("window.__at = {}")


def times(page: Page, *names: str) -> Mapping[str, float]:
    """When each of these was, in milliseconds, as soon as all have been."""
    page.wait_for_function("names => names.every(name => window.__at[name])", arg=names)
    found: dict[str, float] = page.evaluate("window.__at")
    return found


@contextmanager
def slowed(browser: Browser, slower: int = SLOWER) -> Iterator[None]:
    """Let every tab run for one part in so many of the time; 1 leaves them as they are."""
    renderers = _renderers(browser) if slower > 1 else []
    done = threading.Event()

    def halt() -> None:
        while renderers and not done.is_set():
            for sign, parts in ((signal.SIGSTOP, slower - 1), (signal.SIGCONT, 1)):
                for renderer in renderers:
                    os.kill(renderer, sign)
                time.sleep(parts * RUNNING_SECONDS)

    halting = threading.Thread(target=halt)
    halting.start()
    try:
        yield
    finally:
        done.set()
        halting.join()


@contextmanager
def slow_page(page: Page, slower: int = SLOWER) -> Iterator[None]:
    """Chromium's own throttle, of the page's thread alone."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _context(browser: Browser, server: Server, kind: Kind) -> BrowserContext:
    context = browser.new_context(
        viewport=SIZES[kind], has_touch=kind == "phone", base_url=server.origin
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def _renderers(browser: Browser) -> list[int]:
    session = browser.new_browser_cdp_session()
    found: list[dict[str, Any]] = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return [one["id"] for one in found if one["type"] == "renderer"]
