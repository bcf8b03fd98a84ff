"""What a stranger at the door and the thief of a session can do to a person's account."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import msgspec
import pytest

from goldseam.errors import wire_errors
from goldseam.protocol.accounts import TYPE_RECOVERY
from goldseam.protocol.limits import NAME_POINTS, SESSION_SECONDS
from tests.faults.attacks.form import MSGPACK, refusing
from tests.faults.double import LyingServer
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import COMMIT, PASSPHRASE, READ, UNSENT, World
from tests.server.callers import a_caller, code_of

GUESSES = 3
MOST_GUESSES = NAME_POINTS
"""Far more than are answered."""
RENEWAL = "POST /v1/sessions/renew"
PROVEN = (RENEWAL, "POST /v1/sessions", "PUT /v1/keyrings", "POST /v1/epochs")


@pytest.mark.threat("T-28")
def test_wrong_tries_lock_nobody_out(world: World, stranger: Victim) -> None:
    """After a stranger's tries the owner enters with a new device as ever, and her old ones go on."""
    for number in range(GUESSES):
        assert stranger.enter("anna", f"a guess, number {number}") == "login_refused"
    assert stranger.enter("anna", PASSPHRASE) == SYNCED
    world.copy_of_tablet().sync()


@contextmanager
def strangers_at_work(server: LyingServer) -> Iterator[None]:
    """The name is used up by many addresses, and so is the home's own; afterwards the server starts anew."""
    tries = [("anna", "127.0.0.2"), ("anna", "127.0.0.3"), ("somebody", "127.0.0.1")]
    try:
        # The browser's own loop runs in this thread.
        with ThreadPoolExecutor() as strangers:
            for name, host in tries:
                strangers.submit(asyncio.run, use_up(server, name, host)).result()
        yield
    finally:
        server.restore("today")


async def use_up(server: LyingServer, name: str, host: str) -> None:
    """Wrong proofs for a name from an address of this machine, until the server asks it to wait."""
    port = server.origin.rpartition(":")[2]
    transport = httpx.AsyncHTTPTransport(local_address=host)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{port}") as http:
        guesser = a_caller(http, name)
        guesser.origin = server.origin
        for _ in range(MOST_GUESSES):
            if code_of(await guesser.sign_in()) == "rate_limited":
                return
    raise AssertionError("nobody asked the stranger to wait")


@pytest.mark.threat("T-28")
def test_no_number_of_tries_locks_her_devices_out(world: World, victim: Victim) -> None:
    """R-19: while strangers use up her name and her own address, her device renews its session and synchronises."""
    with strangers_at_work(world.server):
        world.server.later = SESSION_SECONDS + 1
        assert victim.sync() == SYNCED
    renewals = [asked for asked, _ in world.server.heard if asked.route == RENEWAL]
    assert renewals


@pytest.mark.threat("T-28")
def test_a_new_device_is_asked_to_wait_in_words(world: World, stranger: Victim) -> None:
    """Meanwhile even the right passphrase on a new device is answered with a pause; afterwards it opens."""
    with strangers_at_work(world.server):
        assert stranger.enter("anna", PASSPHRASE) == "rate_limited"
    assert stranger.enter("anna", PASSPHRASE) == SYNCED


@pytest.mark.threat("T-28")
@pytest.mark.parametrize("code", ["login_refused", "sign_in_again", "recovery_wanted"])
def test_the_server_cannot_set_off_a_recovery(world: World, victim: Victim, code: str) -> None:
    """Whatever it answers, no proof by recovery words and no keyring leaves the device, and nothing goes from it."""
    asked_before = len(world.server.heard)
    world.server.later = SESSION_SECONDS + 1
    status = wire_errors()[code].status if code in wire_errors() else 403
    with world.server.lying(refusing(status, code, RENEWAL)):
        assert victim.sync() != SYNCED
        assert victim.pages() == READ | UNSENT
    asked = [asked for asked, _ in world.server.heard[asked_before:]]
    assert any(one.route == RENEWAL for one in asked)
    assert "PUT /v1/keyrings" not in {one.route for one in asked}
    proofs = [msgspec.msgpack.decode(one.body) for one in asked if one.route in PROVEN]
    assert TYPE_RECOVERY not in {proof["login_type"] for proof in proofs}


@pytest.mark.threat("T-29")
def test_a_stolen_session_commits_nothing(world: World, victim: Victim) -> None:
    """A commit is signed by the device's key: with the session alone, what was sent cannot be sent changed."""
    assert victim.sync() == SYNCED
    sent = next(asked for asked, _ in reversed(world.server.heard) if asked.route == COMMIT)
    world.server.restore("today")
    forged = msgspec.msgpack.decode(sent.body) | {"tag": bytes(32)}
    token = dict(sent.headers)[b"authorization"].decode()
    headers = {MSGPACK[0].decode(): MSGPACK[1].decode(), "authorization": token}
    body = msgspec.msgpack.encode(forged)
    answer = httpx.put(world.server.origin + sent.path, content=body, headers=headers)
    assert msgspec.msgpack.decode(answer.content)["code"] == "bad_signature"
