"""`first-sync`: a new device signs in to ten thousand records, from the network on."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from benchmarks.browser import SLOWER, chromium, serving, slow_page, slowed, times, watched
from benchmarks.lines import Line, alone, at_most
from tests.demo.filling import fill_folder
from tests.demo.journals import MANY, ten_years
from tests.e2e.command_line import CommandLine
from tests.e2e.person import sign_in
from tests.e2e.serving import Server

NAME = "wren"
PASSPHRASE = "six words of another file entirely"  # noqa: S105 - of a made-up person
RUNS = 3
SHOWN = (
    "{:,} records of ten years; from the answer to the sign-in until the first pages are on screen"
)
WHOLE = (
    "the same; until everything was pulled, verified, opened and stored, with the head of the vault"
)


def lines() -> list[Line]:
    """The figures of a first sync."""
    with serving() as server, TemporaryDirectory() as folder, chromium() as browser:
        copy = CommandLine(Path(folder) / "copy", PASSPHRASE)
        copy.sign_up(server.origin, NAME)
        fill_folder(copy, ten_years())
        copy.run("pull")
        usual = [_sync(browser, server, lambda _: nullcontext()) for _ in range(RUNS)]
        slow_screen = [_sync(browser, server, slow_page) for _ in range(RUNS)]
        slow = [_sync(browser, server, lambda _: slowed(browser)) for _ in range(RUNS)]
    return [
        *_lines_of("", usual, 2_000),
        *_lines_of(f", the page's thread {SLOWER} times slower", slow_screen, 5_000),
        *_lines_of(f", {SLOWER} times slower", slow, 5_000),
    ]


def _sync(
    browser: Browser, server: Server, slower: Callable[[Page], AbstractContextManager[None]]
) -> Mapping[str, float]:
    with watched(browser, server) as page:
        page.goto("/")
        with slower(page):
            return _entered(page)


def _entered(page: Page) -> Mapping[str, float]:
    sign_in(page, NAME, PASSPHRASE)
    found = times(page, "open", "first", "synced")
    return {"first": found["first"] - found["open"], "all": found["synced"] - found["open"]}


def _lines_of(slower: str, runs: Sequence[Mapping[str, float]], most_ms: int) -> list[Line]:
    first, whole = ([run[name] for run in runs] for name in ("first", "all"))
    return [
        alone(f"first sync, first pages{slower}", "ms", first, SHOWN.format(MANY), at_most(500)),
        alone(f"first sync, all of it{slower}", "ms", whole, WHOLE, at_most(most_ms)),
    ]
