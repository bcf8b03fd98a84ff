"""Challenges, proofs, signing in and renewing, through the public door (docs/protocol.md, Login)."""

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    DeviceBody,
)
from goldseam.protocol.limits import CHALLENGE_SECONDS, RENEWAL_DAYS, SESSION_SECONDS
from tests.server.callers import (
    Caller,
    code_of,
)
from tests.server.conftest import Clock

DAY = 86_400


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


async def test_a_challenge_fits_one_name(anna: Caller) -> None:
    """A challenge fetched for another name is refused."""
    challenge = await anna.challenge(PURPOSE_LOGIN, name="ben")
    proven = anna.prove(PURPOSE_LOGIN, challenge.challenge, DeviceBody(anna.device))
    assert code_of(await anna.send("POST", "/v1/sessions", proven)) == "challenge_refused"


async def test_a_foreign_origin_is_refused(anna: Caller) -> None:
    """A proof that a person made on another site opens nothing here."""
    anna.origin = "https://goldseam.example.net"
    assert code_of(await anna.sign_in()) == "origin_refused"


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
