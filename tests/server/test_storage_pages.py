"""Every store gives a pull page by page, each page one snapshot."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from goldseam.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor, Page, Revision
from goldseam.storage.contract import (
    Storage,
)
from goldseam.storage.memory import vaults as in_memory
from goldseam.storage.sqlite import vaults
from tests.server.people import (
    STORES,
    a_revision,
    a_store,
    join,
    pull,
)


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


async def test_an_empty_vault_gives_an_empty_last_page(storage: Storage) -> None:
    """At sequence 0 there is no head and no digest."""
    person = await join(storage)
    page = await storage.page(person.vault, 0, None)
    assert (page.revisions, page.next, page.sequence, page.head, page.commits) == (
        [], None, 0, None, b"",
    )  # fmt: skip


async def test_a_pull_brings_only_the_newest_of_what_changed(storage: Storage) -> None:
    """Revisions come in the order (sequence, record), the digests after `since` with the last."""
    person = await join(storage)
    a, b = a_revision(), a_revision()
    commits = [
        person.commit(0, [a, b]),
        person.commit(1, [a_revision(a.record, 2)]),
        person.commit(2, [a_revision(), a_revision()]),
    ]
    for commit in commits:
        await storage.commit(commit)
    revisions, page = await pull(storage, person.vault)
    assert [r.sequence for r in revisions] == [1, 2, 3, 3]
    assert revisions == sorted(revisions, key=lambda r: (r.sequence, r.record))
    assert page.commits == b"".join(commit.digest for commit in commits)
    assert page.head == await storage.head(person.vault)
    later, last = await pull(storage, person.vault, since=2)
    assert ([r.sequence for r in later], last.commits) == ([3, 3], commits[2].digest)


async def test_a_client_ahead_of_the_vault_sees_where_it_stands(storage: Storage) -> None:
    """A pull from beyond the head, after a restore, brings nothing but the head."""
    person = await join(storage)
    await storage.commit(person.commit(0, [a_revision()]))
    revisions, page = await pull(storage, person.vault, since=9)
    assert (revisions, page.sequence, page.commits) == ([], 1, b"")


async def test_a_page_has_a_bounded_number_of_revisions(storage: Storage) -> None:
    """Pages end at the limit, the next begins beyond them, and only the last has the head."""
    person = await join(storage)
    count = 0
    for base in range(9):
        await storage.commit(person.commit(base, [a_revision(size=40) for _ in range(114)]))
        count += 114
    first = await storage.page(person.vault, 0, None)
    assert len(first.revisions) == MAX_PAGE_REVISIONS
    assert (first.sequence, first.head) == (None, None)
    revisions, _ = await pull(storage, person.vault)
    assert len({r.record for r in revisions}) == len(revisions) == count


async def test_a_full_last_page_has_no_next(storage: Storage) -> None:
    """Exactly as many revisions as a page holds make one page."""
    person = await join(storage)
    for base in range(4):
        await storage.commit(person.commit(base, [a_revision(size=40) for _ in range(128)]))
    assert (await storage.page(person.vault, 0, None)).next is None


async def test_a_page_has_a_bounded_size(storage: Storage) -> None:
    """Large revisions end a page before the count does."""
    person = await join(storage)
    size = 200_000
    for base in range(22):
        await storage.commit(person.commit(base, [a_revision(size=size)]))
    page = await storage.page(person.vault, 0, None)
    assert len(page.revisions) == MAX_PAGE_BYTES // size
    assert len((await pull(storage, person.vault))[0]) == 22


async def test_digests_come_in_pages_too(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long chain is no one answer: each page has a bounded number of digests, and none is left out or doubled."""
    for module in (in_memory, vaults):
        monkeypatch.setattr(module, "MAX_PAGE_COMMITS", 3)
    person = await join(storage)
    commits = [person.commit(0, [a_revision()])]
    commits += [person.commit(base, []) for base in range(1, 8)]
    for commit in commits:
        await storage.commit(commit)
    first = await storage.page(person.vault, 0, None)
    assert (len(first.revisions), len(first.commits)) == (1, 3 * 32)
    _, whole = await pull(storage, person.vault)
    assert whole.commits == b"".join(commit.digest for commit in commits)
    before_any = await storage.page(person.vault, 1, None)
    assert before_any.next == Cursor(1, bytes(16), 4)
    _, rest = await pull(storage, person.vault, since=1)
    assert rest.commits == b"".join(commit.digest for commit in commits[1:])


@pytest.mark.parametrize("seed", range(8))
async def test_a_pull_among_commits_ends_at_the_newest_state(storage: Storage, seed: int) -> None:
    """Whatever lands between and during pages, the pull holds every record's newest revision."""
    person = await join(storage)
    chance = random.Random(seed)
    records = [chance.randbytes(16) for _ in range(1100)]
    newest: dict[bytes, Revision] = {}
    base = 0

    async def commit_some(chosen: list[bytes]) -> None:
        nonlocal base
        numbers = {
            record: newest[record].number + 1 if record in newest else 1 for record in chosen
        }
        sent = [a_revision(record, number, 40) for record, number in numbers.items()]
        base = await storage.commit(person.commit(base, sent))
        newest.update({revision.record: revision for revision in sent})

    for start in range(0, 1100, 100):
        await commit_some(records[start : start + 100])
    held: dict[bytes, Revision] = {}
    digests = b""

    async def next_page(cursor: Cursor | None) -> Page:
        writing = commit_some(chance.sample(records, chance.randint(1, 20)))
        page, _ = await asyncio.gather(storage.page(person.vault, 0, cursor), writing)
        held.update({r.record: Revision(r.record, r.number, r.sealed) for r in page.revisions})
        nonlocal digests
        digests += page.commits
        return page

    page, pages = await next_page(None), 1
    while page.next is not None:
        page, pages = await next_page(page.next), pages + 1
    assert pages > 2
    assert page.sequence is not None
    assert len(digests) == 32 * page.sequence
    rest, _ = await pull(storage, person.vault, page.sequence)
    held.update({r.record: Revision(r.record, r.number, r.sealed) for r in rest})
    assert held == newest
