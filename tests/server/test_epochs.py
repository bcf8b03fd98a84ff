"""New keys through the public door: taken whole or not at all, all others signed out (docs/protocol.md, Epochs)."""

import os
from collections.abc import Callable

import msgspec
import pytest

from goldseam.api.front import Front
from goldseam.protocol.accounts import KeyringWrite
from goldseam.protocol.devices import AccountExport
from goldseam.protocol.epochs import EpochWrite, VaultEpoch
from goldseam.storage.contract import DeviceRow, LoginRow, SessionRow, SpentChallenge, Storage
from tests.server.callers import Caller, a_revision, a_slot, a_wrap, another_device, code_of
from tests.server.streams import ended, listening

replace = msgspec.structs.replace
Spoil = Callable[[Caller, EpochWrite], EpochWrite]


@pytest.fixture
async def laptop(anna: Caller) -> Caller:
    """Give a second device of hers, signed in."""
    other = another_device(anna)
    assert (await other.sign_in()).status_code == 200
    return other


async def exported(caller: Caller) -> AccountExport:
    """All that the server holds of the caller's account."""
    answer = await caller.export()
    assert answer.status_code == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=AccountExport)


async def test_new_keys_take_the_place_of_the_old(anna: Caller) -> None:
    """Keyring, slots, wraps, login keys and the vault's minimum epoch are those of the write; the salt stays."""
    await anna.commit(0, [a_revision()])
    body = anna.new_keys(sequence=1)
    answer = await anna.put_epoch(body)
    assert msgspec.msgpack.decode(answer.content) == {"version": 2}
    held = await exported(anna)
    assert held.keyrings == anna.keyrings
    assert (held.slots, held.login_keys, held.salt) == (body.slots, body.login_keys, anna.salt)
    assert sorted(w.epoch for w in held.wraps) == [1, 2]
    assert [(v.vault, v.sequence, v.minimum_epoch) for v in held.vaults] == [(anna.vault, 1, 2)]


async def test_the_writing_device_goes_on_and_commits_under_the_new_keys(anna: Caller) -> None:
    """Its session stays; a commit of the old epoch is stale, one of the new is taken."""
    assert (await anna.put_epoch(anna.new_keys())).status_code == 200
    assert code_of(await anna.commit(0, epoch=1)) == "epoch_stale"
    assert (await anna.commit(0, epoch=2)).status_code == 200
    assert (await anna.renew()).status_code == 200


async def test_all_others_have_to_sign_in_again(anna: Caller, laptop: Caller) -> None:
    """Their sessions are over and are not renewed, the old passphrase is none any more; the new one lets them in."""
    assert (await anna.put_epoch(anna.new_keys())).status_code == 200
    assert code_of(await laptop.commit(0)) == "session_stale"
    assert code_of(await laptop.renew()) == "sign_in_again"
    assert code_of(await laptop.sign_in()) == "login_refused"
    laptop.login_key = anna.login_key
    assert (await laptop.sign_in()).status_code == 200
    assert (await laptop.renew()).status_code == 200


async def test_new_keys_end_the_streams_of_the_others(
    front: Front, anna: Caller, laptop: Caller
) -> None:
    """All are told of the keyring; then only the writing device is told more."""
    async with listening(front, laptop) as others, listening(front, anna) as own:
        await others.events()
        await own.events()
        await anna.put_epoch(anna.new_keys())
        assert await others.events() == [("keyring", {"version": 2})]
        await ended(others)
        assert await own.events() == [("keyring", {"version": 2})]
        await anna.commit(0, epoch=2)
        assert await own.events() == [("poke", {"vault": anna.vault.hex(), "sequence": 1})]


async def test_new_keys_remove_devices_too(anna: Caller, laptop: Caller) -> None:
    """A device that is removed with them does not come back with the new passphrase."""
    assert (await anna.put_epoch(anna.new_keys(revoke=[laptop.device]))).status_code == 200
    laptop.login_key = anna.login_key
    assert [code_of(await laptop.renew()), code_of(await laptop.sign_in())] == ["revoked"] * 2


