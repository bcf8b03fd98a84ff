"""Answers that are no answers: nothing is deleted, shown, followed or held without bound because of them."""

import pytest

from goldseam.protocol.limits import MAX_PAGE_BYTES
from tests.faults.attacks import answers as lies
from tests.faults.attacks.pulls import PULL
from tests.faults.double import Attack
from tests.faults.threats import answers
from tests.faults.victim import SILENCE, SYNCED, Victim
from tests.faults.world import NEWEST, READ, UNSENT, World
from tests.memory import forget_peak, peak_bytes, resident_bytes

GONE = [answers("T-18", attack, id=name) for name, attack in lies.GONE.items()]
EXPECTED = {"not_found", "gone"}
MOST_BYTES = 8 * MAX_PAGE_BYTES
MOST_GIVEN_BYTES = 32 * MAX_PAGE_BYTES
"""What the server may have got rid of: buffers on the way take in more than the client does."""
"""What a client takes of one answer, and what is on its way to it."""


@pytest.mark.parametrize("attack", GONE)
def test_absence_is_never_deletion(world: World, victim: Victim, attack: Attack) -> None:
    """R-05. The person is told, every page is still there and reads, and with the server's return all goes on."""
    with world.server.lying(attack):
        assert victim.sync() in EXPECTED
        assert victim.pages() == READ | UNSENT
        assert victim.unsent() == set(UNSENT)
    assert victim.sync() == SYNCED
    assert victim.pages() == NEWEST | UNSENT


@pytest.mark.threat("T-20")
def test_stored_but_not_done_is_noticed(world: World, victim: Victim) -> None:
    """The server does not know what it acknowledged: the next look is the alarm, and the words are still here."""
    with world.server.lying(lies.stored_but_not_done):
        assert victim.sync() in {SYNCED, "rolled_back"}
    assert victim.sync() == "rolled_back"
    assert victim.pages() == NEWEST | UNSENT


@pytest.mark.threat("T-22")
def test_an_endless_answer_is_given_up(world: World, victim: Victim) -> None:
    """It is no answer once it is longer than any that the protocol has: the client hangs up."""
    world.server.restore("today")
    with world.server.lying(lies.without_end(PULL)):
        assert victim.sync() == SILENCE
        assert victim.pages() == READ | UNSENT
    assert MAX_PAGE_BYTES < world.server.most_given_bytes < MOST_GIVEN_BYTES


@pytest.mark.threat("T-22")
@pytest.mark.parametrize("attack", [lies.a_length_that_lies, lies.a_packed_answer])
def test_a_small_answer_cannot_become_a_large_one(
    world: World, victim: Victim, attack: lies.MakeAttack
) -> None:
    """A list of four thousand million members in twenty bytes, and zeros that were packed, are no answers."""
    forget_peak()
    before = resident_bytes()
    with world.server.lying(attack(PULL)):
        assert victim.sync() in {SILENCE, "bad_request"}
        assert victim.pages() == READ | UNSENT
    assert peak_bytes() - before < MOST_BYTES


@pytest.mark.threat("T-25")
@pytest.mark.parametrize("attack", [lies.texts_of_the_server, lies.a_code_of_the_server])
def test_texts_of_the_server_are_never_shown(world: World, victim: Victim, attack: Attack) -> None:
    """R-07. The client says it in its own words; no letter of the server's reaches the screen or the terminal."""
    with world.server.lying(attack):
        assert victim.sync() in {"quota", SILENCE, "bad_request"}
        assert "taken" not in victim.told()
        assert "elsewhere" not in victim.told()
        assert victim.pages() == NEWEST | UNSENT


@pytest.mark.threat("T-25")
def test_no_address_of_the_server_is_opened(world: World, victim: Victim) -> None:
    """R-07. A request that is sent elsewhere ends there: it is no answer."""
    with world.server.lying(lies.elsewhere):
        assert victim.sync() == SILENCE
        assert victim.pages() == READ | UNSENT
    assert victim.sync() == SYNCED
