"""Two devices that meet: the new one and the old one, each as either client."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from playwright.sync_api import Browser, BrowserContext, Page, expect

from goldseam.client.admitting import Candidate, admit, read_code
from goldseam.client.desk import Desk, Holder
from goldseam.client.driver import Driver
from goldseam.client.entering import hold
from goldseam.client.pairing import Shown, show, wait_to_enter
from goldseam.client.pulling import pull
from goldseam.client.resting import enrolled_here
from goldseam.client.store import open_store
from goldseam.client.transport import Transport
from goldseam.errors import GoldseamError
from tests.e2e import pairs, person
from tests.e2e.chromium import SIZES, Kind, complaints_of
from tests.faults.copy_of import english
from tests.faults.victim import SYNCED
from tests.faults.world import PASSPHRASE, TODAY

TABLET: Final = "Tablet"


class Old(Protocol):
    """A device of the account. Every step gives the code of what it was refused with, empty where it went well."""

    def read(self, words: str) -> str:
        """Take the twenty words."""

    def four(self) -> str:
        """The words to compare."""

    def differ(self) -> None:
        """Say that they are not the same."""

    def admit(self) -> str:
        """Say that they are the same, and let the device in."""

    def close(self) -> None:
        """Leave the page, or the folder."""


class New(Protocol):
    """A device that has nothing yet."""

    def show(self) -> tuple[str, str]:
        """The twenty words and the four."""

    def end(self) -> str:
        """How its waiting ends: `in ` and the name of the account that it names, or a code."""

    def is_empty(self) -> bool:
        """Whether it still has nothing."""

    def pull(self) -> str:
        """Its first look at the history: SYNCED, or the code of an alarm."""

    def close(self) -> None:
        """End it."""


class PythonOld:
    """The folder of an account."""

    def __init__(self, folder: Path, origin: str) -> None:
        self._ground = _Ground(folder, origin)
        self._candidate: Candidate | None = None

    @property
    def candidate(self) -> Candidate:
        """What was read."""
        assert self._candidate is not None
        return self._candidate

    def read(self, words: str) -> str:
        with self._ground.held() as (driver, holder):
            try:
                self._candidate = driver.run(read_code(holder.desk, words))
            except GoldseamError as error:
                return error.code
        return ""

    def four(self) -> str:
        return " ".join(self.candidate.words)

    def differ(self) -> None:
        self._candidate = None

    def admit(self) -> str:
        with self._ground.held() as (driver, holder):
            try:
                driver.run(admit(holder, self.candidate, TODAY))
            except GoldseamError as error:
                return error.code
        return ""

    def close(self) -> None:
        self._candidate = None


class PythonNew:
    """A folder that is empty."""

    def __init__(self, folder: Path, origin: str) -> None:
        self._origin = origin
        self._open = ExitStack()
        store = self._open.enter_context(open_store(folder))
        transport = self._open.enter_context(closing(Transport(origin)))
        self._driver = Driver(store, transport.send, os.urandom, wait=lambda _: None)
        self._shown: Shown | None = None
        self._desk: Desk | None = None

    def show(self) -> tuple[str, str]:
        self._shown = self._driver.run(show(self._origin, TABLET, os.urandom))
        return self._shown.code, " ".join(self._shown.words)

    def end(self) -> str:
        assert self._shown is not None
        try:
            self._desk = self._driver.run(wait_to_enter(self._shown, os.urandom))
        except GoldseamError as error:
            return error.code
        self._driver.local = self._desk.local
        return f"in {self._desk.enrolled.name}"

    def is_empty(self) -> bool:
        return self._driver.run(enrolled_here()) is None

    def pull(self) -> str:
        assert self._desk is not None
        try:
            self._driver.run(pull(self._desk))
        except GoldseamError as error:
            return error.code
        return SYNCED

    def close(self) -> None:
        self._open.close()


class WebOld:
    """The browser of an account, opened once; each pairing begins on its page anew."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def read(self, words: str) -> str:
        pairs.go_to_add(self._page)
        pairs.type_code(self._page, words)
        copy = english()["admitting"]
        said = {copy["unread"]: "wrong_secret", copy["over"]: "pairing_over"}
        said |= {
            f"{copy['unchanged']} {text}": code for code, text in english()["failures"].items()
        }
        compare = self._page.get_by_role("heading", name=copy["compare"])
        alert = self._page.get_by_role("alert").locator("p")
        expect(compare.or_(alert).first).to_be_visible()
        return "" if compare.count() else str(said[alert.first.inner_text()])

    def four(self) -> str:
        return pairs.compared(self._page)

    def differ(self) -> None:
        self._page.get_by_role("button", name=english()["admitting"]["differ"]).click()
        heading = self._page.get_by_role("heading", level=1)
        expect(heading).to_have_text(english()["admitting"]["differTitle"])

    def admit(self) -> str:
        pairs.confirm(self._page, PASSPHRASE)
        copy = english()["admitting"]
        alert = self._page.get_by_role("alert").locator("p")
        expect(pairs.added(self._page).or_(alert).first).to_be_visible()
        if pairs.added(self._page).count():
            return ""
        said = alert.first.inner_text()
        if said.startswith(copy["answered"]):
            return "answered_before"
        return "pairing_over" if said.startswith(copy["late"]) else said

    def close(self) -> None:
        person.go_to_list(self._page)