async def test_new_keys_can_be_made_again(anna: Caller) -> None:
    """Each time every epoch of the vault stays wrapped."""
    assert (await anna.put_epoch(anna.new_keys())).status_code == 200
    await anna.commit(0, epoch=2)
    assert (await anna.put_epoch(anna.new_keys(sequence=1))).status_code == 200
    assert [vault.minimum_epoch for vault in (await exported(anna)).vaults] == [3]
    assert code_of(await anna.commit(1, epoch=2)) == "epoch_stale"


async def test_the_same_new_keys_again_are_answered_as_the_first_time(anna: Caller) -> None:
    """The answer may be lost: the same bytes are sent again, with a spent challenge and under the old login keys."""
    challenge = await anna.challenge(4)
    proven = anna.prove(4, challenge.challenge, anna.new_keys())
    answers = [await anna.send("POST", "/v1/epochs", proven) for _ in range(2)]
    assert [msgspec.msgpack.decode(answer.content) for answer in answers] == [{"version": 2}] * 2


async def test_the_recovery_code_makes_new_keys(anna: Caller) -> None:
    """Whoever lost the passphrase can still lock out whoever knows it."""
    assert (await anna.put_epoch(anna.new_keys(), login_type=2)).status_code == 200


async def test_a_commit_in_between_makes_new_keys_wait(anna: Caller, laptop: Caller) -> None:
    """A vault that stands elsewhere than `after` says is behind, with the sequence; nothing has changed."""
    body = anna.new_keys(revoke=[laptop.device])
    await laptop.commit(0, [a_revision()])
    answer = await anna.put_epoch(body)
    problem = msgspec.msgpack.decode(answer.content)
    assert (answer.status_code, problem["code"], problem["sequence"]) == (409, "behind", 1)
    assert await nothing_changed(anna)
    assert (await laptop.commit(1)).status_code == 200


async def nothing_changed(anna: Caller) -> bool:
    """Whether her account is as new keys were never asked for."""
    held = await exported(anna)
    is_old = held.keyrings == anna.keyrings and [w.epoch for w in held.wraps] == [1]
    is_open = not any(device.revoked for device in held.devices)
    return is_old and is_open and [vault.minimum_epoch for vault in held.vaults] == [1]


async def test_another_version_meanwhile_makes_new_keys_wait(anna: Caller, laptop: Caller) -> None:
    """Of two devices that write version 2, the second changes nothing, whatever the second writes."""
    body = anna.new_keys()
    assert (await laptop.put_keyring(KeyringWrite(laptop.next_keyring()))).status_code == 200
    assert code_of(await anna.put_epoch(body)) == "keyring_behind"
    anna.keyrings = laptop.keyrings
    assert await nothing_changed(anna)


