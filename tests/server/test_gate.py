"""Limits against strangers, through the public door (docs/protocol.md, Limits against strangers)."""

import inspect
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam.api import serving
from goldseam.api.front import Front
from goldseam.app import ROUTES
from goldseam.config import Settings
from goldseam.protocol.accounts import PURPOSE_RENEW, DeviceBody, KeyringWrite, ProvenRequest
from goldseam.protocol.limits import (
    ADDRESS_CHALLENGES,
    ADDRESS_POINTS,
    ADDRESS_POINTS_PER_MINUTE,
    ADDRESS_SIGNUPS,
    ALL_SIGNUPS,
    DEVICE_POINTS,
    FAILED_PROOF_POINTS,
    NAME_POINTS,
)
from tests.server.callers import ORIGIN, Caller, a_caller, another_device, code_of
from tests.server.conftest import Ticks, calling, signed_up

HOME = "127.0.0.1"
TRIES = ADDRESS_POINTS // FAILED_PROOF_POINTS
"""Wrong passphrases that one address may try at once."""


async def guess(front: Front, name: str, host: str, times: int) -> list[str]:
    """The codes that a stranger at an address reads who tries a name."""
    async with calling(front, host) as http:
        stranger = a_caller(http, name)
        return [code_of(await stranger.sign_in()) for _ in range(times)]


