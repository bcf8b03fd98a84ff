"""Everything goes out and comes in again: two thousand records, from one server to another, byte for byte.

Into a new account all of it comes as it was, the times of changes too. One thing is not the same, and cannot be: the
ids of the records of which each account has one follow from its keys (docs/protocol.md, Restoring).
"""

import json
import os
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from goldseam.crypto.age_recipients import Passphrase
from goldseam.crypto.backup import Contents, write_backup
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.chain import Checkpoint
from tests.e2e import age_program
from tests.e2e.arriving import bring_back, look_into, saved
from tests.e2e.command_line import CommandLine, goldseam
from tests.e2e.conftest import NewDevice, devices
from tests.e2e.person import go_to_list, keep_recovery, sign_in, sign_up
from tests.e2e.serving import Server
from tests.made_journal import ONCE, SHARES, made_journal

RECORDS = 2_000
SEED = 20_261_122
LONG = 180_000
PASSPHRASE = "gentle otter under seven quiet maples"
OTHER_PASSPHRASE = "seven quiet otters under gentle maples"
Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def originals() -> dict[bytes, JsonObject]:
    """Give the journal that makes the round."""
    made = made_journal(RECORDS, SEED, now=int(time.time() * 1000))
    assert {value["kind"] for value in made.values()} == {*ONCE, *SHARES}
    return made


@pytest.fixture(scope="module")
def new_server(
    free_port: Callable[[], int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Give another server, in another process and folder."""
    other = Server(tmp_path_factory.mktemp("new-server"), free_port())
    other.start()
    yield other
    other.stop()


def test_what_was_written_comes_back_in_another_account_on_another_server(
    originals: dict[bytes, JsonObject],
    server: Server,
    new_server: Server,
    new_device: NewDevice,
    browser: Browser,
    tmp_path: Path,
) -> None:
    """Fails when a record is missing, more, or other by one byte after a backup made and restored in the browser, or
    when age and unzip make something else of that backup."""
    said = {record.hex(): canonical_json(value) for record, value in originals.items()}
    journal_on(server, originals, tmp_path)
    old = new_device("phone")
    sign_in(old, "round", PASSPHRASE)
    await_all_synced(old)
    backup, secret = saved(old, tmp_path)
    assert other_than(said, opened(backup, secret, tmp_path)) == []
    with devices(browser, new_server) as new_device_there:
        new = new_device_there("phone")
        passphrase = sign_up(new, "another round")
        restore(new, backup, secret)
        keep_recovery(new)
        await_all_synced(new)
    assert other_than(said, export(new_server, "another round", passphrase, tmp_path)) == []


def other_than(said: Files, found: Files) -> list[str]:
    """The places of records that only one has, or that are not the same bytes in both."""
    left, right = by_place(said), by_place(found)
    return sorted(place for place in left | right if left.get(place) != right.get(place))


def by_place(records: Files) -> dict[str, bytes]:
    """Records by their ids; those of which an account has one by their kinds."""
    kinds = {record: json.loads(data)["kind"] for record, data in records.items()}
    places = {record: kind if kind in ONCE else record for record, kind in kinds.items()}
    assert len(set(places.values())) == len(records)
    return {places[record]: data for record, data in records.items()}


def journal_on(server: Server, journal: dict[bytes, JsonObject], folder: Path) -> None:
    """Put the journal into a new account, on the command line."""
    (folder / "words").write_text(OTHER_PASSPHRASE)
    with (folder / "seeded.age").open("wb") as file:
        inside = Contents(journal, Checkpoint(0, bytes(32), ()), int(time.time() * 1000))
        write_backup(inside, file, Passphrase(OTHER_PASSPHRASE), os.urandom)
    device = CommandLine(folder / "desktop", PASSPHRASE)
    device.sign_up(server.origin, "round")
    words = ["--backup-passphrase-file", str(folder / "words"), "--yes"]
    told = device.run("backup", "restore", str(folder / "seeded.age"), *words)
    assert f"Brought back: {len(journal)}." in told


def opened(backup: Path, secret: str, folder: Path) -> Files:
    """The records in a backup, as the age program and unzip give them; `backup verify` agrees."""
    (folder / "secret").write_text(secret)
    verified = goldseam(
        "backup", "verify", str(backup), "--backup-passphrase-file", str(folder / "secret")
    )
    assert f"records: {RECORDS}" in verified
    archive, plain = folder / "plain.zip", folder / "plain"
    assert age_program.opens(backup, secret, archive)
    subprocess.run(["unzip", "-q", str(archive), "-d", str(plain)], check=True, timeout=60)
    return {path.stem: path.read_bytes() for path in (plain / "records").iterdir()}


def restore(page: Page, backup: Path, secret: str) -> None:
    """Bring it all back in the browser; nothing of it was there."""
    look_into(page, backup, secret)
    expect(page.get_by_text(f"{RECORDS:,} are not here.")).to_be_visible(timeout=LONG)
    bring_back(page)
    expect(page.get_by_text(f"{RECORDS:,} came in.")).to_be_visible()


def export(server: Server, name: str, passphrase: str, folder: Path) -> Files:
    """The full export of a device on the command line."""
    device = CommandLine(folder / "laptop", passphrase)
    device.sign_in(server.origin, name)
    device.run("pull")
    out = folder / "all.zip"
    device.run("export", "--full", "--with-covered", "--to", str(out))
    with zipfile.ZipFile(out) as archive:
        return {Path(path).stem: archive.read(path) for path in archive.namelist()}


def await_all_synced(page: Page) -> None:
    """On the list: until everything is on the server and the newest head was verified; it is much."""
    go_to_list(page)
    expect(page.get_by_text("Everything is on the server too.")).to_be_visible(timeout=LONG)
