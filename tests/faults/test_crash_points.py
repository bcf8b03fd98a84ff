"""A device may be killed before and after every effect of everything that it does: what was kept is there, once.

One run of a deed is enough. After each of its effects everything that outlives a process is copied: that is what a
kill at this moment leaves. The copy is opened again, and does what a person would do next. Where an effect changed
nothing that outlives the process, a kill after it is a kill before it.
"""

import copy
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Final, get_args

import pytest

import goldseam.client
from goldseam.client import entering
from goldseam.client.calls import Silence
from goldseam.client.closing import AccountClosed
from goldseam.client.committing import synchronise
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Effect, Procedure, Send
from goldseam.client.entering import sign_in, unlock
from goldseam.client.resting import enrolled_here
from goldseam.errors import Alarm, NameTaken
from tests.faults import deeds, doors
from tests.faults.arriving import ARRIVING_DEEDS
from tests.faults.deeds import Deed, Scene
from tests.faults.doors import Door, WayIn, entry
from tests.faults.keyholding import CLOSING, KEY_DEEDS, KEY_WAYS_IN
from tests.server.machine import Chance, Disk
from tests.server.simulated import (
    PASSPHRASE,
    Device,
    an_entry,
    no_wait,
    stretched_once,
)

pytestmark = pytest.mark.threat("T-32", client="python")

DEEDS: Final = (*deeds.DEEDS, *KEY_DEEDS, *ARRIVING_DEEDS)
WAYS_IN: Final = (*doors.WAYS_IN, *KEY_WAYS_IN)
ALLOWED: Final = (Silence, Alarm)
"""How a deed may end: nobody answered, or the history does not fit; all else is a mistake."""


@dataclass
class Watched(Driver):
    """A driver that calls `killed` wherever a kill would leave another state than before.

    `met` is the code of every procedure that asked for an effect; `performed` counts the effects, `states` the calls.
    """

    killed: Callable[[str], None] = lambda _: None
    met: set[CodeType] = field(default_factory=set)
    performed: int = 0
    states: int = 0
    _left: Any = None

    def perform(self, effect: Effect) -> Any:
        """One effect, between two moments of dying."""
        self._may_die(f"before effect {self.performed}", sent=0)
        outcome = super().perform(effect)
        self.performed += 1
        kind = type(effect).__name__
        self._may_die(f"after effect {self.performed} ({kind})", sent=isinstance(effect, Send))
        return outcome

    def _may_die(self, where: str, *, sent: int) -> None:
        assert isinstance(self.tables, Disk)
        if self.tables.tables == self._left and not sent:
            return
        self._left = copy.deepcopy(self.tables.tables)
        self.states += 1
        self.killed(where)

    def _next(self, procedure: Procedure[Any], effect: Effect) -> Any:
        asking: Any = procedure
        while asking is not None:
            self.met.add(asking.gi_code)
            asking = asking.gi_yieldfrom
        return super()._next(procedure, effect)


@pytest.fixture(scope="module", autouse=True)
def quick_argon() -> Iterator[None]:
    """Answer the same question to Argon2id from memory: every restart unlocks with the same passphrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        yield


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_nothing_is_lost_wherever_the_device_dies(deed: Deed) -> None:
    """Whatever was kept is shown after opening again, comes to every device, and stands there once."""
    scene = Scene.of(deed)
    driver = of_phone(scene)
    driver.killed = lambda where: goes_on(copy.deepcopy(scene), deed, where)
    carry_out(driver, deed.do(scene))
    assert driver.states > 0


@pytest.mark.parametrize("way_in", WAYS_IN, ids=lambda way_in: way_in.name)
def test_nobody_is_locked_out_wherever_the_device_dies(way_in: WayIn) -> None:
    """With the passphrase that was chosen the person comes in, has every word, and goes on."""
    door = way_in.begin()
    driver = at_door(door)
    driver.killed = lambda where: comes_in(copy.deepcopy(door), way_in, where)
    carry_out(driver, way_in.do(door))
    assert driver.states > 2


def test_an_account_is_closed_or_is_not_wherever_the_device_dies() -> None:
    """Asked once more it is closed; the pages stay on the devices, and each says from where it was closed."""
    scene = Scene.of(CLOSING)
    driver = of_phone(scene)
    driver.killed = lambda where: closes(copy.deepcopy(scene), where)
    carry_out(driver, CLOSING.do(scene))
    assert driver.states > 2


def test_every_procedure_of_the_client_is_part_of_a_deed() -> None:
    """A public procedure that no deed runs would be one that nobody kills."""
    met: set[CodeType] = set()
    for deed in DEEDS:
        scene = Scene.of(deed)
        driver = of_phone(scene)
        carry_out(driver, deed.do(scene))
        met |= driver.met
    for way_in in WAYS_IN:
        door = way_in.begin()
        driver = at_door(door)
        carry_out(driver, way_in.do(door))
        met |= driver.met
    met |= met_in_closing()
    missed = {name for name, code in public_procedures() if code not in met}
    assert missed == set(), "add a deed to tests/faults/deeds.py"


def public_procedures() -> Iterator[tuple[str, CodeType]]:
    """Every public function of the client that asks for effects; a generator of anything else has none to die at."""
    for found in pkgutil.walk_packages(goldseam.client.__path__, "goldseam.client."):
        module = importlib.import_module(found.name)
        for name, one in inspect.getmembers(module, inspect.isgeneratorfunction):
            asks = get_args(inspect.signature(one).return_annotation)[:1] == (Effect,)
            if one.__module__ == found.name and not name.startswith("_") and asks:
                yield f"{found.name}.{name}", one.__code__


def of_phone(scene: Scene) -> Watched:
    """The phone's driver."""
    phone = scene.phone
    return Watched(phone.disk, scene.send, phone.chance, phone.desk.local, no_wait)