class WebNew:
    """A browser that is empty."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._page = context.new_page()
        self._complaints = complaints_of(self._page)

    def show(self) -> tuple[str, str]:
        code = pairs.show_code(self._page)
        return code.words, code.four

    def end(self) -> str:
        copy = english()
        refused = self._page.get_by_role("heading", name=copy["joining"]["refused"])
        over = self._page.get_by_role("heading", name=copy["joining"]["over"])
        expect(pairs.joined(self._page).or_(refused).or_(over)).to_be_visible()
        if pairs.joined(self._page).count():
            return f"in {self._page.locator('main strong').inner_text()}"
        return "pairing_over" if over.count() else "wrong_secret"

    def is_empty(self) -> bool:
        self._page.goto("/")
        begin = self._page.get_by_role("link", name=english()["first"]["begin"])
        expect(begin).to_be_visible()
        return True

    def pull(self) -> str:
        self._page.get_by_role("link", name=english()["joined"]["on"]).click()
        sync = english()["sync"]
        stopped, done = (
            self._page.get_by_text(sync["stopped"]),
            self._page.get_by_text(sync["done"]),
        )
        expect(stopped.or_(done).first).to_be_visible()
        if not stopped.count():
            return SYNCED
        self._page.get_by_role("link", name=sync["stoppedLink"]).click()
        expect(self._page.get_by_role("heading", level=1)).to_have_text(english()["alarm"]["title"])
        text = self._page.locator("main").inner_text()
        return next(str(code) for code, said in english()["alarms"].items() if said in text)

    def close(self) -> None:
        self._context.close()
        assert self._complaints == []


@dataclass(frozen=True)
class _Ground:
    """A folder and its server, opened for each step: the command line is a process for each."""

    folder: Path
    origin: str

    @contextmanager
    def held(self) -> Iterator[tuple[Driver, Holder]]:
        with open_store(self.folder) as store, closing(Transport(self.origin)) as transport:
            driver = Driver(store, transport.send, os.urandom, wait=lambda _: None)
            holder = driver.run(hold(PASSPHRASE, os.urandom))
            driver.local = holder.desk.local
            yield driver, holder


def new_context(browser: Browser, origin: str, kind: Kind = "phone") -> BrowserContext:
    """A browser that has been nowhere."""
    context = browser.new_context(
        viewport=SIZES[kind], has_touch=kind == "phone", base_url=origin, locale="en"
    )
    context.set_default_timeout(15_000)
    return context
