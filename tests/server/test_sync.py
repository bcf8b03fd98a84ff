"""Commits are checked in the order of the specification, and pages go only to their owner."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.errors import (
    BadRequest,
    BadSignature,
    Behind,
    BlobMissing,
    NotFound,
    NumberStale,
    TooLarge,
)
from goldseam.protocol.commits import NO_COMMIT, CommitBody, commit_digest, signed_commit
from goldseam.protocol.limits import MAX_COMMIT_REVISIONS, MAX_REVISION_BYTES
from goldseam.protocol.revisions import Revision
from goldseam.storage.contract import Storage
from goldseam.storage.memory import MemoryStorage
from goldseam.sync import find_base, history_page, pull_page, take_commit
from tests.server.people import NOW, Person, a_person, a_revision, join


@dataclass
class Device:
    """A device that signs its commits, and what it was poked with."""

    storage: Storage
    key: Ed25519PrivateKey
    person: Person
    pokes: list[tuple[bytes, int]] = field(default_factory=list)
    after: bytes = NO_COMMIT

    def body(
        self, revisions: Sequence[Revision] = (), *, erase: Sequence[bytes] = ()
    ) -> CommitBody:
        """A body without a signature, its revisions as given."""
        return CommitBody(
            epoch=1,
            keyring_version=1,
            after=self.after,
            revisions=list(revisions),
            erase=list(erase),
            blobs=[],
            drop=[],
            tag=os.urandom(32),
            signature=bytes(64),
        )

    def digest(self, base: int, body: CommitBody) -> bytes:
        """The digest that stands in the address."""
        return commit_digest(self.person.vault, base, self.person.device.device, body)

    def sign(self, base: int, body: CommitBody) -> CommitBody:
        """The body with this device's signature."""
        signed = signed_commit(self.digest(base, body), body.tag)
        return msgspec.structs.replace(body, signature=self.key.sign(signed))

    async def send(self, base: int, body: CommitBody, digest: bytes | None = None) -> int:
        """Send a body as it is; what is made after it was taken follows it."""
        named = digest or self.digest(base, body)
        sequence = await take_commit(
            self.storage,
            lambda vault, sequence: self.pokes.append((vault, sequence)),
            self.person.session,
            self.person.vault,
            base,
            named,
            body,
            NOW,
        )
        if sequence == base + 1:
            self.after = named
        return sequence

    async def find(self, base: int, digest: bytes, vault: bytes | None = None) -> int | None:
        """Ask for a base."""
        session = self.person.session
        return await find_base(self.storage, session, vault or self.person.vault, base, digest)


@pytest.fixture
async def device() -> Device:
    """A signed-in device on a fresh store."""
    key = Ed25519PrivateKey.generate()
    storage = MemoryStorage()
    person = a_person(device_key=key.public_key().public_bytes_raw())
    return Device(storage, key, await join(storage, person))


async def test_a_signed_commit_is_taken_and_poked(device: Device) -> None:
    """The answer is the new sequence, and devices hear of it."""
    body = device.sign(0, device.body([a_revision()]))
    assert await device.find(0, device.digest(0, body)) is None
    assert await device.send(0, body) == 1
    assert device.pokes == [(device.person.vault, 1)]


async def test_a_known_digest_is_answered_before_its_base(device: Device) -> None:
    """However far the vault went on, and whatever base is named, the first answer stands."""
    first = device.sign(0, device.body([a_revision()]))
    await device.send(0, first)
    await device.send(1, device.sign(1, device.body()))
    for base in (0, 1, 2, 9):
        assert await device.find(base, device.digest(0, first)) == 1
    assert await device.send(0, first) == 1


@pytest.mark.parametrize("base", [0, 2])
async def test_another_base_is_behind_before_the_body(device: Device, base: int) -> None:
    """The answer has the vault's sequence and needs no body."""
    await device.send(0, device.sign(0, device.body()))
    with pytest.raises(Behind) as refusal:
        await device.find(base, os.urandom(32))
    assert refusal.value.sequence == 1


async def test_a_foreign_vault_is_not_found_before_anything_else(device: Device) -> None:
    """Another's vault, also with a digest that it has, is as missing as no vault."""
    stranger = await join(device.storage)
    commit = stranger.commit(0)
    await device.storage.commit(commit)
    for vault, digest in ((stranger.vault, commit.digest), (os.urandom(16), os.urandom(32))):
        with pytest.raises(NotFound, match=f"^{NotFound.sentence}$"):
            await device.find(5, digest, vault)


async def test_a_foreign_vault_takes_no_commit(device: Device) -> None:
    """Even a body that skipped the base is stopped by the store."""
    stranger = await join(device.storage)
    body = device.body([a_revision()])
    digest = commit_digest(stranger.vault, 0, device.person.device.device, body)
    signed = msgspec.structs.replace(
        body, signature=device.key.sign(signed_commit(digest, body.tag))
    )
    with pytest.raises(NotFound):
        await take_commit(
            device.storage, lambda *_: None, device.person.session, stranger.vault, 0, digest, signed, NOW
        )  # fmt: skip
    assert await device.storage.sequence(stranger.account, stranger.vault) == 0


