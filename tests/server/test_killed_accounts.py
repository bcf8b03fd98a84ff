"""A server killed while it makes new keys or closes an account leaves all of it or nothing (docs/protocol.md).

Before every statement of the writer the files are copied: that is what a process leaves that is killed there. Kills in
the middle of a purge are in test_erasure.py.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from goldseam.errors import NotFound
from goldseam.protocol.accounts import Wrap
from goldseam.protocol.closing import Statement
from goldseam.protocol.epochs import VaultEpoch
from goldseam.storage.contract import ClosingRow, DeviceRow, Holdings, KeyringChange, LoginRow
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.integrity import check_database
from tests.server.people import (
    NOW,
    Person,
    a_challenge,
    a_keyring,
    a_person,
    a_revision,
    a_session,
    join,
)

FILE = "goldseam.db"
CALLS = ("execute_fetchall", "execute_insert", "executemany")


class Images:
    """Copies of a store's files, one before each statement of its writer from now on."""

    def __init__(self, storage: SqliteStorage, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.paths: list[Path] = []
        self._folder = folder
        connection = storage._writer._connection
        assert connection is not None
        for name in CALLS:
            patch.setattr(connection, name, self._before(getattr(connection, name)))

    def take(self) -> None:
        """Copy the files as they are now; the index of the log is made anew by whoever opens them."""
        image = self._folder.with_name(f"image {len(self.paths)}")
        shutil.copytree(self._folder, image, ignore=shutil.ignore_patterns("*-shm"))
        self.paths.append(image / FILE)

    def _before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def copy_and_call(*arguments: object) -> Any:  # Any: whatever the library gives.
            self.take()
            return call(*arguments)

        return copy_and_call


async def a_journal(path: Path) -> tuple[SqliteStorage, Person, DeviceRow]:
    """A store with a person who has two vaults, a history and a second device, and somebody else."""
    storage = await SqliteStorage.open(path)
    person, record = await join(storage, a_person(vaults=2)), os.urandom(16)
    await join(storage)
    await storage.commit(person.commit(0, [a_revision(record), a_revision()]))
    await storage.commit(person.commit(1, [a_revision(record, 2)]))
    laptop = DeviceRow(person.account, os.urandom(16), os.urandom(32), NOW)
    session = replace(a_session(laptop), token_hash=laptop.device * 2)
    await storage.open_session(a_challenge(), person.login, laptop, session)
    return storage, person, laptop


async def test_new_keys_are_made_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every statement: the keyring, wraps, login, epochs, removals and sessions of before, or those of after."""
    storage, person, laptop = await a_journal(tmp_path / "data" / FILE)
    wraps = [Wrap(w.vault, epoch, os.urandom(61)) for w in person.wraps for epoch in (1, 2)]
    login = replace(person.login, sealed=os.urandom(200))
    keyring = a_keyring(2, person.device.device)
    change = KeyringChange(keyring, login, wraps, revoke=[laptop.device])
    stand = await storage.vaults_of(person.account)
    vaults = [VaultEpoch(vault, 2, sequence) for vault, sequence in stand]
    before = await storage.holdings(person.account)
    images = Images(storage, tmp_path / "data", monkeypatch)
    await storage.put_epoch(a_challenge(), person.account, change, vaults)
    images.take()
    after = await storage.holdings(person.account)
    found = [await keys_in(image, person, laptop) for image in images.paths]
    assert before != after
    assert set(map(found.index, found)) == {0, len(found) - 1}
    assert (found[0], found[-1]) == ((before, True), (after, False))
    assert len(found) > 10
    await storage.close()


async def keys_in(path: Path, person: Person, laptop: DeviceRow) -> tuple[Holdings, bool]:
    """What a server that starts on these files holds of the account, and whether the other device has a session."""
    assert check_database(path) == []
    storage = await SqliteStorage.open(path)
    held = await storage.holdings(person.account)
    session = await storage.session(laptop.device * 2)
    await storage.close()
    return held, session is not None


async def test_an_account_is_closed_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every statement: all of the account, or nothing but its statement, and then the next purge takes the bytes."""
    storage, person, _ = await a_journal(tmp_path / "data" / FILE)
    statement = Statement(person.account, person.device.device, "2026-11-23", os.urandom(64))
    before = await storage.holdings(person.account)
    images = Images(storage, tmp_path / "data", monkeypatch)
    await storage.close_account(a_challenge(), ClosingRow(statement, NOW + 1000))
    await storage.purge()
    images.take()
    found = [await account_in(image, person) for image in images.paths]
    assert set(map(found.index, found)) == {0, found.index(None)}
    assert found[0] == before
    assert found == sorted(found, key=lambda held: held is None)
    assert len(found) > 20
    await storage.close()


async def account_in(path: Path, person: Person) -> Holdings | None:
    """What a server that starts on these files holds of the account; None where it is closed, and its bytes go."""
    assert check_database(path) == []
    storage = await SqliteStorage.open(path)
    try:
        if await storage.closing(person.account) is None:
            return await storage.holdings(person.account)
        with pytest.raises(NotFound):
            await storage.holdings(person.account)
        await storage.purge()
        rest = b"".join(file.read_bytes() for file in path.parent.iterdir())
        for secret in secrets_of(person):
            assert secret not in rest
        return None
    finally:
        await storage.close()


def secrets_of(person: Person) -> list[bytes]:
    """Of everything that was sealed, its beginning."""
    login: LoginRow = person.login
    sealed = [login.sealed, login.name_key, person.keyring.sealed, person.session.token_hash]
    return [whole[:16] for whole in (*sealed, *(wrap.sealed for wrap in person.wraps))]
