"""Signing up and names, through the public door (docs/protocol.md, Login)."""

import os
import time

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    DeviceBody,
)
from tests.server.callers import (
    Caller,
    a_caller,
    a_slot,
    a_wrap,
    another_device,
    code_of,
    session_in,
)
from tests.server.conftest import Ticks, signed_up


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


@pytest.mark.parametrize("name", ["Anna", " anna", "anna ", "", "a" * 65, "a\nb", "e\u0301"])
async def test_a_name_that_is_not_canonical_is_refused(http: httpx.AsyncClient, name: str) -> None:
    """The server does not guess which form of a name was meant."""
    body = msgspec.msgpack.encode({"name": name, "purpose": 1})
    headers = {"content-type": "application/vnd.msgpack"}
    answer = await http.post("/v1/challenges", content=body, headers=headers)
    assert code_of(answer) == "bad_request"


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


async def test_the_salt_of_a_name_is_the_one_given(http: httpx.AsyncClient) -> None:
    """What a person's passphrase was stretched with comes back unchanged."""
    anna = await signed_up(http, "anna")
    assert (await anna.challenge(PURPOSE_LOGIN)).salt == anna.salt
