"""The server's database brought back, forked or thinned behind its back: noticed, and nothing on the device is lost."""

import pytest

from tests.faults.threats import answers
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import NEWEST, READ, UNSENT, World

LOSSES = [
    answers("T-15", "DELETE FROM revisions WHERE sequence = 5", id="the newest revision dropped"),
    answers("T-18", "DELETE FROM revisions", id="every revision dropped"),
]


@pytest.mark.threat("T-13")
def test_a_server_of_yesterday_is_noticed(world: World, victim: Victim) -> None:
    """R-04. Brought back by malice or by an honest operator: the alarm, and every page is still here."""
    world.server.restore("yesterday")
    assert victim.sync() == "rolled_back"
    assert_whole(victim)


@pytest.mark.threat("T-13")
@pytest.mark.parametrize(("commits", "alarm"), [(1, "chain_mismatch"), (3, "tag_mismatch")])
def test_a_server_of_yesterday_is_noticed_when_others_went_on(
    world: World, victim: Victim, commits: int, alarm: str
) -> None:
    """Another device, which had seen no more than yesterday, brought the server to the same number and beyond."""
    world.server.restore("yesterday")
    tablet = world.copy_of_then()
    for number in range(commits):
        tablet.write(f"Other {number}", "On another branch.")
    assert victim.sync() == alarm
    assert_whole(victim)


@pytest.mark.threat("T-14")
def test_two_histories_are_noticed_at_the_next_exchange(world: World, victim: Victim) -> None:
    """What the victim sent stands in one history, what the tablet sent in another: they never meet unnoticed."""
    assert victim.sync() == SYNCED
    victim.rest()
    world.server.restore("today")
    world.copy_of_then().write("Other", "On another branch.")
    assert victim.sync() == "chain_mismatch"
    assert victim.pages() == NEWEST | UNSENT


@pytest.mark.parametrize("statement", LOSSES)
def test_dropped_rows_are_noticed(world: World, victim: Victim, statement: str) -> None:
    """A database without them no longer fits its own head; on the device nothing is dropped."""
    world.server.rewrite(statement)
    assert victim.sync() == "tag_mismatch"
    assert_whole(victim)


@pytest.mark.threat("T-12")
def test_a_newer_version_is_kept_untouched(world: World, victim: Victim) -> None:
    """What a future Goldseam wrote is kept aside; the rest goes on, and nothing is ever written over it."""
    sealed = b"\x02" + world.sealed("Swim")[-1].sealed[1:]
    world.copy_of_tablet().commit_sealed(world.records["Swim"], 9, sealed)
    for title in ("First after", "Second after"):
        assert victim.sync() == SYNCED
        victim.write(title, "Goes on.")
    assert victim.sync() == SYNCED
    assert victim.titles() == {*NEWEST, *UNSENT, "First after", "Second after"}
    assert world.sealed("Swim")[-1].sealed == sealed


def assert_whole(victim: Victim) -> None:
    """Every page reads as it did before the attack, and what waits still waits."""
    assert victim.pages() == READ | UNSENT
    assert victim.unsent() == set(UNSENT)
