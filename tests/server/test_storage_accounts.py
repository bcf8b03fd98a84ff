"""Every store keeps accounts, devices, sessions and keyrings as the contract says."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from goldseam.errors import (
    BadRequest,
    ChallengeRefused,
    KeyringBehind,
    NameTaken,
    NotFound,
    Quota,
    Revoked,
)
from goldseam.protocol.accounts import Wrap
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.storage.contract import (
    DeviceRow,
    KeyringChange,
    LoginRow,
    SessionRow,
    Storage,
)
from tests.server.people import (
    NOW,
    STORES,
    a_challenge,
    a_keyring,
    a_person,
    a_session,
    a_store,
    join,
)


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


async def test_registering_keeps_everything(storage: Storage) -> None:
    """What was registered is read back as it was given."""
    person = await join(storage, a_person(vaults=2))
    assert await storage.login_row(person.login.name_key) == person.login
    assert await storage.login_of(person.account) == person.login
    assert await storage.newest_keyring(person.account) == person.keyring
    assert await storage.wraps(person.account) == person.wraps
    assert await storage.device(person.account, person.device.device) == person.device
    assert await storage.session(person.session.token_hash) == person.session
    assert await storage.vaults_of(person.account) == [(wrap.vault, 0) for wrap in person.wraps]


async def test_what_is_not_there_is_none_or_not_found(storage: Storage) -> None:
    """Reading what nobody stored answers None, an empty list, or NotFound."""
    unknown = os.urandom(16)
    assert await storage.login_row(os.urandom(32)) is None
    assert await storage.device(unknown, unknown) is None
    assert await storage.session(os.urandom(32)) is None
    assert await storage.keyrings(unknown, 0) == []
    assert await storage.wraps(unknown) == []
    assert await storage.vaults_of(unknown) == []
    assert (await storage.history(unknown, unknown, None)).revisions == []
    for read in (storage.login_of(unknown), storage.newest_keyring(unknown), storage.head(unknown)):
        with pytest.raises(NotFound):
            await read


async def test_a_name_is_taken_once(storage: Storage) -> None:
    """A second account with a name is refused and leaves nothing behind."""
    first = await join(storage)
    second = a_person()
    second = replace(second, login=replace(second.login, name_key=first.login.name_key))
    with pytest.raises(NameTaken):
        await join(storage, second)
    assert await storage.vaults_of(second.account) == []


async def test_a_vault_belongs_to_one_account(storage: Storage) -> None:
    """Registering with a vault id in use is refused and leaves nothing behind."""
    first = await join(storage)
    second = a_person()
    with pytest.raises(BadRequest):
        await join(storage, replace(second, wraps=[*second.wraps, *first.wraps]))
    assert await storage.login_row(second.login.name_key) is None
    assert await storage.vaults_of(second.account) == []


async def test_an_account_id_is_used_once(storage: Storage) -> None:
    """A second account with an id in use is refused."""
    first = await join(storage)
    second = a_person()
    with pytest.raises(BadRequest):
        await join(storage, replace(second, login=replace(second.login, account=first.account)))


async def test_a_challenge_is_spent_once_even_at_once(storage: Storage) -> None:
    """Of eight sign-ins with one challenge at once, one succeeds."""
    person = await join(storage)
    spent = a_challenge()
    attempts = (
        storage.open_session(spent, person.login, person.device, a_session(person.device))
        for _ in range(8)
    )
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, ChallengeRefused) for outcome in outcomes) == 7


async def test_a_refusal_spends_no_challenge(storage: Storage) -> None:
    """A challenge of a refused request can be used for another."""
    person = await join(storage)
    spent = a_challenge()
    stranger = replace(person.device, account=os.urandom(16))
    with pytest.raises(NotFound):
        await storage.open_session(spent, person.login, stranger, a_session(stranger))
    await storage.open_session(spent, person.login, person.device, a_session(person.device))


async def test_signing_in_again_ends_the_older_session(storage: Storage) -> None:
    """A device has one session; its renewal date is the newest."""
    person = await join(storage)
    renewed = replace(person.device, renewed_at=NOW + 5)
    session = a_session(renewed)
    await storage.open_session(a_challenge(), person.login, renewed, session)
    assert await storage.session(person.session.token_hash) is None
    assert await storage.session(session.token_hash) == session
    assert await storage.device(person.account, renewed.device) == renewed


async def test_a_second_device_leaves_the_first_alone(storage: Storage) -> None:
    """Another device's sign-in ends no session of the first."""
    person = await join(storage)
    laptop = DeviceRow(person.account, os.urandom(16), os.urandom(32), NOW)
    await storage.open_session(a_challenge(), person.login, laptop, a_session(laptop))
    assert await storage.session(person.session.token_hash) == person.session


async def test_a_device_keeps_its_key(storage: Storage) -> None:
    """A known device under another key is refused."""
    person = await join(storage)
    other = replace(person.device, key=os.urandom(32))
    with pytest.raises(BadRequest):
        await storage.open_session(a_challenge(), person.login, other, a_session(other))


async def test_a_revoked_device_stays_out(storage: Storage) -> None:
    """A revoked device opens no session."""
    person = await join(storage, a_person(revoked=True))
    with pytest.raises(Revoked):
        await storage.open_session(
            a_challenge(), person.login, person.device, a_session(person.device)
        )


