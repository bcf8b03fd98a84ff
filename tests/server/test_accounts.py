"""Signing up, signing in, renewing and keyrings, through the public door (docs/protocol.md, Login, Keyring)."""

import os
import time

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    DeviceBody,
    Keyring,
    KeyringWrite,
    LoginKeys,
    Session,
)
from goldseam.protocol.limits import CHALLENGE_SECONDS, RENEWAL_DAYS, SESSION_SECONDS
from goldseam.storage.contract import KeyringChange, SpentChallenge, Storage
from tests.server.callers import (
    Caller,
    a_caller,
    a_slot,
    a_wrap,
    another_device,
    code_of,
    public,
)
from tests.server.conftest import Clock, Ticks, signed_up

DAY = 86_400


def session_in(answer: httpx.Response) -> Session:
    """The session of an answer that must be one."""
    assert answer.status_code == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=Session)


async def test_sign_up_answers_as_sign_in_does(http: httpx.AsyncClient) -> None:
    """A sign-up gives at once what the next sign-in gives again, but for the token."""
    anna = a_caller(http, "anna")
    first, second = session_in(await anna.register()), session_in(await anna.sign_in())
    fields = ("account", "slots", "wraps", "keyrings", "expires_in")
    assert [getattr(first, f) for f in fields] == [getattr(second, f) for f in fields]
    assert first.token != second.token


@pytest.mark.parametrize("login_type", [1, 2])
async def test_passphrase_and_recovery_code_both_sign_in(anna: Caller, login_type: int) -> None:
    """A new device comes in by either login key."""
    laptop = another_device(anna)
    assert session_in(await laptop.sign_in(login_type)).account == anna.account


async def test_a_repeated_sign_up_answers_as_the_first_time(anna: Caller) -> None:
    """The answer to a sign-up may be lost; sending it again does no harm."""
    assert session_in(await anna.register()).account == anna.account


async def test_a_name_belongs_to_its_account(anna: Caller, http: httpx.AsyncClient) -> None:
    """Another account under the same name is refused."""
    assert code_of(await a_caller(http, "anna").register()) == "name_taken"
    assert session_in(await anna.sign_in()).account == anna.account


async def test_another_login_key_is_not_the_same_account(anna: Caller) -> None:
    """Knowing the account id does not make a repetition of a sign-up."""
    anna.login_key, anna.keyrings = Ed25519PrivateKey.generate(), []
    assert code_of(await anna.register()) == "name_taken"


async def test_a_wrong_login_key_is_refused(anna: Caller) -> None:
    """Whoever derives another key from another passphrase stays outside."""
    anna.login_key = Ed25519PrivateKey.generate()
    assert code_of(await anna.sign_in()) == "login_refused"


async def test_the_device_key_signs_too(anna: Caller) -> None:
    """A proof under a device key that did not sign is refused."""
    challenge = await anna.challenge(PURPOSE_LOGIN)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    forged = msgspec.structs.replace(proven, device_signature=bytes(64))
    assert code_of(await anna.send("POST", "/v1/sessions", forged)) == "login_refused"


async def test_known_and_unknown_names_answer_alike(anna: Caller, http: httpx.AsyncClient) -> None:
    """R-11: neither a challenge nor a refusal tells whether a name exists."""
    stranger = a_caller(http, "nobody")
    known, unknown = await anna.challenge(1), await stranger.challenge(1)
    again = await stranger.challenge(1)
    assert (known.suite, known.expires_in) == (unknown.suite, unknown.expires_in)
    assert unknown.salt == again.salt
    assert unknown.challenge != again.challenge
    anna.login_key = Ed25519PrivateKey.generate()
    refusals = [await anna.sign_in(), await stranger.sign_in()]
    assert refusals[0].status_code == refusals[1].status_code == 403
    assert refusals[0].content == refusals[1].content
    anna.device = stranger.device = os.urandom(16)
    renewals = [await anna.renew(), await stranger.renew()]
    assert renewals[0].content == renewals[1].content == refusals[0].content


async def test_known_and_unknown_names_take_alike_long(
    anna: Caller, http: httpx.AsyncClient, ticks: Ticks
) -> None:
    """The best of many refusals takes at most half as long again for one name as for the other, the limits included."""
    anna.login_key = Ed25519PrivateKey.generate()
    anna.device = os.urandom(16)  # A stranger's: one of her devices is told from strangers.
    best: dict[str, float] = {}
    for caller in [anna, a_caller(http, "nobody")] * 40:
        ticks.now += 60  # Nobody is asked to wait.
        start = time.perf_counter()
        assert code_of(await caller.sign_in()) == "login_refused"
        took = time.perf_counter() - start
        best[caller.name] = min(took, best.get(caller.name, took))
    print(f"a refused sign-in: {_in_milliseconds(best)}")
    assert max(best.values()) < 1.5 * min(best.values()), best


