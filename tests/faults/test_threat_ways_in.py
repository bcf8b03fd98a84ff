"""Lies to somebody who signs in on a new device, and what a stolen proof is good for."""

from dataclasses import dataclass, field

import httpx
import msgspec
import pytest

from tests.faults.attacks import ways_in
from tests.faults.attacks.form import MSGPACK, nowhere
from tests.faults.double import Asked, Given, Honest, LyingServer
from tests.faults.threats import answers
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import PASSPHRASE, World

LIES = [answers(lie.threat, lie, id=lie.name) for lie in ways_in.LIES]
CHALLENGE_SECONDS = 120


@pytest.mark.threat("T-01")
@pytest.mark.parametrize("suite", [0, 2])
def test_another_suite_is_refused_before_anything_leaves(
    world: World, stranger: Victim, suite: int
) -> None:
    """R-02. Only the challenge was asked for: no byte that comes from the passphrase was sent."""
    asked_before = len(world.server.heard)
    with world.server.lying(ways_in.another_suite(suite)):
        assert stranger.enter("anna", PASSPHRASE) == "suite_refused"
    asked = {asked.route for asked, _ in world.server.heard[asked_before:]}
    assert asked == {ways_in.CHALLENGE}


@pytest.mark.threat("T-01")
def test_parameters_of_the_server_change_nothing(world: World, stranger: Victim) -> None:
    """R-02. The proof is made with the constants of the client: signing in works as ever."""
    with world.server.lying(ways_in.weaker_parameters):
        assert stranger.enter("anna", PASSPHRASE) == SYNCED


@pytest.mark.threat("T-02")
def test_a_proof_for_another_purpose_is_worth_nothing(world: World, stranger: Victim) -> None:
    """Given a challenge for changing slots, the client still signs a sign-in, which no honest server takes."""
    with world.server.lying(ways_in.another_purpose):
        assert stranger.enter("anna", PASSPHRASE) == "challenge_refused"


@dataclass
class Thief:
    """Keeps the proof of a sign-in for itself."""

    stolen: list[Asked] = field(default_factory=list)

    async def __call__(self, asked: Asked, honest: Honest) -> Given:
        if asked.route != ways_in.SESSION:
            return await honest(asked)
        self.stolen.append(asked)
        return await nowhere(asked, honest)


@pytest.mark.threat("T-02")
def test_a_stolen_proof_is_good_once_there_and_soon(world: World, stranger: Victim) -> None:
    """It is refused for another purpose, under another origin, a second time, and when it is old."""
    thief = Thief()
    with world.server.lying(thief):
        stranger.enter("anna", PASSPHRASE)
    proof = msgspec.msgpack.decode(thief.stolen[-1].body)
    elsewhere = proof | {"origin": world.server.origin.replace("localhost", "127.0.0.1")}
    assert use(world.server, "/v1/sessions/renew", proof) == "challenge_refused"
    assert use(world.server, "/v1/sessions", elsewhere) == "login_refused"
    world.server.later = CHALLENGE_SECONDS + 1
    assert use(world.server, "/v1/sessions", proof) == "challenge_refused"
    world.server.later = 0
    assert use(world.server, "/v1/sessions", proof) is None
    assert use(world.server, "/v1/sessions", proof) == "challenge_refused"


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_at_the_door_is_refused(
    world: World, stranger: Victim, lie: ways_in.SessionLie
) -> None:
    """R-03. The device gets nothing from the account, says why, and writes nothing into it; afterwards it can enter."""
    devices_before = len(written_keyrings(world.server))
    with world.server.lying(ways_in.lying(world, lie.change)):
        assert stranger.enter("anna", PASSPHRASE) == lie.code
    assert len(written_keyrings(world.server)) == devices_before


@pytest.mark.threat("T-08")
def test_a_key_that_no_keyring_lists_is_never_used(world: World, stranger: Victim) -> None:
    """Signing in works, and goes on with the listed key."""
    with world.server.lying(ways_in.lying(world, ways_in.a_key_more)):
        assert stranger.enter("anna", PASSPHRASE) == SYNCED


@pytest.mark.threat("T-11")
def test_every_failure_to_open_reads_the_same(world: World, stranger: Victim) -> None:
    """Whatever was changed in a slot, the same is asked and the same is said: nobody learns where it failed."""
    endings = set()
    for damage in ways_in.DAMAGES:
        asked_before = len(world.server.heard)
        with world.server.lying(ways_in.lying(world, damage)):
            code = stranger.enter("anna", PASSPHRASE)
        asked = tuple(asked.route for asked, _ in world.server.heard[asked_before:])
        endings.add((code, stranger.told(), asked))
    assert len(endings) == 1, endings
    assert next(iter(endings))[0] == "wrong_secret"


@pytest.mark.threat("T-03")
def test_a_strange_name_and_a_wrong_passphrase_read_the_same(
    world: World, stranger: Victim
) -> None:
    """The person is told one and the same, so that nobody who looks on learns which names exist."""
    told = set()
    for name, passphrase in (("nobody", PASSPHRASE), (world.writer.name, "another otter")):
        assert stranger.enter(name, passphrase) == "login_refused"
        told.add(stranger.told())
    assert len(told) == 1


def use(server: LyingServer, path: str, proof: dict[str, object]) -> str | None:
    """The code with which an honest server answers a proof, None where it takes it."""
    headers = {MSGPACK[0].decode(): MSGPACK[1].decode()}
    body = msgspec.msgpack.encode(proof)
    answer = httpx.post(server.origin + path, content=body, headers=headers)
    told = msgspec.msgpack.decode(answer.content)
    code: str | None = told.get("code")
    return code


def written_keyrings(server: LyingServer) -> list[Asked]:
    """Every keyring that was ever sent."""
    return [asked for asked, _ in server.heard if asked.route == "PUT /v1/keyrings"]
