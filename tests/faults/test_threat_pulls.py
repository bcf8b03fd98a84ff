"""Lies in what is pulled: refused with their alarm by both clients, and nothing on the device is lost."""

import pytest

from tests.faults.attacks import pulls
from tests.faults.threats import answers
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import NEWEST, READ, UNSENT, World

LIES = [answers(lie.threat, lie, id=lie.name) for lie in pulls.LIES]
KEYRING_LIES = [answers(threat, lie, id=lie.__name__) for threat, lie in pulls.KEYRING_LIES]
DISORDER = [answers("T-16", disorder, id=disorder.__name__) for disorder in pulls.DISORDER]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_in_a_pull_is_refused(world: World, victim: Victim, lie: pulls.PageLie) -> None:
    """R-03. The alarm is the one named and stays, every page reads as before, and what was not sent is still kept."""
    with world.server.lying(pulls.lying(world, lie)):
        assert victim.sync() == lie.alarm
        assert_whole(victim)


@pytest.mark.parametrize("lie", KEYRING_LIES)
def test_a_lie_about_keyrings_is_refused(
    world: World, victim: Victim, lie: pulls.MakeAttack
) -> None:
    """A keyring that does not follow the pinned one is the alarm `keyring_mismatch`."""
    with world.server.lying(lie(world)):
        assert victim.sync() == "keyring_mismatch"
        assert_whole(victim)


@pytest.mark.parametrize("disorder", DISORDER)
def test_disorder_ends_in_the_same_state(
    world: World, victim: Victim, disorder: pulls.MakeAttack
) -> None:
    """Reordered, doubled and repeated exchanges end as a quiet line does, with one page for each that was written."""
    with world.server.lying(disorder(world)):
        # Where an answer was lost it is said that nothing is known; the next time all is well.
        assert SYNCED in (victim.sync(), victim.sync())
    assert victim.pages() == NEWEST | UNSENT
    assert victim.unsent() == set()


def assert_whole(victim: Victim) -> None:
    """Every page reads as it did before the attack, and what waits still waits."""
    assert victim.pages() == READ | UNSENT
    assert victim.unsent() == set(UNSENT)
