"""What a stranger at the door and the thief of a session can do to a person's account."""

import httpx
import msgspec
import pytest

from tests.faults.attacks.form import MSGPACK
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import COMMIT, PASSPHRASE, World

GUESSES = 3


@pytest.mark.threat("T-28")
def test_wrong_tries_lock_nobody_out(world: World, stranger: Victim) -> None:
    """After a stranger's tries the owner enters with a new device as ever, and her old ones go on."""
    for number in range(GUESSES):
        assert stranger.enter("anna", f"a guess, number {number}") == "login_refused"
    assert stranger.enter("anna", PASSPHRASE) == SYNCED
    world.copy_of_tablet().sync()


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
