"""What a proof is worth: a stolen token changes nothing, a challenge serves one purpose (docs/protocol.md, Login)."""

from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    PURPOSE_CLOSE,
    PURPOSE_EPOCH,
    PURPOSE_EXPORT,
    PURPOSE_KEYRING,
    PURPOSE_LOGIN,
    PURPOSE_PAIR,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    AdmittedDevice,
    DeviceBody,
    KeyringWrite,
)
from goldseam.protocol.closing import Closing
from tests.server.callers import Caller, a_caller, another_device, code_of, public

Attempt = Callable[[Caller, Caller], Awaitable[httpx.Response]]
PURPOSES = (
    PURPOSE_LOGIN,
    PURPOSE_RENEW,
    PURPOSE_KEYRING,
    PURPOSE_EPOCH,
    PURPOSE_CLOSE,
    PURPOSE_EXPORT,
    PURPOSE_PAIR,
    PURPOSE_REGISTER,
)
ADMITTED = AdmittedDevice(bytes(16), public(Ed25519PrivateKey.generate()))

ROUTES: dict[int, tuple[str, str, Callable[[Caller], msgspec.Struct]]] = {
    PURPOSE_LOGIN: ("POST", "/v1/sessions", lambda who: DeviceBody(who.device)),
    PURPOSE_RENEW: ("POST", "/v1/sessions/renew", lambda who: DeviceBody(who.device)),
    PURPOSE_KEYRING: ("PUT", "/v1/keyrings", lambda who: KeyringWrite(who.next_keyring())),
    PURPOSE_EPOCH: ("POST", "/v1/epochs", lambda who: who.new_keys()),
    PURPOSE_EXPORT: ("POST", "/v1/accounts/export", lambda who: DeviceBody(who.device)),
    PURPOSE_REGISTER: ("POST", "/v1/accounts", lambda who: who.registration()),
    PURPOSE_CLOSE: ("POST", "/v1/accounts/close", lambda who: Closing(who.statement())),
}
"""How each purpose is asked for; closing is last, because nothing comes after it."""

DANGEROUS: dict[str, Attempt] = {
    "remove": lambda who, other: who.put_keyring(
        KeyringWrite(who.next_keyring(), revoke=[other.device])
    ),
    "admit": lambda who, _: who.put_keyring(KeyringWrite(who.next_keyring(), admit=ADMITTED)),
    "slots": lambda who, _: who.put_keyring(
        KeyringWrite(who.next_keyring(), slots=who.registration().slots)
    ),
    "login keys": lambda who, _: who.put_keyring(
        KeyringWrite(who.next_keyring(), login_keys=who.login_keys)
    ),
    "epoch": lambda who, _: who.put_epoch(who.new_keys()),
    "export": lambda who, _: who.export(),
    "close": lambda who, _: who.close(),
}


def thief_of(anna: Caller, *, knows_passphrase: bool, has_device_key: bool) -> Caller:
    """Somebody with her token and everything that the server tells her devices, but not with all of her keys."""
    thief = another_device(anna)
    thief.token, thief.device = anna.token, anna.device
    if not knows_passphrase:
        thief.login_key, thief.recovery_key = (Ed25519PrivateKey.generate() for _ in range(2))
    if has_device_key:
        thief.device_key = anna.device_key
    return thief


@pytest.mark.parametrize("what", DANGEROUS)
@pytest.mark.parametrize(
    ("knows_passphrase", "has_device_key"), [(False, False), (True, False), (False, True)]
)
async def test_a_stolen_token_changes_nothing(
    anna: Caller, what: str, knows_passphrase: bool, has_device_key: bool
) -> None:
    """R-22, T-29: what changes or ends an account needs a login key and the device's key, both and fresh."""
    laptop = another_device(anna)
    await laptop.sign_in()
    thief = thief_of(anna, knows_passphrase=knows_passphrase, has_device_key=has_device_key)
    assert code_of(await DANGEROUS[what](thief, laptop)) == "login_refused"
    assert [device.revoked for device in await anna.devices()] == [False, False]
    kept = msgspec.msgpack.decode((await anna.get("/v1/keyrings?after=0")).content)
    assert [version["version"] for version in kept["keyrings"]] == [1]
    assert (await anna.sign_in()).status_code == 200


@pytest.mark.parametrize("purpose", [p for p in ROUTES if p != PURPOSE_LOGIN])
async def test_a_token_alone_is_no_proof(anna: Caller, purpose: int) -> None:
    """T-29: the body itself, sent with a session, is not a proven request."""
    method, path, body = ROUTES[purpose]
    assert code_of(await anna.send(method, path, body(anna))) == "bad_request"
    assert (await anna.sign_in()).status_code == 200


@pytest.mark.parametrize("purpose", ROUTES)
async def test_a_challenge_serves_its_own_purpose(anna: Caller, purpose: int) -> None:
    """A challenge that was fetched for any other purpose is refused; the right one is taken."""
    method, path, body = ROUTES[purpose]
    login_type = 0 if purpose == PURPOSE_RENEW else 1
    for other in [*(set(PURPOSES) - {purpose}), purpose]:
        challenge = (await anna.challenge(other)).challenge
        answer = await anna.send(
            method, path, anna.prove(purpose, challenge, body(anna), login_type)
        )
        if other == purpose:
            assert answer.status_code in {200, 204}
        else:
            assert code_of(answer) == "challenge_refused"


@pytest.mark.parametrize("purpose", ROUTES)
async def test_a_proof_serves_its_own_purpose(anna: Caller, purpose: int) -> None:
    """What was signed for any other purpose is refused, though its challenge fits it."""
    method, path, body = ROUTES[purpose]
    for other in set(PURPOSES) - {purpose}:
        challenge = (await anna.challenge(other)).challenge
        answer = await anna.send(method, path, anna.prove(other, challenge, body(anna)))
        assert code_of(answer) == "challenge_refused"


@pytest.mark.parametrize(
    "purpose", [p for p in ROUTES if p not in {PURPOSE_RENEW, PURPOSE_REGISTER}]
)
async def test_the_recovery_code_proves_what_the_passphrase_does(
    anna: Caller, purpose: int
) -> None:
    """Type 2 is accepted for signing in and for purposes 3 to 6."""
    method, path, body = ROUTES[purpose]
    answer = await anna.send_proven(method, path, purpose, body(anna), login_type=2)
    assert answer.status_code in {200, 204}


@pytest.mark.parametrize("purpose", [p for p in ROUTES if p != PURPOSE_RENEW])
async def test_a_device_alone_proves_only_renewals(anna: Caller, purpose: int) -> None:
    """Without a login signature nothing else is looked at."""
    method, path, body = ROUTES[purpose]
    answer = await anna.send_proven(method, path, purpose, body(anna), login_type=0)
    assert code_of(answer) == "bad_request"


@pytest.mark.parametrize("what", DANGEROUS)
async def test_a_name_that_nobody_has_is_refused_alike(
    anna: Caller, http: httpx.AsyncClient, what: str
) -> None:
    """Every proven request of an unknown name ends as that of a wrong passphrase does."""
    laptop = another_device(anna)
    await laptop.sign_in()
    stranger = a_caller(http, "nobody")
    stranger.registration()
    thief = thief_of(anna, knows_passphrase=False, has_device_key=True)
    answers = [await DANGEROUS[what](who, laptop) for who in (stranger, thief)]
    assert answers[0].content == answers[1].content
    assert code_of(answers[0]) == "login_refused"
