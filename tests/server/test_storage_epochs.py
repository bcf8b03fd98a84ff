"""Every store takes new keys whole or not at all, and closes an account altogether, as the contract says."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from goldseam.errors import (
    BadRequest,
    Behind,
    ChallengeRefused,
    EpochStale,
    KeyringBehind,
    NotFound,
    SignInAgain,
    Unavailable,
)
from goldseam.protocol.accounts import Wrap
from goldseam.protocol.closing import Statement
from goldseam.protocol.epochs import VaultEpoch
from goldseam.storage.contract import (
    ClosingRow,
    DeviceRow,
    HeldVault,
    KeyringChange,
    LoginRow,
    Storage,
)
from tests.server.people import (
    NOW,
    STORES,
    Person,
    a_challenge,
    a_keyring,
    a_person,
    a_revision,
    a_session,
    a_store,
    join,
)


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


def new_keys(person: Person, *, version: int = 2) -> KeyringChange:
    """A keyring by the person's device, with another login and wraps of two epochs for every vault."""
    wraps = [Wrap(w.vault, epoch, os.urandom(61)) for w in person.wraps for epoch in (1, 2)]
    login = LoginRow(person.account, person.login.name_key, os.urandom(200))
    return KeyringChange(a_keyring(version, person.device.device), login, wraps)


def second_epochs(person: Person, sequence: int = 0) -> list[VaultEpoch]:
    """Epoch 2 of every vault, all at one sequence."""
    return [VaultEpoch(wrap.vault, 2, sequence) for wrap in person.wraps]


def a_closing(person: Person, expires_at: int = NOW + 1000) -> ClosingRow:
    """A statement whose signature is none."""
    on, signature = "2026-11-23", os.urandom(64)
    return ClosingRow(Statement(person.account, person.device.device, on, signature), expires_at)


async def another_device(storage: Storage, person: Person) -> DeviceRow:
    """A second device, signed in; its session has its own id as token hash, twice."""
    device = DeviceRow(person.account, os.urandom(16), os.urandom(32), NOW, added_at=NOW)
    session = replace(a_session(device), token_hash=device.device * 2)
    await storage.open_session(a_challenge(), person.login, device, session)
    return device


async def test_new_keys_are_taken_whole(storage: Storage) -> None:
    """Keyring, login, wraps and every minimum epoch are those of the change, the writing device's session stays."""
    person = await join(storage, a_person(vaults=3))
    laptop = await another_device(storage, person)
    change = new_keys(person)
    version = await storage.put_epoch(a_challenge(), person.account, change, second_epochs(person))
    held = await storage.holdings(person.account)
    assert (version, held.login, held.wraps) == (2, change.login, change.wraps)
    assert held.keyrings == [person.keyring, change.keyring]
    assert [vault.minimum_epoch for vault in held.vaults] == [2, 2, 2]
    assert await storage.session(person.session.token_hash) == person.session
    assert await storage.session(laptop.device * 2) is None
    assert [device.signed_out for device in held.devices] == [False, True]


async def test_a_signed_out_device_renews_only_after_signing_in(storage: Storage) -> None:
    """Renewing is refused until the device has proved the new passphrase."""
    person = await join(storage)
    laptop = await another_device(storage, person)
    change = new_keys(person)
    await storage.put_epoch(a_challenge(), person.account, change, second_epochs(person))
    with pytest.raises(SignInAgain):
        await storage.renew_session(a_challenge(), laptop, a_session(laptop))
    with pytest.raises(Unavailable):  # That was verified under the login of before.
        await storage.open_session(a_challenge(), person.login, laptop, a_session(laptop))
    assert change.login is not None
    await storage.open_session(a_challenge(), change.login, laptop, a_session(laptop))
    await storage.renew_session(a_challenge(), laptop, a_session(laptop))
    assert await storage.device(person.account, laptop.device) == laptop


async def test_a_signed_out_device_that_makes_new_keys_is_in(storage: Storage) -> None:
    """It has proved the login of the moment; now the others are out."""
    person = await join(storage)
    laptop = await another_device(storage, person)
    await storage.put_epoch(a_challenge(), person.account, new_keys(person), second_epochs(person))
    change = replace(new_keys(person), keyring=a_keyring(3, laptop.device))
    third = [VaultEpoch(person.vault, 3, 0)]
    await storage.put_epoch(a_challenge(), person.account, change, third)
    assert [d.signed_out for d in await storage.devices(person.account)] == [True, False]
    await storage.renew_session(a_challenge(), laptop, a_session(laptop))


async def test_a_commit_below_the_minimum_is_stale(storage: Storage) -> None:
    """A vault whose minimum epoch has risen takes no commit of an earlier one, and says so before it looks at blobs."""
    person = await join(storage)
    await storage.put_epoch(a_challenge(), person.account, new_keys(person), second_epochs(person))
    with pytest.raises(EpochStale):
        await storage.commit(person.commit(0, [a_revision()], blobs=[os.urandom(16)]))
    assert await storage.sequence(person.account, person.vault) == 0