async def test_known_and_unknown_names_are_slowed_down_alike(
    anna: Caller, http: httpx.AsyncClient
) -> None:
    """The answer that asks for a pause is the same for both; how long it takes is measured and printed."""
    anna.login_key = Ed25519PrivateKey.generate()
    anna.device = os.urandom(16)
    nobody = a_caller(http, "nobody")
    while code_of(await nobody.sign_in()) != "rate_limited":
        pass
    best: dict[str, float] = {}
    answers = set()
    for caller in [anna, nobody] * 40:
        challenge = await caller.challenge(PURPOSE_LOGIN)
        proven = caller.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(caller.device))
        start = time.perf_counter()
        answers.add((await caller.send("POST", "/v1/sessions", proven)).content)
        took = time.perf_counter() - start
        best[caller.name] = min(took, best.get(caller.name, took))
    print(f"a sign-in that is asked to wait: {_in_milliseconds(best)}")
    assert len(answers) == 1


def _in_milliseconds(best: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds * 1000:.2f} ms" for name, seconds in best.items())


async def test_a_challenge_is_spent_once(anna: Caller) -> None:
    """The same proof does not sign in twice."""
    challenge = await anna.challenge(PURPOSE_LOGIN)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    assert (await anna.send("POST", "/v1/sessions", proven)).status_code == 200
    assert code_of(await anna.send("POST", "/v1/sessions", proven)) == "challenge_refused"


async def test_a_challenge_ends(anna: Caller, clock: Clock) -> None:
    """A challenge older than its time is refused."""
    challenge = await anna.challenge(PURPOSE_LOGIN)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    clock.now += CHALLENGE_SECONDS
    assert code_of(await anna.send("POST", "/v1/sessions", proven)) == "challenge_refused"


async def test_a_challenge_fits_one_purpose(anna: Caller) -> None:
    """A challenge for renewing does not sign in."""
    challenge = await anna.challenge(PURPOSE_RENEW)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    assert code_of(await anna.send("POST", "/v1/sessions", proven)) == "challenge_refused"


async def test_a_proof_fits_one_purpose(anna: Caller) -> None:
    """A proof made for signing in does not renew."""
    challenge = await anna.challenge(PURPOSE_LOGIN)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    assert code_of(await anna.send("POST", "/v1/sessions/renew", proven)) == "challenge_refused"


async def test_a_challenge_fits_one_name(anna: Caller) -> None:
    """A challenge fetched for another name is refused."""
    challenge = await anna.challenge(PURPOSE_LOGIN, name="ben")
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    assert code_of(await anna.send("POST", "/v1/sessions", proven)) == "challenge_refused"


async def test_a_foreign_origin_is_refused(anna: Caller) -> None:
    """A proof that a person made on another site opens nothing here."""
    anna.origin = "https://goldseam.example.net"
    assert code_of(await anna.sign_in()) == "origin_refused"


@pytest.mark.parametrize("name", ["Anna", " anna", "anna ", "", "a" * 65, "a\nb", "e\u0301"])
async def test_a_name_that_is_not_canonical_is_refused(http: httpx.AsyncClient, name: str) -> None:
    """The server does not guess which form of a name was meant."""
    body = msgspec.msgpack.encode({"name": name, "purpose": 1})
    headers = {"content-type": "application/vnd.msgpack"}
    answer = await http.post("/v1/challenges", content=body, headers=headers)
    assert code_of(answer) == "bad_request"


async def test_login_needs_its_login_signature(anna: Caller) -> None:
    """A device alone does not sign in: that is what renewing is for."""
    assert code_of(await anna.sign_in(login_type=0)) == "bad_request"


async def test_a_session_ends_with_its_time(anna: Caller, clock: Clock) -> None:
    """A token is stale after 15 minutes, and a renewal by the device alone gives another."""
    clock.now += SESSION_SECONDS
    assert code_of(await anna.get("/v1/keyrings")) == "session_stale"
    assert (await anna.renew()).status_code == 200
    assert (await anna.get("/v1/keyrings")).status_code == 200


async def test_a_new_session_ends_the_older_one(anna: Caller) -> None:
    """A device has one session."""
    older = anna.token
    await anna.renew()
    anna.token = older
    assert code_of(await anna.get("/v1/keyrings")) == "session_stale"


async def test_a_session_can_be_ended(anna: Caller) -> None:
    """Signing out makes the token stale at once."""
    ended = await anna.http.delete("/v1/sessions/current", headers=anna.headers)
    assert ended.status_code == 204
    assert code_of(await anna.get("/v1/keyrings")) == "session_stale"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic " + "A" * 43, "Bearer é"])
