"""How a device comes in, with what rests on it before: each way may be cut short anywhere, and is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, sign_in, sign_up
from goldseam.crypto.recovery import draw_recovery_code
from tests.server.honest import ORIGIN, HonestServer
from tests.server.machine import Chance, Disk
from tests.server.simulated import NAME, PASSPHRASE, World, a_world, no_wait

T = TypeVar("T")

STALE_SECONDS: Final = 1000


@dataclass
class Door:
    """A device that comes in: what rests on it, what it will see there, and the passphrase that holds at the end."""

    world: World
    disk: Disk
    chance: Chance
    words: tuple[str, ...] = ()
    passphrase: str = PASSPHRASE

    def run(self, procedure: Procedure[T]) -> T:
        """What a procedure returns, every request answered."""
        return Driver(self.disk, self.world.server.send, self.chance, wait=no_wait).run(procedure)


@dataclass(frozen=True)
class WayIn:
    """How a device comes in; `again` is what the person does after it was cut short, where that is something else."""

    name: str
    begin: Callable[[], Door]
    do: Callable[[Door], Procedure[Desk]]
    again: Callable[[Door], Procedure[Desk]] | None = None


def entry(name: str) -> Entry:
    """Anna, from a device of this name."""
    return Entry(ORIGIN, NAME, PASSPHRASE, name, "2026-11-22")


def _signing_up(door: Door) -> Procedure[Desk]:
    return sign_up(entry("phone"), draw_recovery_code(door.chance), door.chance)


def _signing_in(door: Door) -> Procedure[Desk]:
    return sign_in(entry("tablet"), door.chance)


def _before_all() -> Door:
    return Door(World(HonestServer(), []), Disk(), Chance("the first"))


def _beside_a_phone() -> Door:
    world = a_world()
    world.devices[0].write("Of the phone.")
    world.sync(world.devices[0])
    return Door(world, Disk(), Chance("the tablet"), ("Of the phone.",))


def _over_for_long() -> Door:
    """On a device that holds an unsent page, and whose session is over."""
    world = a_world()
    world.server.now += STALE_SECONDS
    device = world.devices.pop()
    device.write("Not sent yet.")
    return Door(world, device.disk, device.chance, ("Not sent yet.",))


WAYS_IN: Final = (
    WayIn("sign up", _before_all, _signing_up),
    WayIn("sign in", _beside_a_phone, _signing_in),
    WayIn("sign in again", _over_for_long, _signing_in),
)
