"""After the alarm: the person consents, and no word of either side is missing anywhere."""

import pytest

from tests.faults.attacks.answers import stored_but_not_done
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import NEWEST, READ, UNSENT, World

OTHER = {"Other": "On another branch."}


@pytest.mark.threat("T-13")
def test_nothing_is_missing_after_a_server_of_yesterday(world: World, victim: Victim) -> None:
    """The server came back from an older copy and others went on: all words of both are on both, and no removed one."""
    world.server.restore("yesterday")
    tablet = world.copy_of_then()
    tablet.write("Other", OTHER["Other"])
    assert victim.sync() == "chain_mismatch"
    victim.rejoin()
    assert victim.pages() == READ | UNSENT | OTHER
    tablet.sync()
    assert tablet.pages() == READ | UNSENT | OTHER


@pytest.mark.threat("T-14")
def test_nothing_is_missing_after_two_histories(world: World, victim: Victim) -> None:
    """What the victim had sent into one history comes into the other."""
    assert victim.sync() == SYNCED
    victim.rest()
    world.server.restore("today")
    tablet = world.copy_of_tablet()
    tablet.write("Other", OTHER["Other"])
    assert victim.sync() == "chain_mismatch"
    victim.rejoin()
    assert victim.pages() == NEWEST | UNSENT | OTHER
    tablet.sync()
    assert tablet.pages() == NEWEST | UNSENT | OTHER


@pytest.mark.threat("T-20")
def test_what_was_stored_but_not_done_is_sent_again(world: World, victim: Victim) -> None:
    """The words that the server acknowledged and threw away reach the other devices after all."""
    with world.server.lying(stored_but_not_done):
        victim.sync()
    assert victim.sync() == "rolled_back"
    victim.rejoin()
    tablet = world.copy_of_tablet()
    tablet.sync()
    assert tablet.pages() == NEWEST | UNSENT
