"""What a person does at a device, each with what stood before it and what has to stand at its end.

Every public procedure of the Python client is part of a deed: a crash test that runs them all misses none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from goldseam.client.committing import synchronise
from goldseam.client.effects import Answer, Procedure, Send
from goldseam.client.entering import sign_in, unlock
from goldseam.client.history import bring_back, version
from goldseam.client.pages import Now, Words, contents, find, keep, remove
from goldseam.client.pairing import Shown
from goldseam.client.quiet import quiet
from goldseam.client.rejoining import look, rejoin
from goldseam.errors import Alarm
from tests.faults.doors import STALE_SECONDS, Door, entry
from tests.server.machine import Chance, Disk
from tests.server.simulated import (
    NOON,
    PASSPHRASE,
    Device,
    World,
    a_world,
)

T = TypeVar("T")

NOW: Final = Now(NOON, "UTC")
LATER: Final = Now(NOON + 60_000, "UTC")


@dataclass
class Scene:
    """A world, the pages in it by name, and what the network does to the phone's requests."""

    world: World
    pages: dict[str, bytes] = field(default_factory=dict)
    network: Callable[["Scene", Send], Answer | None] | None = None
    shown: Shown | None = None
    """What a new device shows, where one wants to come in."""

    def send(self, request: Send) -> Answer | None:
        """What becomes of a request of the phone."""
        return (self.network or _heard)(self, request)

    @property
    def phone(self) -> Device:
        return self.world.devices[0]

    @property
    def laptop(self) -> Device:
        return self.world.devices[1]

    def bodies(self, device: Device) -> list[str]:
        """The texts that a device shows, sorted."""
        return sorted(str(p.value["body"]) for p in device.pages() if "body" in p.value)

    def share(self) -> None:
        """A page `both` that phone and laptop have, and `calm` beside it."""
        self.pages["both"] = self.phone.write("First.\n\nLast.")
        self.pages["calm"] = self.phone.write("Calm.")
        self.world.sync(self.phone)
        self.world.sync(self.laptop)

    def part(self) -> None:
        """The phone stands in an alarm: it wrote what the server forgot, and the laptop went on from an older copy."""
        self.share()
        self.world.save()
        self.phone.write("First.\n\nOf the phone.\n\nLast.", self.pages["both"])
        self.phone.write("Lost on the server.")
        self.world.sync(self.phone)
        self.world.restore()
        self.laptop.write("New.")
        self.world.sync(self.laptop)
        try:
            self.world.sync(self.phone)
        except Alarm:
            return
        raise AssertionError("an alarm was to be expected")

    @classmethod
    def of(cls, deed: "Deed") -> "Scene":
        """The scene of a deed, laid out."""
        scene = cls(a_world())
        deed.begin(scene)
        return scene


@dataclass(frozen=True)
class Deed:
    """`begin` lays out the scene; `do` is what may be cut short; `kept` are words that the phone shows at every moment.

    `ends` are the texts of all devices once everything has arrived. `is_done` is what the person sees, and does the
    thing again where it is not; sync goes on by itself.
    """

    name: str
    begin: Callable[[Scene], None]
    do: Callable[[Scene], Procedure[Any]]
    kept: tuple[str, ...]
    ends: tuple[str, ...]
    is_done: Callable[[Scene], bool] = lambda _: True
    draft: str | None = None
    """Words that a removal won over: on the phone alone."""
    is_parted: bool = False
    """Whether the server came back from an older copy: only then may there be an alarm."""


def synchronising(scene: Scene) -> Procedure[Any]:
    """What a device does by itself, again and again."""
    return synchronise(scene.phone.desk)


def _shared(scene: Scene) -> None:
    scene.share()


def _write_new(scene: Scene) -> Procedure[Any]:
    return keep(scene.phone.desk, None, Words(body="New."), NOW)


def _edit(scene: Scene) -> Procedure[Any]:
    words = Words(body="First.\n\nMiddle.\n\nLast.")
    return keep(scene.phone.desk, scene.pages["both"], words, NOW)


def _remove(scene: Scene, *, is_final: bool) -> Procedure[Any]:
    return remove(scene.pages["calm"], is_final=is_final)


def _shows(scene: Scene, text: str) -> bool:
    return any(text in body for body in scene.bodies(scene.phone))


def _meet(scene: Scene) -> None:
    """Something of everything waits on both sides; the phone's session is over, and a device has joined."""
    unwanted = [scene.phone.write("Unwanted."), scene.phone.write("Dangerous.")]
    scene.share()
    scene.world.server.now += STALE_SECONDS
    scene.world.devices.append(_joined(scene.world, "tablet"))
    scene.laptop.write("First.\n\nOf the laptop.\n\nLast.", scene.pages["both"])
    scene.laptop.do(remove(scene.pages["calm"], is_final=True))
    scene.laptop.write("New there.")
    scene.world.sync(scene.laptop)
    tablet = scene.world.devices[-1]
    scene.world.sync(tablet)
    tablet.write("Of the tablet.")
    scene.world.sync(tablet)
    scene.phone.write("First.\n\nLast.\n\nOf the phone.", scene.pages["both"])
    scene.phone.write("Calm, and a draft.", scene.pages["calm"])
    scene.phone.write("New here.")
    for record, is_final in zip(unwanted, (False, True), strict=True):
        scene.phone.do(remove(record, is_final=is_final))


def _met_and_answers_are_lost(scene: Scene) -> None:
    _meet(scene)
    scene.network = _unheard