def at_door(door: Door) -> Watched:
    """The driver of a device that comes in."""
    return Watched(door.disk, door.world.server.send, door.chance, wait=no_wait)


def carry_out(driver: Driver, procedure: Procedure[Any]) -> None:
    """Run to the end, whatever the network makes of it."""
    try:
        driver.run(procedure)
    except ALLOWED:
        return


def goes_on(scene: Scene, deed: Deed, where: str) -> None:
    """Open the phone again, do again what is not done, and let everything arrive."""
    scene.phone.restart()
    shown = " ".join(scene.bodies(scene.phone))
    assert [words for words in deed.kept if words not in shown] == [], where
    if not deed.is_done(scene):
        carry_out(of_phone(scene), deed.do(scene))
        assert deed.is_done(scene), where
    scene.world.settle()
    if deed.is_parted:
        scene.world.rejoin_all()
    assert [device.alarm() for device in scene.world.devices] == [None] * len(scene.world.devices)
    drafts = [] if deed.draft is None else [deed.draft]
    assert scene.bodies(scene.phone) == sorted([*deed.ends, *drafts]), where
    for device in scene.world.devices[1:]:
        assert scene.bodies(device) == sorted(deed.ends), where


def closes(scene: Scene, where: str) -> None:
    """Open the phone again and close the account again."""
    scene.phone.restart()
    carry_out(of_phone(scene), CLOSING.do(scene))
    for device in (scene.phone, scene.laptop):
        with pytest.raises(AccountClosed, match="from device 0"):
            scene.world.sync(device)
        assert scene.bodies(device) == sorted(CLOSING.ends), where


def met_in_closing() -> set[CodeType]:
    """The procedures that close an account, and that find out that it is closed."""
    scene = Scene.of(CLOSING)
    driver = of_phone(scene)
    carry_out(driver, CLOSING.do(scene))
    with pytest.raises(AccountClosed):
        driver.run(synchronise(scene.phone.desk))
    return driver.met


def comes_in(door: Door, way_in: WayIn, where: str) -> None:
    """Come in as a person would now, with the words that were there; what is written then comes to the next device."""
    device = Device(door.disk, door.chance, door.run(into(door, way_in)))
    device.known = [PASSPHRASE, door.passphrase]
    device.write("And on.")
    door.world.devices.append(device)
    door.world.settle()
    next_one = Disk()
    chance = Chance("the next one")
    desk = Driver(next_one, door.world.server.send, chance, wait=no_wait).run(
        sign_in(an_entry("next", door.passphrase), chance)
    )
    reader = Device(next_one, chance, desk)
    door.world.sync(reader)
    bodies = sorted(str(page.value["body"]) for page in reader.pages())
    assert bodies == sorted([*door.words, "And on."]), where


def into(door: Door, way_in: WayIn) -> Procedure[Desk]:
    """Unlock where the device is known; else begin again, or sign in where the account was made already."""
    if way_in.again is not None:
        return (yield from way_in.again(door))
    if (yield from enrolled_here()) is not None:
        return (yield from unlock(PASSPHRASE, door.chance))
    try:
        return (yield from way_in.do(door))
    except NameTaken:
        return (yield from sign_in(entry("phone"), door.chance))