async def test_an_account_has_a_bounded_number_of_devices(storage: Storage) -> None:
    """One device too many is refused; the known ones still sign in."""
    person = await join(storage)
    for _ in range(MAX_DEVICES - 1):
        device = DeviceRow(person.account, os.urandom(16), os.urandom(32), NOW)
        await storage.open_session(a_challenge(), person.login, device, a_session(device))
    extra = DeviceRow(person.account, os.urandom(16), os.urandom(32), NOW)
    with pytest.raises(Quota):
        await storage.open_session(a_challenge(), person.login, extra, a_session(extra))
    await storage.open_session(a_challenge(), person.login, person.device, a_session(person.device))


async def test_ending_a_session_twice_does_no_harm(storage: Storage) -> None:
    """An ended session is gone, and ending it again is no error."""
    person = await join(storage)
    await storage.end_session(person.session.token_hash)
    await storage.end_session(person.session.token_hash)
    assert await storage.session(person.session.token_hash) is None


async def test_what_is_over_is_forgotten(storage: Storage) -> None:
    """Ended sessions and spent challenges go; those of today stay."""
    person = await join(storage)
    spent = a_challenge(expires_at=NOW + 5000)
    session = replace(a_session(person.device), expires_at=NOW + 5000)
    await storage.open_session(spent, person.login, person.device, session)
    await storage.forget_expired(NOW + 1000)
    assert await storage.session(session.token_hash) == session
    with pytest.raises(ChallengeRefused):
        await storage.open_session(spent, person.login, person.device, session)
    await storage.forget_expired(NOW + 5001)
    assert await storage.session(session.token_hash) is None
    await storage.open_session(spent, person.login, person.device, session)


async def test_a_keyring_grows_by_one(storage: Storage) -> None:
    """The next version is kept; all after a version are read in order."""
    person = await join(storage)
    versions = [a_keyring(2), a_keyring(3)]
    for keyring in versions:
        change = KeyringChange(keyring, None, None)
        assert await storage.put_keyring(a_challenge(), person.account, change) == keyring.version
    assert await storage.keyrings(person.account, 0) == [person.keyring, *versions]
    assert await storage.keyrings(person.account, 2) == versions[1:]
    assert await storage.newest_keyring(person.account) == versions[1]


async def test_the_same_keyring_again_answers_the_same(storage: Storage) -> None:
    """A repeated write answers as the first time, even after a later one."""
    person = await join(storage)
    for version in (2, 3):
        change = KeyringChange(a_keyring(version), None, None)
        await storage.put_keyring(a_challenge(), person.account, change)
    second = KeyringChange((await storage.keyrings(person.account, 1))[0], None, None)
    assert await storage.put_keyring(a_challenge(), person.account, second) == 2
    assert (await storage.newest_keyring(person.account)).version == 3


@pytest.mark.parametrize("version", [1, 3])
async def test_another_keyring_version_is_behind(storage: Storage, version: int) -> None:
    """A version that is not the next one is refused."""
    person = await join(storage)
    change = KeyringChange(a_keyring(version), None, None)
    with pytest.raises(KeyringBehind):
        await storage.put_keyring(a_challenge(), person.account, change)


async def test_of_two_keyrings_at_once_one_wins(storage: Storage) -> None:
    """Compare and set holds under concurrency."""
    person = await join(storage)
    writes = (
        storage.put_keyring(a_challenge(), person.account, KeyringChange(a_keyring(2), None, None))
        for _ in range(4)
    )
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert outcomes.count(2) == 1
    assert sum(isinstance(outcome, KeyringBehind) for outcome in outcomes) == 3


async def test_a_keyring_brings_its_wraps_and_login(storage: Storage) -> None:
    """Given sets replace the old ones whole; a new vault is made, a dropped one keeps its pages."""
    person = await join(storage)
    wraps = [Wrap(os.urandom(16), 1, os.urandom(61))]
    login = LoginRow(person.account, os.urandom(32), os.urandom(10))
    change = KeyringChange(a_keyring(2), login, wraps)
    await storage.put_keyring(a_challenge(), person.account, change)
    assert await storage.wraps(person.account) == wraps
    assert await storage.login_row(login.name_key) == login
    assert await storage.login_row(person.login.name_key) is None
    assert await storage.sequence(person.account, wraps[0].vault) == 0
    assert await storage.sequence(person.account, person.vault) == 0


async def test_a_keyring_cannot_take_what_is_anothers(storage: Storage) -> None:
    """Another account's vault or name in a keyring write is refused, and the version stays."""
    one, other = await join(storage), await join(storage)
    foreign_vault = KeyringChange(a_keyring(2), None, [*one.wraps, *other.wraps])
    with pytest.raises(BadRequest):
        await storage.put_keyring(a_challenge(), one.account, foreign_vault)
    foreign_name = KeyringChange(
        a_keyring(2), replace(one.login, name_key=other.login.name_key), None
    )
    with pytest.raises(NameTaken):
        await storage.put_keyring(a_challenge(), one.account, foreign_name)
    assert await storage.newest_keyring(one.account) == one.keyring
    assert await storage.wraps(one.account) == one.wraps


async def test_a_keyring_of_nobody_is_not_found(storage: Storage) -> None:
    """An unknown account has no keyring to replace."""
    change = KeyringChange(a_keyring(1), None, None)
    with pytest.raises(NotFound):
        await storage.put_keyring(a_challenge(), os.urandom(16), change)


async def test_sessions_of_other_accounts_are_apart(storage: Storage) -> None:
    """Two people have their own sessions."""
    one, other = await join(storage), await join(storage)
    found = await storage.session(other.session.token_hash)
    assert isinstance(found, SessionRow)
    assert found.account == other.account != one.account
