"""What a person writes leaves the worker sealed: looked for in requests, on the server, and in a locked browser."""

import os
import secrets
import string
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from goldseam.client.driver import Driver
from goldseam.client.entering import Entry, sign_in
from goldseam.client.held import KEYRING_KEY, HeldKeyring, fetched
from goldseam.client.store import open_store
from goldseam.client.transport import Transport
from goldseam.crypto.keys import local_key, stretch
from goldseam.crypto.slots import open_slot, open_wrap
from goldseam.protocol.accounts import TYPE_PASSPHRASE
from goldseam.protocol.commits import CommitBody
from tests.e2e.chromium import FLAGS, SIZES, complaints_of, executable
from tests.e2e.passkeys import (
    LISTEN,
    Authenticator,
    add_passkey,
    go_to_passkeys,
    lock_from_passkeys,
    open_by_passkey,
    outputs,
)
from tests.e2e.person import (
    await_synced,
    keep_recovery,
    lock,
    open_page,
    rewrite,
    sign_up,
    unlock,
    write,
)
from tests.e2e.serving import Server
from tests.e2e.traces import Found, Needles, found_in_bytes, found_in_folder

WRITTEN_SECONDS = 120.0
RECORD_BYTES = 60_000
RECORDS = 120
PLANT = """async ({ local, logged, table, size, count }) => {
  localStorage.setItem("control", local);
  const opening = indexedDB.open("control", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("control");
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const put = (value, key) => new Promise((done, failed) => {
    const writing = database.transaction("control", "readwrite");
    writing.objectStore("control").put(value, key);
    writing.oncomplete = done;
    writing.onabort = failed;
  });
  // The word comes in two halves first, so that packing makes two references of the whole; a block takes 4 KiB.
  const [left, right] = [table.slice(0, 10), table.slice(10)];
  await put(`${left}-${right}${".".repeat(9000)}${table}`, "first");
  // More than LevelDB keeps in its log: what came first goes into a packed table.
  for (let i = 0; i < count; i++) await put(crypto.getRandomValues(new Uint8Array(size)), `more ${i}`);
  await put(logged, "last");
  database.close();
}"""


@dataclass(frozen=True)
class Left:
    """What is left of one person's visit. Words and keys by their names; each word is nowhere else."""

    name: str
    words: Mapping[str, str]
    keys: Needles
    controls: Mapping[str, str]
    requests: list[bytes]
    commits: list[CommitBody]
    profile: Path
    in_locked: Found
    in_closed: Found


def word() -> str:
    """A word that is nowhere by chance."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(20))


@pytest.fixture(scope="module")
def left(browser: Browser, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Give what is left of a visit that ends with a lock, with controls planted afterwards."""
    profile = tmp_path_factory.mktemp("profile")
    name = word()
    words = {part: word() for part in ("title", "body", "later", "tag")}
    controls = {place: word() for place in ("local", "logged", "table", "typed")}
    sent: list[Request] = []
    server.stop()
    server.start(GOLDSEAM_LOG_LEVEL="debug")
    with visit(browser, server, profile) as page:
        page.context.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - needs a function to write on
        passphrase, keys = live_through(page, name, words)
        requests = [bytes_of(request) for request in sent]
        commits = [body_of_commit(request) for request in sent if "/commits/" in request.url]
        in_locked = found_in_folder(profile, {"name": name, **words, **keys})
        plant(page, controls)
        await_written(profile, controls)
    more_keys = keys | keys_of(server, name, passphrase, tmp_path_factory.mktemp("second"))
    in_closed = found_in_folder(profile, {"name": name, **words, **more_keys, **controls})
    return Left(name, words, more_keys, controls, requests, commits, profile, in_locked, in_closed)


@contextmanager
def visit(browser: Browser, server: Server, profile: Path) -> Iterator[Page]:
    """A browser of its own that keeps everything in this folder."""
    context: BrowserContext = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=executable(),
        args=list(FLAGS),
        viewport=SIZES["phone"],
        has_touch=True,
        base_url=server.origin,
    )
    try:
        page = context.pages[0]
        complaints = complaints_of(page)
        yield page
    finally:
        context.close()
    assert complaints == []


def live_through(
    page: Page, name: str, words: Mapping[str, str]
) -> tuple[str, dict[str, str | bytes]]:
    """Write, sync, write on, leave the app in the middle of it, and lock in the end.

    Gives the passphrase, and everything that opens the account.
    """
    title = f"About {words['title']}"
    passphrase = sign_up(page, name)
    write(page, title, f"Here is {words['body']} and more.", f"evening, {words['tag']}")
    recovery = keep_recovery(page)
    await_synced(page)
    open_page(page, title)
    rewrite(page, f"Here is {words['body']}, and later {words['later']}.")
    page.goto("/settings")
    type_in_the_open(page, passphrase)
    page.goto("/")
    unlock(page, passphrase)
    evaluated = open_with_a_passkey(page, passphrase)
    await_synced(page)
    lock(page)
    return passphrase, {
        "what a passkey evaluates": evaluated,
        "passphrase": passphrase,
        "passphrase as a list": '","'.join(passphrase.split()),
        "recovery": recovery,
        "recovery as a list": '","'.join(recovery.split()),
    }


