"""People for tests of the store: accounts with vaults, and the commits that their devices send."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.commits import NO_COMMIT, CommitBody, commit_digest
from goldseam.protocol.revisions import Cursor, Page, PastRevision, Revision, StoredRevision
from goldseam.storage.contract import (
    DeviceRow,
    LoginRow,
    NewCommit,
    SessionRow,
    SpentChallenge,
    Storage,
)
from goldseam.storage.memory import MemoryStorage
from goldseam.storage.sqlite import SqliteStorage

STORES = ("memory", "sqlite")
NOW = 1_795_000_000
DAY = 86_400


@dataclass(frozen=True)
class Person:
    """An account with one device, its session, and vaults at sequence 0."""

    login: LoginRow
    keyring: Keyring
    wraps: Sequence[Wrap]
    device: DeviceRow
    session: SessionRow
    made: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    """By vault and sequence, the digest of the commit made last; the next one follows it."""

    @property
    def account(self) -> bytes:
        return self.login.account

    @property
    def vault(self) -> bytes:
        return self.wraps[0].vault

    def commit(
        self,
        base: int,
        revisions: Sequence[Revision] = (),
        *,
        erase: Sequence[bytes] = (),
        vault: bytes | None = None,
        at: int = NOW,
        blobs: Sequence[bytes] = (),
    ) -> NewCommit:
        """A well-formed commit with a true digest; its signature is not one."""
        ordered = sorted(revisions, key=lambda revision: revision.record)
        target = vault or self.vault
        body = CommitBody(
            epoch=1,
            keyring_version=1,
            after=self.made.get((target, base), NO_COMMIT),
            revisions=ordered,
            erase=sorted(erase),
            blobs=list(blobs),
            drop=[],
            tag=os.urandom(32),
            signature=os.urandom(64),
        )
        digest = commit_digest(target, base, self.device.device, body)
        self.made[target, base + 1] = digest
        return NewCommit(target, base, self.device.device, digest, body, at, self.account)


def a_person(vaults: int = 1, *, device_key: bytes | None = None, revoked: bool = False) -> Person:
    """A person that no store knows yet."""
    account, device, key = os.urandom(16), os.urandom(16), device_key or os.urandom(32)
    wraps = [Wrap(os.urandom(16), 1, os.urandom(61)) for _ in range(vaults)]
    return Person(
        login=LoginRow(account, os.urandom(32), os.urandom(200)),
        keyring=a_keyring(1, device),
        wraps=sorted(wraps, key=lambda wrap: wrap.vault),
        device=DeviceRow(account, device, key, NOW, revoked),
        session=SessionRow(os.urandom(32), account, device, key, NOW + 900),
    )


def a_keyring(version: int, device: bytes | None = None) -> Keyring:
    """A keyring of random bytes."""
    return Keyring(
        version=version,
        epoch=1,
        previous=os.urandom(32),
        sealed=os.urandom(541),
        device=device or os.urandom(16),
        device_signature=os.urandom(64),
        login_type=1,
        login_signature=os.urandom(64),
    )


def a_challenge(expires_at: int = NOW + 120) -> SpentChallenge:
    """A challenge that nobody spent."""
    return SpentChallenge(os.urandom(32), expires_at)


def a_session(device: DeviceRow) -> SessionRow:
    """A new session of a device."""
    return SessionRow(os.urandom(32), device.account, device.device, device.key, NOW + 900)


def a_revision(record: bytes | None = None, number: int = 1, size: int = 541) -> Revision:
    """A revision of random bytes."""
    return Revision(record or os.urandom(16), number, os.urandom(size))


@asynccontextmanager
async def a_store(kind: str, folder: Path) -> AsyncIterator[Storage]:
    """An empty store of a kind, closed at the end."""
    path = folder / "data" / "goldseam.db"
    store = MemoryStorage() if kind == "memory" else await SqliteStorage.open(path)
    try:
        yield store
    finally:
        await store.close()


async def join(storage: Storage, person: Person | None = None) -> Person:
    """Register a person, a new one by default."""
    new = person or a_person()
    await storage.register(
        a_challenge(), new.login, new.keyring, new.wraps, new.device, new.session
    )
    return new


async def pull(storage: Storage, vault: bytes, since: int = 0) -> tuple[list[StoredRevision], Page]:
    """All revisions of a pull and its last page, with the digests of all."""
    revisions: list[StoredRevision] = []
    digests = b""
    cursor: Cursor | None = None
    while True:
        page = await storage.page(vault, since, cursor)
        revisions += page.revisions
        digests += page.commits
        if page.next is None:
            return revisions, msgspec.structs.replace(page, commits=digests)
        cursor = page.next


async def earlier(storage: Storage, vault: bytes, record: bytes) -> list[PastRevision]:
    """All kept earlier revisions of a record, page by page."""
    page = await storage.history(vault, record, None)
    revisions = page.revisions
    while page.next is not None:
        page = await storage.history(vault, record, page.next)
        revisions += page.revisions
    return revisions
