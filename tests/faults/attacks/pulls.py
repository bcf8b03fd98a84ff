"""Lies in what a device pulls: revisions, their order, the head, the list of commits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import Keyrings
from goldseam.protocol.commits import signed_commit
from goldseam.protocol.revisions import Cursor, Page, StoredRevision
from tests.faults.attacks.form import after, answering, nowhere, other
from tests.faults.double import Asked, Attack, Given, Honest
from tests.faults.world import World

PULL: Final = "GET /v1/vaults/*/revisions"
KEYRINGS: Final = "GET /v1/keyrings"
VERSIONS: Final = 4
"""Of Anna's keyring: one for each of her devices."""

ChangePage: TypeAlias = Callable[[World, Page], Page]
MakeAttack: TypeAlias = Callable[[World], Attack]


def of(world: World, page: Page, title: str) -> StoredRevision:
    """The revision of a record in a page."""
    return next(one for one in page.revisions if one.record == world.records[title])


def with_revisions(page: Page, revisions: list[StoredRevision]) -> Page:
    """The page with others, in the order that a server gives them."""
    ordered = sorted(revisions, key=lambda one: (one.sequence, one.record))
    return msgspec.structs.replace(page, revisions=ordered)


def with_sealed(page: Page, record: bytes, sealed: bytes) -> Page:
    """The page with other bytes for one record."""
    changed = [
        msgspec.structs.replace(one, sealed=sealed) if one.record == record else one
        for one in page.revisions
    ]
    return with_revisions(page, changed)


def with_more(world: World, page: Page, title: str, number: int, sealed: bytes) -> Page:
    """The page with one more revision, as if it came with the newest commit."""
    assert page.sequence is not None
    more = StoredRevision(world.records[title], number, 1, page.sequence, sealed)
    return with_revisions(page, [*page.revisions, more])


def with_head(page: Page, **changes: Any) -> Page:
    """The page with another head."""
    assert page.head is not None
    return msgspec.structs.replace(page, head=msgspec.structs.replace(page.head, **changes))


# T-06, T-07: what is sealed for one place stands in another


def two_records_swapped(world: World, page: Page) -> Page:
    """Each under the other's id."""
    bread, news = of(world, page, "Bread"), of(world, page, "News")
    swapped = with_sealed(page, bread.record, news.sealed)
    return with_sealed(swapped, news.record, bread.sealed)


def another_vault(world: World, page: Page) -> Page:
    """A page of somebody else."""
    return with_sealed(page, world.records["Bread"], world.sealed("Bea")[0].sealed)


def an_earlier_revision(world: World, page: Page) -> Page:
    """The words of before under the newest number."""
    return with_sealed(page, world.records["Bread"], world.sealed("Bread")[0].sealed)


def a_slot_as_a_record(world: World, page: Page) -> Page:
    """The sealed account key, to be opened as a page."""
    slot = world.registration("anna").slots[0]
    return with_sealed(page, world.records["Bread"], slot.sealed)


def a_removal_for_another(world: World, page: Page) -> Page:
    """The true tombstone of one page, as the newest state of another."""
    tombstone = world.sealed("Gone")[-1]
    return with_more(world, page, "Swim", tombstone.number, tombstone.sealed)


def a_removal_with_a_higher_number(world: World, page: Page) -> Page:
    """The same, under a number that was never given."""
    return with_more(world, page, "Swim", 99, world.sealed("Gone")[-1].sealed)


# T-08: keys and devices of the server's own


def a_device_of_the_server(_: World, page: Page) -> Page:
    """The true head, signed by a device that the keyring does not list."""
    assert page.head is not None
    key = Ed25519PrivateKey.generate()
    signature = key.sign(signed_commit(page.head.commit, page.head.tag))
    return with_head(page, device=b"\x5e" * 16, signature=signature)


def another_signature(_: World, page: Page) -> Page:
    """The true head, with a signature that is not of its device."""
    assert page.head is not None
    return with_head(page, signature=other(page.head.signature))


# T-14, T-15, T-18: something is left out


def a_revision_left_out(world: World, page: Page) -> Page:
    """One page kept back."""
    return with_revisions(page, [of(world, page, "News")])


def a_device_left_out(world: World, page: Page) -> Page:
    """All that the tablet wrote, its commit too."""
    assert page.sequence is not None
    cut = with_revisions(page, [of(world, page, "Bread")])
    cut = with_head(cut, sequence=page.sequence - 1)
    return msgspec.structs.replace(cut, sequence=page.sequence - 1, commits=page.commits[:32])


def a_commit_left_out(_: World, page: Page) -> Page:
    """One digest too few."""
    return msgspec.structs.replace(page, commits=page.commits[32:])


def no_last_page(_: World, page: Page) -> Page:
    """Nothing that says where the vault stands."""
    return msgspec.structs.replace(page, sequence=None, head=None)


def an_empty_vault(_: World, page: Page) -> Page:
    """As if nothing had ever been written."""
    return msgspec.structs.replace(page, revisions=[], sequence=0, head=None, commits=b"")


