"""Two browsers and the command line edit one page over a network that drops connections: no word is lost."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import person
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice, devices
from tests.faults.proxy import CLEAR, Proxy, Weather, behind_proxy

ROUGH_SECONDS: Final = 120.0
DROP_SHARE: Final = 0.2
SEED: Final = 20_261_122
LEAST_WORDS: Final = 8  # of each writer, or the network was not rough but away
SETTLE_SECONDS: Final = 60.0
TITLE: Final = "The walk"
NAME: Final = "anna"
WORD: Final = re.compile(r"\b(?:phone|laptop|terminal)\d+\b")
ENDS: Final = (0, 3)  # done, or not reached: what was written is kept


@dataclass
class Terminal:
    """The command line at work in a loop, one process after the other; `words` are those that were kept."""

    line: CommandLine
    record: str
    words: list[str] = field(default_factory=list)
    ends: Counter[int] = field(default_factory=Counter)

    def write_until(self, end: Event, folder: Path) -> None:
        """Add one word after the other to what the page says here, as somebody with an editor does."""
        text = folder / "page.md"
        while not end.is_set():
            word = f"terminal{len(self.words) + 1}"
            text.write_text(f"{self.body()}\n{word}\n")
            self._run("write", self.record, "--file", str(text))
            self.words.append(word)
            self._run("pull")

    def body(self) -> str:
        """What the page says on this device."""
        return str(json.loads(self.line.run("show", self.record, "--json"))["record"]["body"])

    def _run(self, *arguments: str) -> None:
        status, printed = self.line.end_of(*arguments)
        assert status in ENDS, printed
        self.ends[status] += 1


@dataclass
class Typist:
    """A person at a browser with the page open; `words` are those that were kept."""

    name: str
    page: Page
    words: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Type one more word at the end, key by key, and wait until it is kept."""
        word = f"{self.name}{len(self.words) + 1}"
        body = person.body_of(self.page)
        body.press("Control+End")
        body.press_sequentially(f"\n{word} ", delay=15)
        person.await_kept(self.page)
        self.words.append(word)


@pytest.fixture
def rough(
    browser: Browser, tmp_path: Path, free_port: Callable[[], int]
) -> Iterator[tuple[Proxy, NewDevice]]:
    """Give a server behind a proxy, and devices that know only the proxy."""
    with (
        behind_proxy(tmp_path, free_port, SEED) as (server, proxy),
        devices(browser, server) as make,
    ):
        yield proxy, make


def test_three_devices_on_one_page_lose_no_word(
    rough: tuple[Proxy, NewDevice], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Fails when a kept word is missing or there twice after two rough minutes, or the devices do not become equal."""
    proxy, make = rough
    typists, terminal = settle(proxy, make, tmp_path)
    proxy.weather = Weather(drop_share=DROP_SHARE)
    proxy.cut()
    write_for(ROUGH_SECONDS, typists, terminal, tmp_path)
    proxy.weather = CLEAR
    body = settled_body(typists, terminal)
    found = Counter(WORD.findall(body))
    writers = [*(typist.words for typist in typists), terminal.words]
    doubled = sorted(word for word, count in found.items() if count > 1)
    counted = {
        "seed": SEED,
        "words": [len(words) for words in writers],
        "requests": len(proxy.asked),
        "dropped": proxy.lost,
        "terminal": dict(terminal.ends),
        "doubled": doubled,
    }
    print(counted)
    record_property("rough", json.dumps(counted))
    assert min(len(words) for words in writers) >= LEAST_WORDS
    assert [word for words in writers for word in words if word not in found] == []
    assert doubled == []


def settle(proxy: Proxy, make: NewDevice, folder: Path) -> tuple[list[Typist], Terminal]:
    """One account and one page on a phone, a laptop and a terminal, everything in sync."""
    phone, laptop = make("phone", base_url=proxy.origin), make("laptop", base_url=proxy.origin)
    passphrase = person.sign_up(phone, NAME)
    person.keep_recovery(phone)
    person.write(phone, TITLE, "Out by the mill, back along the river.")
    person.await_synced(phone)
    person.sign_in(laptop, NAME, passphrase)
    line = CommandLine(folder / "terminal", passphrase)
    line.sign_in(proxy.origin, NAME)
    line.run("pull")
    for page in (phone, laptop):
        person.open_page(page, TITLE)
    return [Typist("phone", phone), Typist("laptop", laptop)], Terminal(line, line.id_of(TITLE))


def write_for(seconds: float, typists: list[Typist], terminal: Terminal, folder: Path) -> None:
    """All three write at once."""
    end = Event()
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(terminal.write_until, end, folder)
        try:
            while time.monotonic() < until:
                for typist in typists:
                    typist.write()
                    typist.page.wait_for_timeout(200)
        finally:
            end.set()
        working.result()


def settled_body(typists: list[Typist], terminal: Terminal) -> str:
    """What the page says when all three say the same and everything is on the server."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        terminal.line.run("pull")
        for typist in typists:
            person.await_synced(typist.page)
            person.open_page(typist.page, TITLE)
        bodies = {person.body_of(typist.page).input_value() for typist in typists}
        if bodies == {body := terminal.body()}:
            return body
    raise TimeoutError("the devices do not become equal")