async def test_a_missing_or_odd_token_is_stale(http: httpx.AsyncClient, header: str) -> None:
    """Whatever stands where a token should be, the answer is to renew."""
    answer = await http.get("/v1/keyrings", headers=[(b"authorization", header.encode())])
    assert code_of(answer) == "session_stale"


async def test_a_device_away_too_long_signs_in_again(anna: Caller, clock: Clock) -> None:
    """Renewing is for devices that were here within 30 days."""
    clock.now += RENEWAL_DAYS * DAY + 1
    assert code_of(await anna.renew()) == "sign_in_again"
    assert (await anna.sign_in()).status_code == 200


async def test_another_key_does_not_renew(anna: Caller) -> None:
    """The device's own key is what renews its session."""
    anna.device_key = Ed25519PrivateKey.generate()
    assert code_of(await anna.renew()) == "login_refused"


async def test_a_device_keeps_its_key(anna: Caller) -> None:
    """A device id that is known under another key is refused, even with the passphrase."""
    anna.device_key = Ed25519PrivateKey.generate()
    assert code_of(await anna.sign_in()) == "bad_request"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "bad_request"),
        ({"previous": b"\x01" * 32}, "bad_request"),
        ({"epoch": 2}, "bad_request"),
        ({"sealed": b"\x02" + bytes(540)}, "bad_request"),
        ({"device": bytes(16)}, "bad_request"),
    ],
)
async def test_a_first_keyring_that_is_not_one_is_refused(
    http: httpx.AsyncClient, change: dict[str, object], code: str
) -> None:
    """A sign-up whose keyring cannot be version 1 of this device makes no account."""
    anna = a_caller(http, "anna")
    wrong = msgspec.structs.replace(anna.next_keyring(), **change)
    anna.keyrings = [anna.sign_keyring(wrong)]
    assert code_of(await anna.register()) == code
    anna.keyrings = []
    assert (await anna.register()).status_code == 200


@pytest.mark.parametrize("side", ["device_signature", "login_signature"])
async def test_a_first_keyring_is_signed_twice(http: httpx.AsyncClient, side: str) -> None:
    """Either signature missing makes no account."""
    anna = a_caller(http, "anna")
    anna.keyrings = [msgspec.structs.replace(anna.next_keyring(), **{side: bytes(64)})]
    assert code_of(await anna.register()) == "bad_signature"


async def test_a_sign_up_with_a_slot_twice_is_refused(http: httpx.AsyncClient) -> None:
    """Two slots of one id would leave one way in closed."""
    anna = a_caller(http, "anna")
    slot = a_slot(1)
    body = msgspec.structs.replace(anna.registration(), slots=[slot, slot])
    answer = await anna.send_proven("POST", "/v1/accounts", PURPOSE_REGISTER, body)
    assert code_of(answer) == "bad_request"


async def test_the_output_of_a_passkey_is_refused(anna: Caller) -> None:
    """A request that carries what a passkey evaluated, by any name, is refused before anything of it is used."""
    challenge = await anna.challenge(PURPOSE_LOGIN)
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    carrying = msgspec.to_builtins(proven, builtin_types=[bytes]) | {"prf": {"first": bytes(32)}}
    answer = await anna.send("POST", "/v1/sessions", msgspec.msgpack.encode(carrying))
    assert code_of(answer) == "bad_request"


async def test_a_sign_up_makes_one_vault(http: httpx.AsyncClient) -> None:
    """An account begins with the one vault that its keyring names."""
    anna = a_caller(http, "anna")
    wraps = [a_wrap(os.urandom(16)), a_wrap(os.urandom(16))]
    body = msgspec.structs.replace(anna.registration(), wraps=wraps)
    answer = await anna.send_proven("POST", "/v1/accounts", PURPOSE_REGISTER, body)
    assert code_of(answer) == "bad_request"


async def test_a_vault_of_another_account_cannot_be_claimed(
    anna: Caller, http: httpx.AsyncClient
) -> None:
    """A sign-up that names a vault in use is refused and takes no name."""
    thief = a_caller(http, "thief")
    thief.vault = anna.vault
    assert code_of(await thief.register()) == "bad_request"
    thief.vault = os.urandom(16)
    assert (await thief.register()).status_code == 200


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


async def test_the_salt_of_a_name_is_the_one_given(http: httpx.AsyncClient) -> None:
    """What a person's passphrase was stretched with comes back unchanged."""
    anna = await signed_up(http, "anna")
    assert (await anna.challenge(PURPOSE_LOGIN)).salt == anna.salt