async def test_a_revision_too_large_is_named(device: Device) -> None:
    """The record is in the answer, so that the client can set it aside."""
    large = a_revision(size=MAX_REVISION_BYTES + 1)
    with pytest.raises(TooLarge) as refusal:
        await device.send(0, device.sign(0, device.body([large])))
    assert refusal.value.record == large.record


async def test_a_revision_of_the_greatest_size_is_taken(device: Device) -> None:
    """The limit itself is allowed."""
    body = device.body([a_revision(size=MAX_REVISION_BYTES)])
    assert await device.send(0, device.sign(0, body)) == 1


async def test_too_many_revisions_are_too_large(device: Device) -> None:
    """No single record is the reason, so none is named."""
    records = sorted(os.urandom(16) for _ in range(MAX_COMMIT_REVISIONS + 1))
    body = device.body([a_revision(record, size=40) for record in records])
    with pytest.raises(TooLarge) as refusal:
        await device.send(0, device.sign(0, body))
    assert refusal.value.record is None


@pytest.mark.parametrize("name", ["revisions", "erase", "blobs", "drop"])
@pytest.mark.parametrize("ids", [(b"b" * 16, b"a" * 16), (b"a" * 16, b"a" * 16)])
async def test_lists_are_sorted_and_without_repetition(
    device: Device, name: str, ids: tuple[bytes, ...]
) -> None:
    """Each list, unsorted or with a member twice, is refused."""
    members = [a_revision(id_) for id_ in ids] if name == "revisions" else list(ids)
    body = msgspec.structs.replace(device.body(), **{name: members})
    with pytest.raises(BadRequest):
        await device.send(0, device.sign(0, body))


async def test_the_digest_is_that_of_the_body(device: Device) -> None:
    """A changed revision under the digest of the unchanged one is refused."""
    body = device.sign(0, device.body([a_revision()]))
    changed = msgspec.structs.replace(body, revisions=[a_revision(body.revisions[0].record)])
    with pytest.raises(BadRequest):
        await device.send(0, changed, device.digest(0, body))


async def test_the_digest_is_that_of_the_base(device: Device) -> None:
    """A body for another base is refused."""
    body = device.sign(1, device.body())
    with pytest.raises(BadRequest):
        await device.send(0, body, device.digest(1, body))


async def test_a_changed_tag_is_not_signed(device: Device) -> None:
    """The signature covers the tag."""
    body = msgspec.structs.replace(device.sign(0, device.body()), tag=os.urandom(32))
    with pytest.raises(BadSignature):
        await device.send(0, body)


async def test_another_key_is_not_the_device(device: Device) -> None:
    """Only the session's device can sign."""
    other = Device(device.storage, Ed25519PrivateKey.generate(), device.person)
    with pytest.raises(BadSignature):
        await device.send(0, other.sign(0, device.body()))


async def test_refusals_come_in_the_order_of_the_specification(device: Device) -> None:
    """A body with every fault is refused for the first; each mended one reveals the next."""
    held = a_revision(number=3)
    await device.send(0, device.sign(0, device.body([held])))
    large = a_revision(b"\xff" * 16, size=MAX_REVISION_BYTES + 1)
    stale = a_revision(held.record, 3)
    blob = [os.urandom(16)]
    faulty = msgspec.structs.replace(device.body([large, stale]), blobs=blob)
    with pytest.raises(TooLarge):
        await device.send(1, faulty, os.urandom(32))
    small = a_revision(large.record)
    faulty = msgspec.structs.replace(faulty, revisions=[small, stale])
    with pytest.raises(BadRequest, match="sorted"):
        await device.send(1, faulty, os.urandom(32))
    faulty = msgspec.structs.replace(faulty, revisions=[stale, small])
    with pytest.raises(BadRequest, match="digest"):
        await device.send(1, faulty, os.urandom(32))
    with pytest.raises(BadSignature):
        await device.send(1, faulty)
    with pytest.raises(BlobMissing):
        await device.send(1, device.sign(1, faulty))
    faulty = msgspec.structs.replace(faulty, blobs=[])
    with pytest.raises(NumberStale) as refusal:
        await device.send(1, device.sign(1, faulty))
    assert refusal.value.record == held.record
    assert device.pokes == [(device.person.vault, 1)]


async def test_a_page_goes_to_its_owner_only(device: Device) -> None:
    """Pulling a foreign vault is as NotFound as pulling none."""
    stranger = await join(device.storage)
    revision = a_revision()
    await device.send(0, device.sign(0, device.body([revision])))
    session, vault = device.person.session, device.person.vault
    page = await pull_page(device.storage, session, vault, 0, None)
    assert [found.sealed for found in page.revisions] == [revision.sealed]
    for foreign in (vault, os.urandom(16)):
        with pytest.raises(NotFound):
            await pull_page(device.storage, stranger.session, foreign, 0, None)


async def test_history_goes_to_its_owner_only(device: Device) -> None:
    """The earlier revisions of a record are read by its account alone."""
    stranger = await join(device.storage)
    first = a_revision()
    await device.send(0, device.sign(0, device.body([first])))
    await device.send(1, device.sign(1, device.body([a_revision(first.record, 2)])))
    session, vault = device.person.session, device.person.vault
    history = await history_page(device.storage, session, vault, first.record, None)
    assert [past.sealed for past in history.revisions] == [first.sealed]
    with pytest.raises(NotFound):
        await history_page(device.storage, stranger.session, vault, first.record, None)