async def test_of_a_commit_and_new_keys_at_once_one_wins(storage: Storage) -> None:
    """Either the commit is in and the keys are behind, or the keys are in and the commit is stale."""
    for _ in range(10):
        person = await join(storage)
        outcomes = await asyncio.gather(
            storage.commit(person.commit(0, [a_revision()])),
            storage.put_epoch(
                a_challenge(), person.account, new_keys(person), second_epochs(person)
            ),
            return_exceptions=True,
        )
        kinds = [type(outcome) for outcome in outcomes]
        assert kinds in ([int, Behind], [EpochStale, int])


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda raised: [msgspec.structs.replace(raised[0], sequence=5), *raised[1:]], Behind),
        (lambda raised: raised[1:], BadRequest),
        (lambda raised: [*raised, raised[0]], BadRequest),
        (lambda raised: [msgspec.structs.replace(one, epoch=1) for one in raised], BadRequest),
        (lambda raised: [msgspec.structs.replace(one, epoch=3) for one in raised], BadRequest),
    ],
    ids=["elsewhere", "one left out", "one twice", "no new epoch", "an epoch too far"],
)  # fmt: skip
async def test_new_keys_that_do_not_fit_change_nothing(
    storage: Storage, change: object, refusal: type[Exception]
) -> None:
    """One vault that does not fit keeps all of it out, and the challenge unspent."""
    assert callable(change)
    person, spent = await join(storage, a_person(vaults=2)), a_challenge()
    laptop = await another_device(storage, person)
    before = await storage.holdings(person.account)
    keys = replace(new_keys(person), revoke=[laptop.device])
    with pytest.raises(refusal):
        await storage.put_epoch(spent, person.account, keys, change(second_epochs(person)))
    assert await storage.holdings(person.account) == before
    assert await storage.session(laptop.device * 2) is not None
    await storage.put_epoch(spent, person.account, keys, second_epochs(person))


async def test_the_same_new_keys_again_answer_the_same(storage: Storage) -> None:
    """A repetition changes nothing, even after a later version."""
    person = await join(storage)
    change = new_keys(person)
    await storage.put_epoch(a_challenge(), person.account, change, second_epochs(person))
    await storage.put_keyring(
        a_challenge(), person.account, KeyringChange(a_keyring(3), None, None)
    )
    before = await storage.holdings(person.account)
    again = await storage.put_epoch(a_challenge(), person.account, change, second_epochs(person))
    assert again == 2
    assert await storage.holdings(person.account) == before


async def test_new_keys_of_another_version_are_behind(storage: Storage) -> None:
    """The version is compared first."""
    person = await join(storage)
    with pytest.raises(KeyringBehind):
        await storage.put_epoch(a_challenge(), person.account, new_keys(person, version=3), [])


async def test_everything_held_is_counted(storage: Storage) -> None:
    """Numbers and bytes of what is newest and of what is earlier, for each vault."""
    person, record = await join(storage, a_person(vaults=2)), os.urandom(16)
    await storage.commit(person.commit(0, [a_revision(record, 1, 100), a_revision(size=30)]))
    await storage.commit(person.commit(1, [a_revision(record, 2, 50)]))
    held = await storage.holdings(person.account)
    assert held.vaults == [
        HeldVault(person.wraps[0].vault, 2, 1, 2, 80, 1, 100),
        HeldVault(person.wraps[1].vault, 0, 1, 0, 0, 0, 0),
    ]
    assert (held.devices, held.wraps) == ([person.device], person.wraps)
    with pytest.raises(NotFound):
        await storage.holdings(os.urandom(16))


async def test_a_challenge_can_be_spent_alone(storage: Storage) -> None:
    """What only reads uses its challenge up all the same."""
    spent = a_challenge()
    await storage.spend(spent)
    with pytest.raises(ChallengeRefused):
        await storage.spend(spent)


async def test_a_closed_account_is_gone(storage: Storage) -> None:
    """Every look-up finds what it finds of one that never was; the statement is there, the other account whole."""
    person, other = await join(storage, a_person(vaults=2)), await join(storage)
    for one in (person, other):
        await storage.commit(one.commit(0, [a_revision()]))
    closing = a_closing(person)
    await storage.close_account(a_challenge(), closing)
    assert await storage.closing(person.account) == closing
    assert await storage.login_row(person.login.name_key) is None
    assert await storage.device(person.account, person.device.device) is None
    assert await storage.session(person.session.token_hash) is None
    assert await storage.vaults_of(person.account) == []
    for wrap in person.wraps:
        with pytest.raises(NotFound):
            await storage.page(wrap.vault, 0, None)
    with pytest.raises(NotFound):
        await storage.commit(person.commit(1))
    assert await storage.vaults_of(other.account) == [(other.vault, 1)]
    assert await storage.session(other.session.token_hash) == other.session


async def test_an_account_is_closed_once(storage: Storage) -> None:
    """A second closing finds nothing and keeps the first statement; its challenge stays unspent."""
    person, spent = await join(storage), a_challenge()
    first = a_closing(person)
    await storage.close_account(a_challenge(), first)
    with pytest.raises(NotFound):
        await storage.close_account(spent, a_closing(person))
    assert await storage.closing(person.account) == first
    await storage.spend(spent)


async def test_the_id_of_a_closed_account_is_not_used_again(storage: Storage) -> None:
    """While its statement stands."""
    person = await join(storage)
    await storage.close_account(a_challenge(), a_closing(person))
    with pytest.raises(BadRequest):
        await join(storage, person)
    await storage.forget_expired(NOW + 1000)
    assert await storage.closing(person.account) is None
    await join(storage, person)
