"""The next version of a keyring, through the public door (docs/protocol.md, Keyring)."""

import os

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    Keyring,
    KeyringWrite,
    LoginKeys,
)
from goldseam.storage.contract import KeyringChange, SpentChallenge, Storage
from tests.server.callers import (
    Caller,
    a_slot,
    a_wrap,
    another_device,
    code_of,
    public,
    session_in,
)


async def test_the_next_keyring_is_given_to_all_devices(anna: Caller) -> None:
    """A keyring that one device puts is what another one fetches, with slots and wraps."""
    keyring = anna.next_keyring()
    answer = await anna.put_keyring(KeyringWrite(keyring, slots=[a_slot(1), a_slot(2)]))
    assert msgspec.msgpack.decode(answer.content) == {"version": 2}
    laptop = another_device(anna)
    assert session_in(await laptop.sign_in()).keyrings == [keyring]
    fetched = msgspec.msgpack.decode((await laptop.get("/v1/keyrings?after=0")).content)
    assert [k["version"] for k in fetched["keyrings"]] == [1, 2]
    newer = msgspec.msgpack.decode((await laptop.get("/v1/keyrings?after=1")).content)
    assert [k["version"] for k in newer["keyrings"]] == [2]
    assert len(newer["slots"]) == 2
    assert newer["wraps"][0]["vault"] == anna.vault


async def test_the_same_keyring_again_answers_as_the_first_time(anna: Caller) -> None:
    """The answer to a put may be lost; the same bytes again do no harm, with a spent challenge too."""
    body = KeyringWrite(anna.next_keyring())
    challenge = await anna.challenge(3)
    proven = anna.prove(3, challenge.challenge, body)
    answers = [await anna.send("PUT", "/v1/keyrings", proven) for _ in range(2)]
    answers.append(await anna.put_keyring(body))
    assert [msgspec.msgpack.decode(a.content) for a in answers] == [{"version": 2}] * 3


async def test_another_keyring_at_a_version_is_behind(anna: Caller) -> None:
    """Of two devices that write version 2, the second is told that it is behind."""
    first, second = anna.next_keyring(), anna.next_keyring()
    assert (await anna.put_keyring(KeyringWrite(first))).status_code == 200
    assert code_of(await anna.put_keyring(KeyringWrite(second))) == "keyring_behind"


async def test_a_keyring_that_skips_a_version_is_behind(anna: Caller) -> None:
    """Version 3 does not follow version 1."""
    skipped = msgspec.structs.replace(anna.next_keyring(), version=3)
    body = KeyringWrite(anna.sign_keyring(skipped))
    assert code_of(await anna.put_keyring(body)) == "keyring_behind"


@pytest.mark.parametrize("side", ["device_signature", "login_signature"])
async def test_a_next_keyring_is_signed_twice(anna: Caller, side: str) -> None:
    """A keyring without one of its signatures changes nothing."""
    body = KeyringWrite(msgspec.structs.replace(anna.next_keyring(), **{side: bytes(64)}))
    assert code_of(await anna.put_keyring(body)) == "bad_signature"
    kept = msgspec.msgpack.decode((await anna.get("/v1/keyrings?after=0")).content)
    assert [k["version"] for k in kept["keyrings"]] == [1]


async def test_a_keyring_needs_the_login_key(anna: Caller) -> None:
    """A stolen device key without the passphrase changes no keyring."""
    keyring = anna.next_keyring()
    anna.login_key = Ed25519PrivateKey.generate()
    assert code_of(await anna.put_keyring(KeyringWrite(keyring))) == "login_refused"


async def test_a_keyring_needs_a_device_of_the_account(anna: Caller) -> None:
    """The passphrase alone, at a device that never signed in, changes no keyring."""
    laptop = another_device(anna)
    body = KeyringWrite(laptop.next_keyring())
    assert code_of(await laptop.put_keyring(body)) == "login_refused"


async def test_wraps_are_those_of_the_accounts_vaults(anna: Caller, ben: Caller) -> None:
    """No vault is dropped and no foreign one is claimed by a keyring."""
    for vault in (ben.vault, os.urandom(16)):
        body = KeyringWrite(anna.next_keyring(), wraps=[a_wrap(vault)])
        assert code_of(await anna.put_keyring(body)) == "bad_request"


async def test_a_changed_passphrase_signs_in_and_the_old_one_does_not(anna: Caller) -> None:
    """New login keys hold from the version that brought them."""
    old, new = anna.login_key, Ed25519PrivateKey.generate()
    keys = LoginKeys(public(new), public(anna.recovery_key))
    body = KeyringWrite(anna.next_keyring(), slots=[a_slot(1), a_slot(2)], login_keys=keys)
    assert (await anna.put_keyring(body)).status_code == 200
    assert code_of(await anna.sign_in()) == "login_refused"
    assert (await anna.put_keyring(body)).status_code == 200  # Its answer may have been lost.
    anna.login_key = new
    assert (await anna.sign_in()).status_code == 200
    assert old is not new


async def test_a_passphrase_that_is_being_changed_writes_no_later_keyring(
    anna: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A put that began before the passphrase was changed ends under the new one: the old one signs nothing more."""
    new = Ed25519PrivateKey.generate()
    second = anna.next_keyring()
    changed = KeyringWrite(second, login_keys=LoginKeys(public(new), public(anna.recovery_key)))
    anna.keyrings.append(second)
    third = KeyringWrite(anna.next_keyring(), slots=[a_slot(1), a_slot(2)])
    read = store.newest_keyring

    async def change_first(account: bytes) -> Keyring:
        monkeypatch.undo()
        assert (await anna.put_keyring(changed)).status_code == 200
        return await read(account)

    monkeypatch.setattr(store, "newest_keyring", change_first)
    assert code_of(await anna.put_keyring(third)) == "login_refused"
    kept = msgspec.msgpack.decode((await anna.get("/v1/keyrings?after=0")).content)
    assert [k["version"] for k in kept["keyrings"]] == [1, 2]
    anna.login_key = new
    assert (await anna.sign_in()).status_code == 200


async def test_two_copies_of_one_put_that_meet_are_both_answered(
    anna: Caller, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that the network doubled finds its challenge spent by its own copy, and answers as that one."""
    challenge = await anna.challenge(3)
    proven = anna.prove(3, challenge.challenge, KeyringWrite(anna.next_keyring()))
    put = store.put_keyring

    async def copy_first(spent: SpentChallenge, account: bytes, change: KeyringChange) -> int:
        monkeypatch.undo()
        assert (await anna.send("PUT", "/v1/keyrings", proven)).status_code == 200
        return await put(spent, account, change)

    monkeypatch.setattr(store, "put_keyring", copy_first)
    answer = await anna.send("PUT", "/v1/keyrings", proven)
    assert msgspec.msgpack.decode(answer.content) == {"version": 2}


async def test_a_repeated_keyring_spends_no_challenge(anna: Caller) -> None:
    """What changes nothing consumes nothing: the challenge still serves the put that follows."""
    body = KeyringWrite(anna.next_keyring())
    assert (await anna.put_keyring(body)).status_code == 200
    anna.keyrings.append(body.keyring)
    challenge = (await anna.challenge(3)).challenge
    assert (
        await anna.send("PUT", "/v1/keyrings", anna.prove(3, challenge, body))
    ).status_code == 200
    following = anna.prove(3, challenge, KeyringWrite(anna.next_keyring()))
    answer = await anna.send("PUT", "/v1/keyrings", following)
    assert msgspec.msgpack.decode(answer.content) == {"version": 3}
