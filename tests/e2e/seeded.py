"""A device that holds many pages already: sealed here with its own keys and put straight into its store."""

import base64
import json
import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from playwright.sync_api import Page

from goldseam.crypto import keys, slots
from goldseam.crypto.seal import seal_local
from goldseam.crypto.suite import Secret
from goldseam.protocol.accounts import Slot

AT_ONCE = 1_000
HOUR = 3_600_000
WORDS = ("the", "bench", "water", "tea", "late", "quiet", "window", "kitchen", "slowly", "walk")

ACCOUNT = """() => new Promise((resolve, reject) => {
  const bytes = (value) => btoa(String.fromCharCode(...value));
  const request = indexedDB.open("goldseam");
  request.onsuccess = () => {
    const database = request.result;
    const asked = database.transaction("account").objectStore("account").get("only");
    asked.onsuccess = () => {
      database.close();
      const { name, salt, account, device, slots } = asked.result;
      resolve({
        name, account, device, salt: bytes(salt),
        slots: slots.map((one) => ({ ...one, sealed: bytes(one.sealed) })),
      });
    };
  };
  request.onerror = () => reject(request.error);
})"""

PUT = """(rows) => new Promise((resolve, reject) => {
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const request = indexedDB.open("goldseam");
  request.onsuccess = () => {
    const database = request.result;
    const writing = database.transaction(["records", "bases", "headers", "changed"], "readwrite");
    for (const [record, hash, base, header] of rows) {
      const row = { record, number: 1, epoch: 1, hash: bytes(hash), tried: 1 };
      writing.objectStore("records").put(row, record);
      writing.objectStore("bases").put({ record, sealed: bytes(base), newer: null }, record);
      writing.objectStore("headers").put({ record, sealed: bytes(header) }, record);
      writing.objectStore("changed").put({ record }, record);
    }
    writing.oncomplete = () => { database.close(); resolve(); };
    writing.onabort = () => reject(writing.error);
  };
  request.onerror = () => reject(request.error);
})"""

SEGMENTED = """() => new Promise((resolve) => {
  const request = indexedDB.open("goldseam");
  request.onsuccess = () => {
    const database = request.result;
    const asked = database.transaction("segments").objectStore("segments").count();
    asked.onsuccess = () => { database.close(); resolve(asked.result > 0); };
  };
})"""


class Seeded(Protocol):
    """A record that is put on a device: its id in hexadecimal, itself, and what the list shows of it."""

    @property
    def record(self) -> str: ...
    @property
    def value(self) -> Mapping[str, Any]: ...
    @property
    def header(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Seed:
    """One page: its title, its words, and when it was written, in UTC milliseconds."""

    title: str
    body: str
    at: int
    record: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def value(self) -> dict[str, Any]:
        """The page as a record."""
        times = {"created_at": self.at, "updated_at": self.at, "tz": "UTC"}
        return {"kind": "entry", "v": 1, "title": self.title, "body": self.body, **times}

    @property
    def header(self) -> dict[str, Any]:
        """What the list shows of it."""
        shown = {"kind": "entry", "title": self.title, "opening": self.body[:140]}
        states = {"merged": False, "newer": False}
        return {**shown, **states, "createdAt": self.at, "updatedAt": self.at}


def many(count: int, first_at: int, apart: int = 7 * HOUR) -> list[Seed]:
    """Pages called "Page 1" and so on, each written some milliseconds after the one before."""
    drawn = random.Random(count)
    return [
        Seed(f"Page {number}", " ".join(drawn.choices(WORDS, k=60)), first_at + number * apart)
        for number in range(1, count + 1)
    ]


def seed(page: Page, passphrase: str, seeds: Sequence[Seeded]) -> None:
    """Put these records on a device that is signed in; they are listed after the next unlock."""
    account = page.evaluate(ACCOUNT)
    local = _local_key(account, passphrase)
    rows = _rows(local, seeds)
    while some := list(islice(rows, AT_ONCE)):
        page.evaluate(PUT, some)


def await_segments(page: Page) -> None:
    """On a device that is unlocked: until the headers of its pages lie in segments."""
    page.wait_for_function(SEGMENTED, polling=100)


def _local_key(account: dict[str, Any], passphrase: str) -> Secret:
    """The key under which everything rests on this device."""
    sealed = next(slot for slot in account["slots"] if slot["type"] == 1)
    secret = keys.stretch(passphrase, account["name"], base64.b64decode(account["salt"]))
    slot = Slot(
        bytes.fromhex(sealed["slot"]),
        sealed["type"],
        sealed["epoch"],
        base64.b64decode(sealed["sealed"]),
    )
    root = slots.open_slot(secret, bytes.fromhex(account["account"]), slot)
    return keys.local_key(root, bytes.fromhex(account["device"]))


def _rows(local: Secret, seeds: Sequence[Seeded]) -> Iterator[tuple[str, str, str, str]]:
    """Each as its record, the hash of its revision, its base and its header."""

    def sealed(table: str, record: str, value: Mapping[str, Any]) -> str:
        plaintext = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        box = seal_local(local, table, record, plaintext.encode(), secrets.token_bytes)
        return base64.b64encode(box).decode()

    for one in seeds:
        digest = base64.b64encode(secrets.token_bytes(32)).decode()
        base, header = (
            sealed("bases", one.record, one.value),
            sealed("headers", one.record, one.header),
        )
        yield one.record, digest, base, header
