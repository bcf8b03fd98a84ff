"""Devices that send true commits: accounts as a store keeps them, requests as they go over the wire."""

import base64
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.wire import request
from goldseam.doorkeeper import token_hash
from goldseam.protocol.accounts import Wrap
from goldseam.protocol.commits import NO_COMMIT, CommitBody, commit_digest, signed_commit
from goldseam.protocol.limits import SESSION_SECONDS
from goldseam.protocol.revisions import Revision
from goldseam.storage.contract import (
    DeviceRow,
    LoginRow,
    NewCommit,
    SessionRow,
    SpentChallenge,
    Storage,
)
from tests.server.people import a_keyring

SEALED_BYTES = 1024


class Rows(msgspec.Struct, frozen=True):
    """What a store has to know of a device."""

    account: bytes
    device: bytes
    vault: bytes
    key: bytes
    token: bytes
    name_key: bytes
    login: bytes


@dataclass
class Device:
    """One device with one vault: it makes one commit after the other, each upon the one before."""

    rows: Rows
    key: Ed25519PrivateKey
    base: int = 0
    after: bytes = NO_COMMIT

    def commit(self, revisions: Sequence[Revision]) -> NewCommit:
        """The next commit, with a true signature, as if the one before had been taken."""
        tag, rows = os.urandom(32), self.rows
        ordered = sorted(revisions, key=lambda revision: revision.record)
        body = CommitBody(1, 1, self.after, ordered, [], [], [], tag, bytes(64))
        digest = commit_digest(rows.vault, self.base, rows.device, body)
        signature = self.key.sign(signed_commit(digest, tag))
        signed = msgspec.structs.replace(body, signature=signature)
        now = int(time.time())
        made = NewCommit(rows.vault, self.base, rows.device, digest, signed, now, rows.account)
        self.base, self.after = self.base + 1, digest
        return made

    def request(self, commit: NewCommit) -> bytes:
        """A commit as it goes over the wire."""
        path = f"/v1/vaults/{commit.vault.hex()}/commits/{commit.base}/{commit.digest.hex()}"
        return request("PUT", path, self.bearer, msgspec.msgpack.encode(commit.body))

    def pull(self, since: int, cursor: str = "") -> bytes:
        """The request for a page of what changed after a sequence."""
        path = f"/v1/vaults/{self.rows.vault.hex()}/revisions?since={since}{cursor}"
        return request("GET", path, self.bearer)

    def listen(self) -> bytes:
        """The request for a stream of pokes."""
        return request("GET", "/v1/pokes", self.bearer)

    @property
    def bearer(self) -> str:
        """The token as a header holds it."""
        return base64.urlsafe_b64encode(self.rows.token).rstrip(b"=").decode()

    def another(self) -> "Device":
        """Another device of the same account."""
        key = Ed25519PrivateKey.generate()
        fresh = {"device": os.urandom(16), "token": os.urandom(32), "key": _public(key)}
        return Device(msgspec.structs.replace(self.rows, **fresh), key, self.base, self.after)


def a_device() -> Device:
    """A device of an account that no store knows yet."""
    key = Ed25519PrivateKey.generate()
    account, device, vault = (os.urandom(16) for _ in range(3))
    secrets = os.urandom(32), os.urandom(32), os.urandom(200)
    return Device(Rows(account, device, vault, _public(key), *secrets), key)


def new_revisions(count: int, size: int = SEALED_BYTES) -> list[Revision]:
    """So many first revisions of random bytes, sealed into so many bytes."""
    return [Revision(os.urandom(16), 1, b"\x01" + os.urandom(size - 1)) for _ in range(count)]


async def join(storage: Storage, rows: Rows) -> None:
    """Make the account of a device, and its session."""
    await storage.register(
        _spent(),
        _login(rows),
        a_keyring(1, rows.device),
        [Wrap(rows.vault, 1, os.urandom(61))],
        _device(rows),
        _session(rows),
    )


async def enter(storage: Storage, rows: Rows) -> None:
    """Add another device to an account that is there."""
    await storage.open_session(_spent(), _login(rows), _device(rows), _session(rows))


def _spent() -> SpentChallenge:
    return SpentChallenge(os.urandom(32), int(time.time()) + 120)


def _login(rows: Rows) -> LoginRow:
    return LoginRow(rows.account, rows.name_key, rows.login)


def _device(rows: Rows) -> DeviceRow:
    return DeviceRow(rows.account, rows.device, rows.key, int(time.time()))


def _session(rows: Rows) -> SessionRow:
    until = int(time.time()) + SESSION_SECONDS
    return SessionRow(token_hash(rows.token), rows.account, rows.device, rows.key, until)


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()