def another_commit(_: World, page: Page) -> Page:
    """A history in which another commit stood before the newest."""
    return msgspec.structs.replace(page, commits=other(page.commits[:32]) + page.commits[32:])


# T-19: a removed record comes back


def a_removed_page(world: World, page: Page) -> Page:
    """The words of a page that was removed, under the number that they had."""
    first = world.sealed("Gone")[0]
    return with_more(world, page, "Gone", first.number, first.sealed)


def a_removed_page_as_newer(world: World, page: Page) -> Page:
    """The same, under a number above that of the removal."""
    return with_more(world, page, "Gone", 99, world.sealed("Gone")[0].sealed)


@dataclass(frozen=True)
class PageLie:
    """A change of every page of a pull, and the alarm that answers it."""

    threat: str
    alarm: str
    change: ChangePage

    @property
    def name(self) -> str:
        return self.change.__name__


LIES: Final = (
    PageLie("T-06", "tag_mismatch", two_records_swapped),
    PageLie("T-06", "tag_mismatch", another_vault),
    PageLie("T-06", "tag_mismatch", an_earlier_revision),
    PageLie("T-07", "tag_mismatch", a_slot_as_a_record),
    PageLie("T-07", "tag_mismatch", a_removal_for_another),
    PageLie("T-07", "tag_mismatch", a_removal_with_a_higher_number),
    PageLie("T-08", "signature_mismatch", a_device_of_the_server),
    PageLie("T-08", "signature_mismatch", another_signature),
    PageLie("T-14", "tag_mismatch", another_commit),
    PageLie("T-15", "tag_mismatch", a_revision_left_out),
    PageLie("T-15", "chain_mismatch", a_device_left_out),
    PageLie("T-15", "chain_mismatch", a_commit_left_out),
    PageLie("T-15", "chain_mismatch", no_last_page),
    PageLie("T-18", "rolled_back", an_empty_vault),
    PageLie("T-19", "number_reversed", a_removed_page),
    PageLie("T-19", "tag_mismatch", a_removed_page_as_newer),
)


def lying(world: World, lie: PageLie) -> Attack:
    """The lie, told in every pull."""
    return answering(PULL, Page, lambda page: lie.change(world, page))


# T-05, T-08: keyrings


def an_older_keyring(world: World) -> Attack:
    """The head asks for a newer keyring, and the first one of all is shown."""
    first = world.registration("anna").keyrings

    def older(news: Keyrings) -> Keyrings:
        return msgspec.structs.replace(news, keyrings=first)

    return after(_asking_for_a_keyring(), answering(KEYRINGS, Keyrings, older))


def no_newer_keyring(_: World) -> Attack:
    """The head asks for a newer keyring, and there is none."""
    return _asking_for_a_keyring()


def a_forged_keyring(world: World) -> Attack:
    """The next version, sealed and signed by nobody."""
    (first,) = world.registration("anna").keyrings

    def forged(news: Keyrings) -> Keyrings:
        version = msgspec.structs.replace(first, version=VERSIONS + 1, sealed=other(first.sealed))
        return msgspec.structs.replace(news, keyrings=[version])

    return after(_asking_for_a_keyring(), answering(KEYRINGS, Keyrings, forged))


KEYRING_LIES: Final = (
    ("T-05", an_older_keyring),
    ("T-05", no_newer_keyring),
    ("T-08", a_forged_keyring),
)


def _asking_for_a_keyring() -> Attack:
    return answering(PULL, Page, lambda page: with_head(page, keyring_version=VERSIONS + 1))


# T-16: what an honest network may do, too


def in_two_pages(_: World) -> Attack:
    """The first page ends early, and the second brings again what the first brought."""
    first: list[StoredRevision] = []

    def torn(page: Page) -> Page:
        if page.sequence is None or len(page.revisions) < 2:
            again = [*first, *page.revisions]
            first.clear()
            return with_revisions(page, again)
        first[:] = page.revisions[:1]
        rest = Cursor(first[0].sequence, first[0].record, page.sequence)
        return Page(page.revisions[:1], rest, commits=page.commits)

    return answering(PULL, Page, torn)


def backwards(_: World) -> Attack:
    """The newest revision first."""
    turned = lambda page: msgspec.structs.replace(page, revisions=page.revisions[::-1])  # noqa: E731
    return answering(PULL, Page, turned)


def every_request_twice(_: World) -> Attack:
    """Each request arrives twice, and the second answer is given."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        await honest(asked)
        return await honest(asked)

    return attack


def every_first_answer_lost(_: World) -> Attack:
    """Each commit arrives, and its first answer does not."""
    seen: set[str] = set()

    async def attack(asked: Asked, honest: Honest) -> Given:
        given = await honest(asked)
        if asked.method != "PUT" or asked.path in seen:
            return given
        seen.add(asked.path)
        return await nowhere(asked, honest)

    return attack


DISORDER: Final = (in_two_pages, backwards, every_request_twice, every_first_answer_lost)