def _resigned(anna: Caller, body: EpochWrite, **changes: object) -> EpochWrite:
    return replace(body, keyring=anna.sign_keyring(replace(body.keyring, **changes)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda anna, body: _resigned(anna, body, epoch=1),
        lambda anna, body: _resigned(anna, body, epoch=3),
        lambda _, body: replace(body, vaults=[replace(body.vaults[0], epoch=1)]),
        lambda _, body: replace(body, vaults=[replace(body.vaults[0], epoch=3)]),
        lambda _, body: replace(body, vaults=[replace(body.vaults[0], vault=os.urandom(16))]),
        lambda _, body: replace(body, vaults=body.vaults * 2),
        lambda _, body: replace(body, vaults=[*body.vaults, VaultEpoch(bytes(16), 2, 0)]),
        lambda _, body: replace(body, wraps=body.wraps[1:]),
        lambda _, body: replace(body, wraps=[*body.wraps, a_wrap(os.urandom(16))]),
        lambda _, body: replace(body, wraps=[*body.wraps, body.wraps[0]]),
        lambda _, body: replace(body, slots=[a_slot(1, 2), a_slot(2, 1)]),
        lambda _, body: replace(body, slots=[a_slot(1, 2), a_slot(1, 2)]),
        lambda _, body: replace(body, slots=[*body.slots, a_slot(3, 2)]),
        lambda anna, body: replace(body, revoke=[anna.device]),
        lambda _, body: replace(body, revoke=[os.urandom(16)]),
    ],
    ids=[
        "the same account epoch", "an account epoch too far", "the same epoch", "an epoch too far", "another vault",
        "a vault twice", "a vault too many", "a key of before left out", "a foreign wrap", "a wrap twice",
        "a slot of before", "no recovery code", "a passkey never seen", "itself removed", "a strange device removed",
    ],
)  # fmt: skip
async def test_new_keys_that_are_not_whole_are_refused(anna: Caller, spoil: Spoil) -> None:
    """Whatever is missing or too much, nothing is changed."""
    assert code_of(await anna.put_epoch(spoil(anna, anna.new_keys()))) == "bad_request"
    assert await nothing_changed(anna)


@pytest.mark.parametrize("side", ["device_signature", "login_signature"])
async def test_new_keys_are_signed_twice(anna: Caller, side: str) -> None:
    """A keyring without one of its signatures changes nothing, though the request is proven."""
    body = anna.new_keys()
    unsigned = replace(body, keyring=replace(body.keyring, **{side: bytes(64)}))
    assert code_of(await anna.put_epoch(unsigned)) == "bad_signature"
    assert await nothing_changed(anna)


async def test_new_keys_are_signed_by_the_login_key_of_before(anna: Caller) -> None:
    """The new passphrase alone cannot have made them."""
    body = anna.new_keys()
    anna.login_key, old = anna.new_login_key, anna.login_key
    forged = replace(body, keyring=anna.sign_keyring(body.keyring))
    anna.login_key = old
    assert code_of(await anna.put_epoch(forged)) == "bad_signature"
    assert await nothing_changed(anna)


async def test_a_keyring_alone_moves_no_epoch(anna: Caller) -> None:
    """The account epoch stays with `PUT /v1/keyrings`: the vaults' minimum must rise with it."""
    keyring = anna.sign_keyring(replace(anna.next_keyring(), epoch=2))
    assert code_of(await anna.put_keyring(KeyringWrite(keyring))) == "bad_request"


async def test_a_sign_in_that_meets_new_keys_opens_no_session(
    anna: Caller, laptop: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign-in whose old passphrase was verified before the new keys came is asked to try again."""
    open_session = store.open_session

    async def make_keys_first(
        spent: SpentChallenge, login: LoginRow, device: DeviceRow, session: SessionRow, most: int
    ) -> None:
        monkeypatch.undo()
        assert (await anna.put_epoch(anna.new_keys())).status_code == 200
        await open_session(spent, login, device, session, most)

    monkeypatch.setattr(store, "open_session", make_keys_first)
    assert code_of(await laptop.sign_in()) == "unavailable"
    assert code_of(await laptop.get("/v1/keyrings")) == "session_stale"
    assert code_of(await laptop.renew()) == "sign_in_again"
    assert code_of(await laptop.sign_in()) == "login_refused"


async def test_a_renewal_that_meets_new_keys_opens_no_session(
    anna: Caller, laptop: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renewal that began before ends as one that begins after."""
    renew = store.renew_session

    async def make_keys_first(
        spent: SpentChallenge, device: DeviceRow, session: SessionRow
    ) -> None:
        monkeypatch.undo()
        assert (await anna.put_epoch(anna.new_keys())).status_code == 200
        await renew(spent, device, session)

    monkeypatch.setattr(store, "renew_session", make_keys_first)
    assert code_of(await laptop.renew()) == "sign_in_again"
