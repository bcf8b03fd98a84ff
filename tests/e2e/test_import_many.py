"""Ten thousand files come in at once: the person goes on writing, stops it, and brings in the rest.

Times and memory are told, not judged.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.arriving import bring_in, look_at, saved
from tests.e2e.command_line import goldseam
from tests.e2e.conftest import NewDevice
from tests.e2e.person import go, lock, sign_up, unlock, write
from tests.e2e.timeline import CATEGORIES, Event, longest, of_the_page

FILES = int(os.environ.get("GOLDSEAM_TEST_FILES", "10000"))
"""How many files come in; so few that all are there before anybody can stop are too few."""
LOOKS = 3
"""So many different amounts are seen at least before it is stopped."""
Record = Callable[[str, object], None]


@dataclass
class Memory:
    """How much JavaScript holds at most, of the page and of its worker, in bytes; asked of Chromium now and then."""

    page: Page
    peaks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin to listen to the worker."""
        self._session = self.page.context.new_cdp_session(self.page)
        self._workers: list[str] = []
        self._session.on(
            "Target.attachedToTarget", lambda to: self._workers.append(to["sessionId"])
        )
        self._session.on("Target.receivedMessageFromTarget", self._hear)
        how = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        self._session.send("Target.setAutoAttach", how)

    def look(self) -> None:
        """Ask both; the worker answers in its own time."""
        self._seen("page", self._session.send("Runtime.getHeapUsage"))
        asked = json.dumps({"id": 1, "method": "Runtime.getHeapUsage"})
        for worker in self._workers:
            asking = {"sessionId": worker, "message": asked}
            self._session.send("Target.sendMessageToTarget", asking)

    def _hear(self, told: dict[str, str]) -> None:
        if usage := json.loads(told["message"]).get("result"):
            self._seen("worker", usage)

    def _seen(self, name: str, usage: dict[str, int]) -> None:
        held = usage["usedSize"] + usage["backingStorageSize"]
        self.peaks[name] = max(self.peaks.get(name, 0), held)


@dataclass(frozen=True)
class Text:
    """What a file says: a page of some lines."""

    title: str
    day: str
    body: str

    @property
    def path(self) -> str:
        """Where it lies in the folder."""
        return f"{self.day[:4]}/{self.day} {self.title}.md"

    @property
    def markdown(self) -> str:
        """As it stands in the file."""
        front = f"---\ntitle: {self.title}\ndate: {self.day}T08:30:00Z\ntags: [evening]\n---\n\n"
        return f"{front}{self.body}\n"


def texts() -> Iterator[Text]:
    """What comes in, two files for each day."""
    for number in range(FILES):
        day = date(2005, 1, 1) + timedelta(number // 2)
        words = "Sat by the water for a while. " * (5 + number % 40)
        yield Text(f"Page {number:05}", str(day), f"{words}\n\nThe {number}th.")


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with all the files."""
    folder = tmp_path_factory.mktemp("many") / "notes"
    for text in texts():
        (folder / text.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / text.path).write_text(text.markdown, encoding="utf-8")
    return folder


def test_the_person_goes_on_writing_and_stops_it_and_brings_in_the_rest(
    browser: Browser,
    new_device: NewDevice,
    notes: Path,
    tmp_path: Path,
    record_property: Record,
) -> None:
    """Fails when amounts stand still, a page cannot be written meanwhile, what was stopped left half a page behind, or
    a second run loses or doubles one. Tells the longest task of the page's thread, and the memory."""
    page = new_device("phone")
    passphrase = sign_up(page, "many files")
    write(page, "Mine", "It was here before.")
    memory = Memory(page)
    browser.start_tracing(page=page, categories=CATEGORIES)
    look_at(page, notes)
    expect(page.get_by_text(f"{FILES:,} pages.")).to_be_visible()
    memory.look()
    page.get_by_role("button", name="Bring them in").click()
    watch(page, memory)
    write(page, "Meanwhile", "Written while they come in.")
    go(page, "/bring-in")
    watch(page, memory)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("heading", name="Stopped", exact=True)).to_be_visible()
    tell(of_the_page(browser.stop_tracing()), memory, record_property)
    came = amount_of(page, "came in.")
    assert 0 < came < FILES
    inside = imported(*saved(page, tmp_path), tmp_path)
    assert len(inside) == came
    assert set(inside) <= set(texts())
    lock(page)
    unlock(page, passphrase)
    look_at(page, notes)
    expect(page.get_by_text(f"{came:,} are here already")).to_be_visible()
    bring_in(page)
    assert amount_of(page, "came in.") == FILES - came
    assert amount_of(page, "were here already.") == came


def watch(page: Page, memory: Memory) -> None:
    """Until the amount that came in has grown some times."""
    amount = page.get_by_text(re.compile(rf"^\d+ of {FILES}$"))
    shown = [""]
    while len(shown) <= LOOKS:
        expect(amount).not_to_have_text(shown[-1])
        shown.append(amount.inner_text())
        memory.look()
    amounts = [int(text.split()[0]) for text in shown[1:]]
    assert amounts == sorted(set(amounts))


def amount_of(page: Page, words: str) -> int:
    """The number in the sentence that ends so."""
    sentence = page.get_by_text(re.compile(rf"^[\d,]+ (?:.* )?{re.escape(words)}$"))
    return int(sentence.inner_text().split()[0].replace(",", ""))


def imported(backup: Path, passphrase: str, folder: Path) -> list[Text]:
    """What the pages in a backup say that came out of files."""
    (folder / "passphrase").write_text(passphrase)
    given = ["--backup-passphrase-file", str(folder / "passphrase"), "--to", str(folder / "out")]
    goldseam("backup", "extract", str(backup), *given)
    records = [json.loads(path.read_bytes()) for path in (folder / "out/records").iterdir()]
    assert {record.get("title", "") for record in records} >= {"Mine", "Meanwhile"}
    return [said_by(record) for record in records if "origin" in record]


def said_by(record: Event) -> Text:
    """What a page says."""
    day = datetime.fromtimestamp(record["created_at"] / 1000, UTC).date()
    assert record["tags"] == ["evening"]
    return Text(record["title"], str(day), record["body"])


def tell(events: list[Event], memory: Memory, record_property: Record) -> None:
    """Print the longest task, and apart from it that in which Chromium hands over the chosen files."""
    chosen = max((event for event in events if said(event) == "change"), key=lambda one: one["dur"])
    handing = next(event for event in events if event["name"] == "RunTask" and holds(event, chosen))
    others = [event for event in events if event is not handing]
    told = json.dumps(
        {
            "files": FILES,
            "longest_task_ms": longest(others, "RunTask")["dur"] / 1000,
            "chromium_hands_files_over_ms": (handing["dur"] - chosen["dur"]) / 1000,
            "we_take_them_ms": chosen["dur"] / 1000,
            "javascript_mb": {name: peak // 1_048_576 for name, peak in memory.peaks.items()},
        }
    )
    print(told)
    record_property("import", told)


def said(event: Event) -> str:
    """The name of the event of the page that this dispatches."""
    return str(event.get("args", {}).get("data", {}).get("type", ""))


def holds(task: Event, event: Event) -> bool:
    """Whether one is part of the other."""
    return bool(
        task["ts"] <= event["ts"] and event["ts"] + event["dur"] <= task["ts"] + task["dur"]
    )
