"""The device's folder: private, whole, for one process, and without a word in clear."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldseam.client import entering
from goldseam.client.committing import synchronise
from goldseam.client.driver import Driver
from goldseam.client.effects import TABLES, Change
from goldseam.client.entering import Entry, sign_up
from goldseam.client.pages import Now, Words, keep, pages
from goldseam.client.store import FILE, LOCK, Store, StoreBusy, StoreRefused, open_store
from goldseam.crypto.recovery import draw_recovery_code
from goldseam.errors import UnknownVersion
from tests.server.honest import ORIGIN, HonestServer
from tests.server.machine import Chance
from tests.server.simulated import (
    PASSPHRASE,
    no_wait,
    stretched_once,
)

MARKER = "quokkawort"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the name of a folder that is not there yet."""
    return tmp_path / "deep" / "state"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """Give an open store in it."""
    with open_store(folder) as opened:
        yield opened


def test_the_folder_is_for_its_owner_alone(folder: Path, store: Store) -> None:
    """0700 for the folder and 0600 for every file, also where the mask of the process would allow more."""
    store.write((Change("rows", b"key", b"value"),))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_an_open_but_empty_folder_is_closed(tmp_path: Path) -> None:
    """A folder that somebody made for us becomes private."""
    tmp_path.chmod(0o755)
    with open_store(tmp_path):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    """Its mode is not ours to change."""
    (tmp_path / "letters").write_text("not ours")
    tmp_path.chmod(0o755)
    with pytest.raises(StoreRefused), open_store(tmp_path):
        pass
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.usefixtures("store")
def test_one_process_at_a_time(folder: Path) -> None:
    """A second run is told to try later; after the first it may."""
    with pytest.raises(StoreBusy), open_store(folder):
        pass


def test_a_folder_is_free_again_after_a_run(folder: Path) -> None:
    """Also after a run that failed, and what it raised is what the person hears."""
    with pytest.raises(BlockingIOError), open_store(folder):
        raise BlockingIOError
    with open_store(folder) as store:
        assert store.get("rows", b"key") is None


def test_what_is_written_is_there_next_time(folder: Path) -> None:
    """Put, replaced and removed, in the order of the keys."""
    with open_store(folder) as store:
        store.write((Change("rows", b"b", b"1"), Change("rows", b"a", b"1")))
        store.write((Change("rows", b"a", b"2"), Change("rows", b"c", b"3")))
        store.write((Change("rows", b"c", None), Change("bases", b"a", b"other")))
    with open_store(folder) as store:
        assert store.scan("rows") == [(b"a", b"2"), (b"b", b"1")]
        assert store.get("bases", b"a") == b"other"


@pytest.mark.parametrize("error", [sqlite3.OperationalError, KeyboardInterrupt])
def test_a_write_that_fails_in_the_middle_changes_nothing(
    store: Store, error: type[BaseException]
) -> None:
    """All changes of a transaction, or none; the store goes on."""

    def changes() -> Iterator[Change]:
        yield Change("rows", b"a", b"after")
        raise error

    store.write((Change("rows", b"a", b"before"),))
    with pytest.raises(error):
        store.write(changes())  # type: ignore[arg-type] # An interruption between two of its changes.
    assert store.get("rows", b"a") == b"before"
    store.write((Change("rows", b"a", b"later"),))
    assert store.get("rows", b"a") == b"later"


def test_a_store_of_a_newer_version_is_refused(folder: Path) -> None:
    """An older program does not write into what it does not know."""
    with open_store(folder):
        pass
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(UnknownVersion), open_store(folder):
        pass


def test_what_is_removed_is_overwritten(folder: Path, store: Store) -> None:
    """Removed values do not stay behind in the file."""
    for number in range(50):
        store.write((Change("bases", bytes([number]), MARKER.encode() * 300),))
    for number in range(50):
        store.write((Change("bases", bytes([number]), None),))
    assert MARKER.encode() not in (folder / FILE).read_bytes()


def test_no_word_rests_in_clear(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titles, texts and tags, sent and unsent, are in no file of the folder, and neither is the passphrase."""
    monkeypatch.setattr(entering, "stretch", stretched_once)
    server, chance = HonestServer(), Chance("store")
    driver = Driver(store, server.send, chance, wait=no_wait)
    entry = Entry(ORIGIN, "anna", PASSPHRASE, MARKER, "2026-11-22")
    code = draw_recovery_code(chance)
    desk = driver.run(sign_up(entry, code, chance))
    driver.local = desk.local
    words = Words(MARKER, f"A {MARKER} text.", (MARKER,))
    record = driver.run(keep(desk, None, words, Now(1, "Europe/Vienna")))
    driver.run(synchronise(desk))
    driver.run(keep(desk, record, Words(body=f"{MARKER} unsent"), Now(2, "")))
    assert len(driver.run(pages())) == 1
    filled = {table for table in TABLES if store.scan(table)}
    assert {"device", "vault", "rows", "bases", "outbox", "tried"} <= filled
    for path in folder.iterdir():
        data = path.read_bytes()
        for secret in (MARKER, PASSPHRASE, code.split()[0], "Europe/Vienna"):
            assert secret.encode() not in data, path.name
    assert sorted(path.name for path in folder.iterdir()) == [FILE, LOCK]
