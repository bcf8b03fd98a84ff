"""Devices in any order, with any loss, delay and repetition, and a server that goes back to an older copy.

Devices join, and disks are copied. They end in the same state with every word that was kept, or in an alarm that keeps
every word. Every run follows from its seed; one that fails is told by its seed and the few steps that it takes:
`ends_well` plays them again.
"""

import random
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import pytest

from goldseam.client import entering
from tests.server.edits import EDITS
from tests.server.fuzzing import Fuzzer
from tests.server.simulated import a_world, stretched_once
from tests.server.story import SIZES, Story

RUNS: Final = 60
STEPS: Final = 100

FATES: Final = {"answered": 8, "lost": 2, "answer_lost": 3, "twice": 1, "late": 3, "busy": 1}
EVERYDAY: Final = {
    "step": 36,
    "sync": 6,
    "type": 20,
    "begin_page": 2,
    "begin_other": 3,
    "alter": 10,
    "strike": 6,
    "remove": 2,
    "die": 3,
    "die_at": 4,
    "arrive": 5,
    "repeat": 2,
    "wait": 2,
    "restart_server": 1,
    "thin": 1,
    "clone": 0.6,
    "join": 0.6,
    "change_passphrase": 0.6,
    "new_keys": 1.2,
    "remove_device": 0.2,
}
WITH_RESTORES: Final = EVERYDAY | {"save": 3, "restore": 2, "rejoin": 4}
SECONDS: Final = (1_000, 1_000, 90_000, 400_000)

Step: TypeAlias = tuple[Any, ...]


def steps_of(seed: int, weights: dict[str, float]) -> list[Step]:
    """What happens in the run of a seed. Some devices write more than others, on few pages, so that they meet."""
    chance = random.Random(seed)
    names = chance.choices([*weights], [*weights.values()], k=STEPS)
    steps = [(name, *_details(name, chance)) for name in names]
    return [("sizes", chance.choice([1, 2, 3, 100])), *steps]


def _details(name: str, chance: random.Random) -> Step:
    device, place = chance.choice([0, 0, 0, 1, 1, 2, 3, 4]), chance.randrange(30)
    index = chance.choice([0, 0, 0, 1, 2, 3, 4])
    fates = tuple(chance.choices([*FATES], [*FATES.values()], k=6))
    likely = {**FATES, "answered": 60}
    most = tuple(chance.choices([*likely], [*likely.values()], k=chance.choice([0, 8, 30])))
    details: dict[str, Step] = {
        "step": (device, fates[0]),
        "sync": (device,),
        "type": (device, index, place),
        "begin_page": (device,),
        "begin_other": (device, place),
        "alter": (device, index, chance.randrange(len(EDITS))),
        "strike": (device, index, place),
        "remove": (device, index, chance.random() < 0.5),
        "rejoin": (device,),
        "die": (device, chance.random() < 0.5),
        "die_at": (device, (chance.randrange(25), chance.choice(["before", "after"]))),
        "arrive": (place,),
        "repeat": (place,),
        "wait": (chance.choice(SECONDS),),
        "clone": (device,),
        "join": (fates, place),
        "change_passphrase": (device, place, most),
        "new_keys": (device, place, chance.choice([None, None, None, place]), most),
        "remove_device": (device, place, most),
        "restore": (chance.choice([0, 0, 1, 2]),),
    }
    return details.get(name, ())


@pytest.fixture(scope="module", autouse=True)
def quick_argon() -> Iterator[None]:
    """Answer the same question to Argon2id from memory: every restart unlocks with the same passphrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        yield


@pytest.fixture(autouse=True)
def sizes_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a story says of sizes is forgotten after the test."""
    for module, name in SIZES:
        monkeypatch.setattr(module, name, vars(module)[name])


def ends_well(steps: list[Step], *, is_restored: bool) -> None:
    """Let a run happen, bring it to its end, and check that."""
    story = Story(a_world())
    story.tell(steps)
    story.world.settle()
    if not is_restored:
        assert [device.alarm() for device in story.world.devices if device.alarm()] == []
    story.check_end()
    if is_restored:
        story.world.rejoin_all()
        story.check_rejoined()


def smallest(steps: list[Step], *, is_restored: bool) -> list[Step]:
    """Steps of a run that fails, without those that it fails without."""
    length = len(steps)
    while length := length // 2 or length - 1:
        for start in reversed(range(0, len(steps), length)):
            fewer = steps[:start] + steps[start + length :]
            if fails(fewer, is_restored=is_restored):
                steps = fewer
    return steps


def fails(steps: list[Step], *, is_restored: bool) -> bool:
    """Whether a run does not end well."""
    try:
        ends_well(steps, is_restored=is_restored)
    except Exception:
        return True  # What nobody foresaw is a finding too.
    return False


def run_all(fuzzer: Fuzzer, weights: dict[str, float], *, is_restored: bool) -> None:
    """Run every seed; the first that fails is told with the few steps that it takes."""
    for seed in fuzzer.seeds(RUNS):
        steps = steps_of(seed, weights)
        fuzzer.operations += len(steps)
        try:
            ends_well(steps, is_restored=is_restored)
        except Exception as error:
            few = smallest(steps, is_restored=is_restored)
            told = f"{type(error).__name__}: {error}\n" + "\n".join(map(str, few))
            raise AssertionError(fuzzer.found(seed, told)) from error


def test_devices_agree_whatever_the_network_and_crashes_do() -> None:
    """Without a restore there is never an alarm: all devices end alike, and no word is missing."""
    run_all(Fuzzer("everyday (Python)"), EVERYDAY, is_restored=False)


def test_a_server_brought_back_from_a_copy_loses_nothing_silently() -> None:
    """R-04. After an honest restore: the same state with every word, or an alarm on a device that keeps all of its
    own.
    """
    run_all(Fuzzer("restores (Python)"), WITH_RESTORES, is_restored=True)