async def empty(front: Front, name: str) -> None:
    """Let strangers at many addresses try a name until nobody there is let try it any more."""
    for house in range(NAME_POINTS // FAILED_PROOF_POINTS // (TRIES - 1) + 1):
        await guess(front, name, f"203.0.113.{house}", TRIES - 1)
    assert await guess(front, name, "198.51.100.1", 1) == ["rate_limited"]


@pytest.mark.parametrize("name", ["anna", "nobody"])
async def test_one_address_is_slowed_down_alike_for_every_name(
    front: Front, anna: Caller, name: str
) -> None:
    """R-18: a known and an unknown name take as many tries, and then both answer with the same pause."""
    codes = await guess(front, name, "203.0.113.1", TRIES + 2)
    assert codes == ["login_refused"] * TRIES + ["rate_limited"] * 2
    async with calling(front, "203.0.113.1") as http:
        refused = await a_caller(http, name).sign_in()
    assert refused.status_code == 429
    seconds = FAILED_PROOF_POINTS / ADDRESS_POINTS_PER_MINUTE * 60
    assert msgspec.msgpack.decode(refused.content)["retry_after"] == seconds
    assert refused.headers["retry-after"] == str(int(seconds))
    assert anna.name == "anna"


async def test_the_pause_that_is_told_is_long_enough(front: Front, ticks: Ticks) -> None:
    """Whoever waits as long as was asked is let try again, once."""
    await guess(front, "nobody", "203.0.113.1", TRIES)
    ticks.now += FAILED_PROOF_POINTS / ADDRESS_POINTS_PER_MINUTE * 60
    assert await guess(front, "nobody", "203.0.113.1", 2) == ["login_refused", "rate_limited"]


async def test_one_address_never_empties_a_name(front: Front, anna: Caller, ticks: Ticks) -> None:
    """However long one stranger tries, a new device elsewhere signs in."""
    await guess(front, "anna", "203.0.113.1", TRIES)
    for _ in range(60):
        ticks.now += 60
        assert "rate_limited" in await guess(front, "anna", "203.0.113.1", 4)
    assert (await another_device(anna).sign_in()).status_code == 200


@pytest.mark.parametrize("name", ["anna", "nobody"])
async def test_many_addresses_empty_a_name_whether_it_exists_or_not(
    front: Front, anna: Caller, name: str
) -> None:
    """N-15: then whoever never came before is refused for it, and tries another name as ever."""
    await empty(front, name)
    assert await guess(front, "somebody else", "198.51.100.1", 1) == ["login_refused"]
    assert anna.name == "anna"


async def test_strangers_lock_no_known_device_out(front: Front, anna: Caller) -> None:
    """R-19: while a name and the home's own address are used up, her device signs in, renews and writes its keyring."""
    await empty(front, "anna")
    await guess(front, "nobody", HOME, TRIES)
    assert code_of(await another_device(anna).sign_in()) == "rate_limited"
    assert (await anna.sign_in()).status_code == 200
    assert (await anna.renew()).status_code == 200
    assert (await anna.put_keyring(KeyringWrite(anna.next_keyring()))).status_code == 200


async def test_a_device_renews_where_challenges_are_used_up(front: Front, anna: Caller) -> None:
    """A neighbour who asks for challenges without end keeps no device of hers from going on."""
    async with calling(front, HOME) as http:
        neighbour = a_caller(http, "nobody")
        for _ in range(ADDRESS_CHALLENGES - 1):  # Her own sign-up took one.
            await neighbour.challenge(1)
        with pytest.raises(AssertionError, match="rate_limited"):
            await neighbour.challenge(1)
    assert (await anna.renew()).status_code == 200


async def test_a_stolen_device_that_guesses_stops_itself_alone(anna: Caller) -> None:
    """Wrong passphrases on a device that is known use up that device's own bucket."""
    laptop = another_device(anna)
    assert (await laptop.sign_in()).status_code == 200
    laptop.login_key = Ed25519PrivateKey.generate()
    tries = DEVICE_POINTS // FAILED_PROOF_POINTS
    codes = [code_of(await laptop.sign_in()) for _ in range(tries + 1)]
    assert codes == ["login_refused"] * tries + ["rate_limited"]
    assert (await laptop.renew()).status_code == 200  # She may still hold the one that was copied.
    assert (await anna.sign_in()).status_code == 200
    assert (await another_device(anna).sign_in()).status_code == 200


async def test_a_request_of_hers_sent_again_uses_nothing_up(anna: Caller) -> None:
    """R-19: whoever caught a renewal and sends it without end does not keep her device from renewing."""
    challenge = await anna.challenge(PURPOSE_RENEW)
    proven = anna.prove(PURPOSE_RENEW, challenge.challenge, DeviceBody(anna.device), login_type=0)
    answers = [await anna.send("POST", "/v1/sessions/renew", proven) for _ in range(TRIES + 2)]
    assert {code_of(answer) for answer in answers[1:]} == {"challenge_refused"}
    assert (await anna.renew()).status_code == 200


async def test_a_device_under_another_key_is_a_stranger(front: Front, anna: Caller) -> None:
    """Knowing the id of a device of hers opens no bucket of its own."""
    await empty(front, "anna")
    impostor = another_device(anna)
    impostor.device = anna.device
    assert code_of(await impostor.sign_in()) == "rate_limited"


async def test_a_signature_of_the_device_is_what_makes_it_known(front: Front, anna: Caller) -> None:
    """Its id and public key without its signature are a stranger's."""
    await empty(front, "anna")
    challenge = await anna.challenge(1)
    proven = anna.prove(1, challenge.challenge, DeviceBody(anna.device))
    unsigned = msgspec.structs.replace(proven, device_signature=bytes(64))
    assert code_of(await anna.send("POST", "/v1/sessions", unsigned)) == "rate_limited"
    assert (await anna.send("POST", "/v1/sessions", proven)).status_code == 200


async def test_a_household_signs_in_without_ever_waiting(anna: Caller) -> None:
    """Fifty sign-ins on new devices from one address, in no time, are all let in."""
    for _ in range(50):
        assert (await another_device(anna).sign_in()).status_code == 200


async def test_sign_ups_of_one_address_are_bounded(front: Front) -> None:
    """R-20: so many accounts from one address, and then a pause; from another one it goes on."""
    async with calling(front, "203.0.113.1") as http:
        for number in range(ADDRESS_SIGNUPS):
            await signed_up(http, f"person {number}")
        refused = await a_caller(http, "one more").register()
    assert code_of(refused) == "rate_limited"
    assert msgspec.msgpack.decode(refused.content)["retry_after"] == 600
    async with calling(front, "203.0.113.2") as http:
        await signed_up(http, "one more")


async def test_sign_ups_of_all_are_bounded(front: Front) -> None:
    """A flood from many addresses makes no more accounts than the bound; known devices do not notice."""
    async with calling(front, HOME) as http:
        anna = await signed_up(http, "anna")
    for number in range(ALL_SIGNUPS - 1):
        async with calling(front, f"10.0.{number // 8}.1") as http:
            await signed_up(http, f"person {number}")
    async with calling(front, "192.0.2.1") as http:
        assert code_of(await a_caller(http, "one more").register()) == "rate_limited"
        anna.http = http
        assert (await anna.renew()).status_code == 200


async def test_a_sign_up_that_makes_no_account_uses_none_up(
    front: Front, anna: Caller, ticks: Ticks
) -> None:
    """A name that is taken costs a try of the address, not one of its accounts."""
    async with calling(front, "203.0.113.1") as http:
        for _ in range(ADDRESS_SIGNUPS + 10):
            ticks.now += FAILED_PROOF_POINTS / ADDRESS_POINTS_PER_MINUTE * 60
            assert code_of(await a_caller(http, anna.name).register()) == "name_taken"
        await signed_up(http, "ben")


def test_every_proven_route_passes_the_gate() -> None:
    """A route that is added and tells whether a proof holds would be one where strangers may try for ever."""
    proven = [route for route in ROUTES if route.opt["operation"].takes is ProvenRequest]
    assert len(proven) >= 5
    assert [r.name for r in proven if "parts.gate." not in inspect.getsource(r.fn)] == []


@pytest.mark.parametrize("proxies", [(), ("10.0.0.0/8", "fd00::1")])
async def test_a_forwarded_address_counts_where_the_proxy_is_trusted(
    front: Front, tmp_path: Path, proxies: tuple[str, ...]
) -> None:
    """Of a trusted proxy the last foreign address counts, whatever stands before it; of anybody else its own."""
    config = serving._config(front, Settings(tmp_path, proxies=proxies))
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=("10.0.0.1", 1234))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as http:
        stranger = a_caller(http, "nobody")
        http.headers["x-forwarded-for"] = "203.0.113.1"
        codes = [code_of(await stranger.sign_in()) for _ in range(TRIES + 1)]
        assert codes == ["login_refused"] * TRIES + ["rate_limited"]
        http.headers["x-forwarded-for"] = "198.51.100.1, 203.0.113.1, 10.0.0.2"
        assert code_of(await stranger.sign_in()) == "rate_limited"
        http.headers["x-forwarded-for"] = "203.0.113.2"
        is_apart = code_of(await stranger.sign_in()) == "login_refused"
    assert is_apart is bool(proxies)
