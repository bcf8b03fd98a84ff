"""Every store takes commits as the contract says, and says so when it is closed."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from goldseam.errors import (
    Behind,
    BlobMissing,
    NotFound,
    NumberStale,
    Unavailable,
)
from goldseam.protocol.revisions import Revision
from goldseam.storage.contract import (
    Standing,
    Storage,
)
from tests.server.people import (
    STORES,
    a_challenge,
    a_person,
    a_revision,
    a_session,
    a_store,
    join,
    pull,
)


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


async def test_commits_are_numbered_from_one(storage: Storage) -> None:
    """Each commit, also an empty one, moves the vault by one and is its head."""
    person = await join(storage)
    commits = [person.commit(0, [a_revision()]), person.commit(1), person.commit(2)]
    assert [await storage.commit(commit) for commit in commits] == [1, 2, 3]
    head = await storage.head(person.vault)
    assert head is not None
    assert (head.sequence, head.commit) == (3, commits[2].digest)
    assert (head.tag, head.signature) == (commits[2].body.tag, commits[2].body.signature)
    assert await storage.vaults_of(person.account) == [(person.vault, 3)]


async def test_a_known_digest_is_answered_as_the_first_time(storage: Storage) -> None:
    """A repeated commit answers its first sequence and stores nothing, however much came after."""
    person = await join(storage)
    first = person.commit(0, [a_revision()])
    for commit in (first, person.commit(1), person.commit(2)):
        await storage.commit(commit)
    before = await pull(storage, person.vault)
    assert await storage.commit(first) == 1
    assert await storage.standing(person.account, person.vault, first.digest) == Standing(3, 1)
    assert await pull(storage, person.vault) == before


async def test_one_commit_sent_many_times_at_once_is_taken_once(storage: Storage) -> None:
    """Repetitions in flight together all get the one sequence."""
    person = await join(storage)
    commit = person.commit(0, [a_revision()])
    assert await asyncio.gather(*(storage.commit(commit) for _ in range(8))) == [1] * 8
    assert await storage.sequence(person.account, person.vault) == 1


@pytest.mark.parametrize("base", [0, 2])
async def test_another_base_is_behind(storage: Storage, base: int) -> None:
    """A commit on another sequence is refused with the vault's own."""
    person = await join(storage)
    await storage.commit(person.commit(0))
    with pytest.raises(Behind) as refusal:
        await storage.commit(person.commit(base, [a_revision()]))
    assert refusal.value.sequence == 1
    assert (await pull(storage, person.vault))[0] == []


async def test_a_commit_of_another_branch_is_behind(storage: Storage) -> None:
    """At the same sequence, after a restore: taken in, its tag would fit no device's history any more."""
    person = await join(storage)
    await storage.commit(person.commit(0))
    person.commit(
        0, [a_revision()]
    )  # what the server had taken before it came back from an older copy
    with pytest.raises(Behind) as refusal:
        await storage.commit(person.commit(1, [a_revision()]))
    assert refusal.value.sequence == 1
    assert (await pull(storage, person.vault))[0] == []


async def test_of_two_commits_on_one_base_one_is_behind(storage: Storage) -> None:
    """Two devices at once: the vault takes one and tells the other where it stands."""
    person = await join(storage)
    commits = [person.commit(0, [a_revision()]) for _ in range(2)]
    outcomes = await asyncio.gather(
        *(storage.commit(commit) for commit in commits), return_exceptions=True
    )
    assert outcomes.count(1) == 1
    (refusal,) = [outcome for outcome in outcomes if isinstance(outcome, Behind)]
    assert refusal.sequence == 1


async def test_a_foreign_vault_is_like_a_missing_one(storage: Storage) -> None:
    """The answers for another's vault and for no vault are the same."""
    owner, stranger = await join(storage), await join(storage)
    for vault in (owner.vault, os.urandom(16)):
        for asked in (
            storage.sequence(stranger.account, vault),
            storage.standing(stranger.account, vault, os.urandom(32)),
            storage.commit(stranger.commit(0, vault=vault)),
        ):
            with pytest.raises(NotFound, match=f"^{NotFound.sentence}$"):
                await asked
    assert await storage.sequence(owner.account, owner.vault) == 0


async def test_a_missing_vault_has_no_page(storage: Storage) -> None:
    """A page of no vault is NotFound."""
    with pytest.raises(NotFound):
        await storage.page(os.urandom(16), 0, None)


@pytest.mark.parametrize("number", [4, 5])
async def test_numbers_grow(storage: Storage, number: int) -> None:
    """A number that does not grow is refused, names its record, and nothing of the commit is stored."""
    person = await join(storage)
    held, new = a_revision(number=5), a_revision()
    await storage.commit(person.commit(0, [held]))
    with pytest.raises(NumberStale) as refusal:
        await storage.commit(person.commit(1, [new, a_revision(held.record, number)]))
    assert refusal.value.record == held.record
    revisions, page = await pull(storage, person.vault)
    assert ([r.record for r in revisions], page.sequence) == ([held.record], 1)


async def test_blobs_are_missing_until_they_are_specified(storage: Storage) -> None:
    """A commit that declares a blob is refused."""
    person = await join(storage)
    with pytest.raises(BlobMissing):
        await storage.commit(person.commit(0, blobs=[os.urandom(16)]))


async def test_a_refusal_does_not_touch_the_others(storage: Storage) -> None:
    """Of many commits at once those refused leave the rest whole."""
    people = [await join(storage) for _ in range(6)]
    held = a_revision(number=3)
    await storage.commit(people[1].commit(0, [held]))
    outcomes = await asyncio.gather(
        storage.commit(people[0].commit(0, [a_revision()])),
        storage.commit(people[1].commit(1, [a_revision(held.record, 3)])),
        storage.commit(people[2].commit(7, [a_revision()])),
        storage.commit(people[3].commit(0, vault=os.urandom(16))),
        storage.commit(people[4].commit(0, blobs=[os.urandom(16)])),
        storage.commit(people[5].commit(0, [a_revision()])),
        return_exceptions=True,
    )
    kinds = [o if isinstance(o, int) else type(o) for o in outcomes]
    assert kinds == [1, NumberStale, Behind, NotFound, BlobMissing, 1]
    sequences = [await storage.sequence(p.account, p.vault) for p in people]
    assert sequences == [1, 1, 0, 0, 0, 1]


async def test_many_writers_each_with_a_vault(storage: Storage) -> None:
    """64 writers at once lose nothing and mix nothing up."""
    person = await join(storage, a_person(vaults=64))

    async def write(vault: bytes) -> list[Revision]:
        sent = [a_revision() for _ in range(5)]
        for base, revision in enumerate(sent):
            assert await storage.commit(person.commit(base, [revision], vault=vault)) == base + 1
        return sent

    written = await asyncio.gather(*(write(wrap.vault) for wrap in person.wraps))
    for wrap, sent in zip(person.wraps, written, strict=True):
        pulled, page = await pull(storage, wrap.vault)
        assert [Revision(r.record, r.number, r.sealed) for r in pulled] == sent
        assert page.sequence == 5


async def test_a_closed_store_is_unavailable(storage: Storage) -> None:
    """After the end every method says so, and closing again is no error."""
    person = await join(storage)
    await storage.ready()
    await storage.close()
    await storage.close()
    for asked in (
        storage.ready(),
        storage.commit(person.commit(0)),
        storage.page(person.vault, 0, None),
        storage.session(person.session.token_hash),
        storage.open_session(a_challenge(), person.login, person.device, a_session(person.device)),
    ):
        with pytest.raises(Unavailable):
            await asked