def open_with_a_passkey(page: Page, passphrase: str) -> bytes:
    """Add a passkey, lock, and open with it; gives what it evaluates."""
    Authenticator(page)
    page.evaluate(f"({LISTEN})()")
    go_to_passkeys(page)
    add_passkey(page, passphrase, "My phone")
    lock_from_passkeys(page)
    open_by_passkey(page)
    return outputs(page)[0]


def type_in_the_open(page: Page, passphrase: str) -> None:
    """Type the passphrase on the locked screen, shown as text."""
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.get_by_label("Show what I type").check()
    page.get_by_label("Passphrase", exact=True).fill(passphrase)


def plant(page: Page, controls: Mapping[str, str]) -> None:
    """Leave words unsealed in localStorage, in IndexedDB, and in a field that the browser may restore."""
    page.evaluate(PLANT, {**controls, "size": RECORD_BYTES, "count": RECORDS})
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").fill(controls["typed"])
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()


def await_written(profile: Path, controls: Mapping[str, str]) -> None:
    """Until the browser has put the controls into files, and with them everything from before."""
    end = time.monotonic() + WRITTEN_SECONDS
    while {name for name, _ in found_in_folder(profile, controls)} != set(controls):
        assert time.monotonic() < end, "the controls are in no file"
        time.sleep(0.1)


def bytes_of(request: Request) -> bytes:
    """All that a request tells: address, headers and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    return f"{request.url}\n{headers}\n".encode() + (request.post_data_buffer or b"")


def body_of_commit(request: Request) -> CommitBody:
    """The body of a commit as it was sent."""
    return msgspec.msgpack.decode(request.post_data_buffer or b"", type=CommitBody)


def keys_of(server: Server, name: str, passphrase: str, folder: Path) -> dict[str, str | bytes]:
    """The account's keys, as the second client derives them."""
    entry = Entry(server.origin, name, passphrase, "Second", "2026-11-22")
    with open_store(folder / "state") as store, closing(Transport(server.origin)) as transport:
        driver = Driver(store, transport.send, os.urandom)
        desk = driver.run(sign_in(entry, os.urandom))
        driver.local = desk.local
        held = driver.run(fetched("device", KEYRING_KEY, HeldKeyring))
    assert held is not None
    account, wrap = desk.enrolled.account, held.wraps[0]
    stretched = stretch(passphrase, name, desk.enrolled.salt)
    slot = next(slot for slot in desk.enrolled.slots if slot.type == TYPE_PASSPHRASE)
    account_key = open_slot(stretched, account, slot)
    devices = desk.keyring.document.devices
    of_vault = desk.keys[wrap.epoch]
    return {
        "stretched": stretched.value,
        "account key": account_key.value,
        "keyring key": desk.account_keys.keyring.value,
        "wrapping key": desk.account_keys.wrap.value,
        "vault key": open_wrap(desk.account_keys, desk.keyring.document.epoch, wrap).value,
        "sealing key": of_vault.seal.value,
        "head key": of_vault.head.value,
        **{f"local key {i}": local_key(account_key, one).value for i, one in enumerate(devices)},
    }


def test_no_request_holds_a_word_or_a_key(left: Left) -> None:
    """R-01. Fails when a word of a page, the passphrase or a key is in an address, a header or a body."""
    assert found_in_bytes(b"\n".join(left.requests), {**left.words, **left.keys}) == set()


def test_the_requests_that_were_looked_at_are_those_of_sync(left: Left) -> None:
    """Fails when the look at requests misses those of the worker: the name is in one, the pages in others."""
    assert found_in_bytes(b"\n".join(left.requests), {"name": left.name}) == {"name"}
    assert sum(len(commit.revisions) for commit in left.commits) == 2


def test_no_file_of_the_server_holds_a_word_or_a_key(left: Left, server: Server) -> None:
    """R-01. Fails when a word of a page, the name, the passphrase or a key is in a file or log of the server."""
    needles = {"name": left.name, **left.words, **left.keys}
    assert found_in_folder(server.folder, needles) == set()


def test_the_files_that_were_looked_at_are_those_of_the_server(left: Left, server: Server) -> None:
    """Fails when the look at the server's files misses what a commit wrote, or what was logged of it."""
    sealed = {
        f"revision {number}": revision.sealed
        for commit in left.commits
        for number, revision in enumerate(commit.revisions)
    }
    assert {name for name, _ in found_in_folder(server.folder, sealed)} == set(sealed)
    assert '"method": "PUT"' in server.log.read_text()


def test_no_file_of_the_locked_browser_holds_a_word_or_a_key(left: Left) -> None:
    """R-13. Fails when a word of a page, a secret or a key is in the profile, locked or closed."""
    secret = {*left.words, *left.keys}
    assert {one for one in left.in_locked | left.in_closed if one[0] in secret} == set()


@pytest.mark.parametrize("place", ["local", "logged", "table", "typed", "name"])
def test_an_unsealed_word_would_have_been_found(place: str, left: Left) -> None:
    """N-10. Fails when the look at the profile misses a word in a storage, a log, a table, or a restored field."""
    assert place in {name for name, _ in left.in_closed}


def test_the_word_in_the_packed_table_cannot_be_read_there(left: Left) -> None:
    """Fails when the control for packed tables could be found without unpacking them."""
    tables = [left.profile / path for name, path in left.in_closed if name == "table"]
    assert {path.suffix for path in tables} == {".ldb"}
    assert all(left.controls["table"].encode() not in path.read_bytes() for path in tables)
