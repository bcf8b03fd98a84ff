"""The web client in Chromium as the victim: its screens, its worker, its IndexedDB."""

import time
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import person
from tests.e2e.chromium import SIZES, complaints_of
from tests.faults.copy_of import english
from tests.faults.victim import SILENCE, SYNCED

SECONDS: Final = 60.0
SILENCES: Final = ("offline", "unreachable", "slow", "busy", "portal", "blocked")
# Rows are copied inside the browser: the device's key can be stored again, but never leaves it.
COPY_DATABASE: Final = """async ([from, to]) => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const source = await done(indexedDB.open(from));
  const names = [...source.objectStoreNames];
  const opening = indexedDB.open(to, source.version);
  opening.onupgradeneeded = () => names.forEach((name) => opening.result.createObjectStore(name));
  const target = await done(opening);
  const reading = source.transaction(names);
  const rows = await Promise.all(names.map(async (name) => {
    const store = reading.objectStore(name);
    return [name, await done(store.getAllKeys()), await done(store.getAll())];
  }));
  const writing = target.transaction(names, "readwrite");
  const ended = new Promise((resolve, reject) => {
    writing.oncomplete = resolve;
    writing.onabort = () => reject(writing.error);
  });
  for (const [name, keys, values] of rows) {
    const store = writing.objectStore(name);
    store.clear();
    keys.forEach((key, i) => store.put(values[i], key));
  }
  await ended;
  source.close();
  target.close();
}"""

VERIFIED_AT: Final = """async () => {
  const done = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const database = await done(indexedDB.open("goldseam"));
  const row = await done(database.transaction("vault").objectStore("vault").get("only"));
  database.close();
  return row?.verifiedAt ?? null;
}"""


class WebVictim:
    """A signed-in context, and beside it one that has nothing yet."""

    def __init__(self, browser: Browser, origin: str, name: str, passphrase: str) -> None:
        self._browser, self._origin = browser, origin
        self._name, self._passphrase = name, passphrase
        self._contexts: list[BrowserContext] = []
        self._complaints: list[list[str]] = []
        self.page = self._device()
        self._stranger: Page | None = None
        self._shown = self.page

    def sign_in(self) -> None:
        """Enter the account with this device."""
        person.sign_in(self.page, self._name, self._passphrase)

    def save(self) -> None:
        self._lock_by_reload(self.page)
        self.page.evaluate(COPY_DATABASE, ["goldseam", "saved"])

    def begin(self) -> None:
        self._lock_by_reload(self.page)
        self.page.evaluate(COPY_DATABASE, ["saved", "goldseam"])

    def rest(self) -> None:
        self.page.goto("about:blank")
        if self._shown not in (self.page, self._stranger):
            self._shown.context.close()  # It entered, and would go on asking.
            self._contexts.remove(self._shown.context)
        self._shown = self.page

    def sync(self) -> str:
        self._shown = self.page
        self._lock_by_reload(self.page)
        verified_before = self.page.evaluate(VERIFIED_AT)
        person.unlock(self.page, self._passphrase)
        return self._outcome(self.page, verified_before)

    def rejoin(self) -> None:
        copy, page = english(), self.page
        page.get_by_role("link", name=copy["alarm"]["look"]).click()
        page.get_by_role("button", name=copy["rejoin"]["join"]).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(copy["rejoin"]["doneTitle"])
        person.await_synced(page)

    def pages(self) -> Mapping[str, str]:
        return {title: self._body(title) for title in self._rows()}

    def titles(self) -> set[str]:
        return set(self._rows())

    def unsent(self) -> set[str]:
        kept = english()["kept"]["device"]
        rows = self._rows()
        return {title for title, about in rows.items() if about.endswith(kept)}

    def write(self, title: str, body: str) -> None:
        person.write(self.page, title, body)

    def enter(self, name: str, passphrase: str) -> str:
        page = self._shown = self._stranger = self._stranger or self._device()
        page.goto("/sign-in")
        field = page.get_by_label(english()["credentials"]["name"], exact=True)
        field.fill(name)
        page.get_by_label(english()["credentials"]["passphrase"], exact=True).fill(passphrase)
        page.get_by_role("button", name=english()["credentials"]["open"], exact=True).click()
        outcome = self._outcome(page, None)
        if field.count() == 0:  # It is no stranger any more.
            self._stranger = None
        return outcome

    def told(self) -> str:
        expect(self._shown.get_by_text(english()["credentials"]["opening"])).to_have_count(0)
        return self._shown.locator("body").inner_text()

    def close(self) -> None:
        """End all devices. Fails on an uncaught error or a breach of the content policy on any."""
        for context in self._contexts:
            context.close()
        assert [one for some in self._complaints for one in some] == []

    def _device(self) -> Page:
        context = self._browser.new_context(
            viewport=SIZES["phone"], has_touch=True, base_url=self._origin, locale="en"
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        self._complaints.append(complaints_of(page))
        return page

    def _lock_by_reload(self, page: Page) -> None:
        """A new worker, without keys."""
        page.goto("/")
        expect(page.get_by_role("heading", name=english()["unlock"]["title"])).to_be_visible()

    def _outcome(self, page: Page, verified_before: int | None) -> str:
        """Waits for a sentence that says how it ended; an alarm has a screen that leads to a backup.

        A device with nothing to send says that all is well while it looks: then it is waited until it has looked.
        """
        ends = _ends()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for text in page.locator("p").all_inner_texts():
                if text.strip() == english()["sync"]["stopped"]:
                    return _alarm_on(page)
                outcome = ends.get(text.strip())
                if outcome == SYNCED and page.evaluate(VERIFIED_AT) == verified_before:
                    continue
                if outcome is not None:
                    return outcome
            page.wait_for_timeout(30)
        raise TimeoutError(page.locator("body").inner_text())

    def _rows(self) -> dict[str, str]:
        """What the list says of each page, by title."""
        person.go_to_list(self.page)
        rows = self.page.locator("ul.rows > li")
        expect(rows).not_to_have_count(0)
        texts = [row.split("\n") for row in rows.all_inner_texts()]
        return {lines[0]: lines[-1] for lines in texts}

    def _body(self, title: str) -> str:
        person.open_page(self.page, title)
        return person.body_of(self.page).input_value()


def _ends() -> dict[str, str]:
    """The sentences that end the waiting, and what they say."""
    copy = english()
    # Some codes share a sentence: the first one stands for all.
    named = reversed((copy["failures"] | copy["alarms"]).items())
    failures = {sentence: code for code, sentence in named}
    refused = {f"{copy['keptHere']} {sentence}": code for sentence, code in failures.items()}
    sync = copy["sync"]
    silent = {sync[silence]: SILENCE for silence in SILENCES}
    fine = {sync["done"]: SYNCED, sync["sign_in_again"]: "sign_in_again"}
    return failures | refused | silent | fine


def _alarm_on(page: Page) -> str:
    """The alarm that the screen names; the person reads there what was seen, and goes on to a backup or rejoins."""
    copy = english()
    page.get_by_role("link", name=copy["sync"]["stoppedLink"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(copy["alarm"]["title"])
    expect(page.locator("a[href='/backup']").first).to_be_visible()
    expect(page.get_by_role("link", name=copy["alarm"]["look"])).to_be_visible()
    text = page.locator("main, .screen").first.inner_text()
    named = [code for code, sentence in copy["alarms"].items() if sentence in text]
    assert len(named) == 1, text
    return str(named[0])