def _met_and_outrun(scene: Scene) -> None:
    _meet(scene)
    scene.laptop.write("Faster.")
    scene.network = _outrun


def _heard(scene: Scene, request: Send) -> Answer | None:
    return scene.world.server.send(request)


def _unheard(scene: Scene, request: Send) -> Answer | None:
    """The server takes a commit, and the phone does not hear of it."""
    answer = scene.world.server.send(request)
    return None if "/commits/" in request.path else answer


def _outrun(scene: Scene, request: Send) -> Answer | None:
    """Just before the phone's first commit another device is faster."""
    if "/commits/" in request.path:
        scene.network = None
        scene.world.sync(scene.laptop)
    return scene.world.server.send(request)


def _joined(world: World, name: str) -> Device:
    door = Door(world, Disk(), Chance(name))
    return Device(door.disk, door.chance, door.run(sign_in(entry(name), door.chance)))


def _two_versions(scene: Scene) -> None:
    scene.share()
    scene.phone.write("Noise.", scene.pages["calm"])
    scene.world.sync(scene.phone)


def _bring_back(scene: Scene) -> Procedure[Any]:
    earlier = yield from version(scene.phone.desk, scene.pages["calm"], 1)
    yield from bring_back(scene.pages["calm"], earlier.value, LATER)


def _read(scene: Scene) -> Procedure[Any]:
    yield from find(scene.pages["calm"].hex())
    yield from contents(scene.phone.desk, NOW)
    yield from quiet(scene.phone.desk)
    yield from unlock(PASSPHRASE, scene.phone.chance)


def _heard_of_a_removal(scene: Scene) -> None:
    """In the alarm the laptop removes a page for good; the phone holds other words in it."""
    scene.part()
    scene.phone.write("Calm, and a draft.", scene.pages["calm"])
    scene.laptop.do(remove(scene.pages["calm"], is_final=True))
    scene.world.sync(scene.laptop)


def _about_to_part(scene: Scene) -> None:
    """The pull that is to come finds an older copy, in which a page was removed."""
    scene.share()
    scene.world.save()
    scene.phone.write("Lost on the server.")
    scene.world.sync(scene.phone)
    scene.world.restore()
    scene.laptop.do(remove(scene.pages["calm"], is_final=False))
    scene.world.sync(scene.laptop)


def _rejoin(scene: Scene) -> Procedure[Any]:
    at = (yield from look(scene.phone.desk)).at
    yield from rejoin(scene.phone.desk, at, NOW)


_MET: Final = ("First.\n\nOf the laptop.\n\nLast.\n\nOf the phone.", "New here.", "New there.")
_OF_PHONE: Final = ("Of the phone.", "Calm, and a draft.", "New here.")
_PARTED: Final = ("First.\n\nOf the phone.\n\nLast.", "Lost on the server.", "New.")
_TABLET: Final = "Of the tablet."

DEEDS: Final = (
    Deed(
        "write a page",
        _shared,
        _write_new,
        ("First.", "Calm."),
        ("First.\n\nLast.", "Calm.", "New."),
        is_done=lambda s: _shows(s, "New."),
    ),
    Deed(
        "change a page",
        _shared,
        _edit,
        ("First.", "Last.", "Calm."),
        ("First.\n\nMiddle.\n\nLast.", "Calm."),
        is_done=lambda s: _shows(s, "Middle."),
    ),
    Deed(
        "remove a page",
        _shared,
        lambda s: _remove(s, is_final=False),
        ("First.",),
        ("First.\n\nLast.",),
        is_done=lambda s: not _shows(s, "Calm."),
    ),
    Deed(
        "remove a page for good",
        _shared,
        lambda s: _remove(s, is_final=True),
        ("First.",),
        ("First.\n\nLast.",),
        is_done=lambda s: not _shows(s, "Calm."),
    ),
    Deed(
        "synchronise",
        _meet,
        synchronising,
        _OF_PHONE,
        (*_MET, _TABLET),
        draft="Calm, and a draft.",
    ),
    Deed(
        "synchronise, unheard",
        _met_and_answers_are_lost,
        synchronising,
        _OF_PHONE,
        (*_MET, _TABLET),
        draft="Calm, and a draft.",
    ),
    Deed(
        "synchronise, outrun",
        _met_and_outrun,
        synchronising,
        _OF_PHONE,
        (*_MET, _TABLET, "Faster."),
        draft="Calm, and a draft.",
    ),
    Deed(
        "bring back a version",
        _two_versions,
        _bring_back,
        ("First.",),
        ("First.\n\nLast.", "Calm."),
        is_done=lambda s: _shows(s, "Calm."),
    ),
    Deed(
        "read, and open again",
        _shared,
        _read,
        ("First.", "Calm."),
        ("First.\n\nLast.", "Calm."),
    ),
    Deed(
        "fall into an alarm",
        _about_to_part,
        synchronising,
        ("First.", "Lost on the server."),
        ("First.\n\nLast.", "Lost on the server."),
        is_parted=True,
    ),
    Deed(
        "heed a removal in an alarm",
        _heard_of_a_removal,
        synchronising,
        ("Of the phone.", "Lost on the server.", "Calm, and a draft."),
        _PARTED,
        draft="Calm, and a draft.",
        is_parted=True,
    ),
    Deed(
        "rejoin",
        Scene.part,
        _rejoin,
        ("Of the phone.", "Lost on the server.", "Calm."),
        (*_PARTED, "Calm."),
        is_done=lambda s: s.phone.alarm() is None,
        is_parted=True,
    ),
)
