"""What a person does with ways in, devices and keys, as deeds: each may be cut short anywhere, and is done again."""

from contextlib import suppress
from typing import Any, Final

from goldseam.client.admitting import admit, read_code
from goldseam.client.calls import Silence
from goldseam.client.changing import Replaced, change_ways
from goldseam.client.desk import Desk
from goldseam.client.devices import devices, keep_told, untold
from goldseam.client.driver import Driver
from goldseam.client.effects import Answer, Procedure, Send
from goldseam.client.entering import hold, recover, sign_in
from goldseam.client.leaving import account_export, close_account
from goldseam.client.meeting import AnsweredBefore
from goldseam.client.pairing import show, wait_to_enter
from goldseam.client.typed import Typed
from goldseam.crypto.recovery import draw_recovery_code, recovery_secret
from goldseam.errors import LoginRefused, SignInAgain, WrongSecret
from goldseam.protocol.accounts import TYPE_RECOVERY
from tests.faults.deeds import Deed, Scene, synchronising
from tests.faults.doors import Door, WayIn
from tests.server.honest import ORIGIN
from tests.server.keyholders import (
    PASSPHRASES,
    TODAY,
    changing_passphrase,
    making_new_keys,
    removing,
)
from tests.server.machine import Chance, Disk
from tests.server.simulated import Device, a_world, an_entry, no_wait

_, NEW, NEWEST, _ = PASSPHRASES
CODE: Final = draw_recovery_code(Chance("the words on paper"))
NEW_CODE: Final = draw_recovery_code(Chance("the words that follow them"))
SHARED: Final = ("First.\n\nLast.", "Calm.")


def _change_passphrase(scene: Scene) -> Procedure[Any]:
    with suppress(Replaced):  # It was taken unheard the last time: the new one opens from now on.
        yield from changing_passphrase(scene.phone, NEW)


def _opens_with_new_one(scene: Scene) -> bool:
    try:
        scene.phone.do(hold(NEW, scene.phone.chance))
    except WrongSecret:
        return False
    return True


def _change_words(scene: Scene) -> Procedure[Any]:
    new = Typed(TYPE_RECOVERY, recovery_secret(NEW_CODE))
    yield from change_ways(scene.phone.hold(), [new])


def _write_there(scene: Scene) -> None:
    """Words wait on the laptop, which will have to sign in again."""
    scene.share()
    scene.laptop.write("Waits there.")


def _make_new_keys(scene: Scene) -> Procedure[Any]:
    phone = scene.phone
    try:
        phone.desk = yield from making_new_keys(phone, NEW)
    except SignInAgain:  # They were made, and this device died before it stored them.
        phone.desk = yield from sign_in(an_entry("again", NEW), phone.chance)


def _has_new_keys(scene: Scene) -> bool:
    return scene.phone.desk.epoch == 2


def _new_keys_elsewhere(scene: Scene) -> None:
    """Words wait on the phone, some in a commit that nobody answered; then the laptop made new keys twice."""
    scene.share()
    scene.phone.write("In a commit.")
    with suppress(Silence):
        scene.world.sync(scene.phone, lambda request: _without_commits(scene, request))
    scene.phone.write("Waits.")
    for passphrase in (NEW, NEWEST):
        making = making_new_keys(scene.laptop, passphrase)
        scene.laptop.desk = scene.world.run(scene.laptop, making)
    scene.laptop.write("Under new keys.")
    scene.world.sync(scene.laptop)


def _without_commits(scene: Scene, request: Send) -> Answer | None:
    return None if "/commits/" in request.path else scene.world.server.send(request)


def _sign_in_again(scene: Scene) -> Procedure[Any]:
    scene.phone.desk = yield from sign_in(an_entry("again", NEWEST), scene.phone.chance)


def _lose_a_device(scene: Scene) -> None:
    """A third device is there, and somebody has it."""
    scene.share()
    scene.pages["gone"] = scene.world.devices.pop().desk.enrolled.device


def _remove_device(scene: Scene) -> Procedure[Any]:
    yield from removing(scene.phone, [scene.pages["gone"]])


def _is_device_gone(scene: Scene) -> bool:
    gone = scene.phone.desk.keyring.document.devices.get(scene.pages["gone"])
    return gone is not None and gone.revoked is not None


def _be_told(scene: Scene) -> Procedure[Any]:
    desk = scene.phone.desk
    known = yield from devices(desk)
    yield from keep_told(desk, (yield from untold(desk, known)))


def _export_account(scene: Scene) -> Procedure[Any]:
    yield from account_export(scene.phone.hold())


def _offer_a_tablet(scene: Scene) -> None:
    """A new device shows its code."""
    scene.share()
    chance = Chance("the tablet")
    driver = Driver(Disk(), scene.world.server.send, chance, wait=no_wait)
    scene.shown = driver.run(show(ORIGIN, "tablet", chance))


def _admit(scene: Scene) -> Procedure[Any]:
    assert scene.shown is not None
    holder = scene.phone.hold()
    scene.phone.desk = holder.desk
    candidate = yield from read_code(holder.desk, scene.shown.code)
    with suppress(AnsweredBefore):  # By this device itself, and that was not heard.
        yield from admit(holder, candidate, TODAY)


def _has_admitted(scene: Scene) -> bool:
    assert scene.shown is not None
    return scene.shown.device in scene.phone.desk.keyring.document.devices


def _come_new(scene: Scene) -> None:
    """In the place of the phone there is a device that holds nothing yet."""
    scene.share()
    chance, disk = Chance("the tablet"), Disk()
    driver = Driver(disk, scene.world.server.send, chance, wait=no_wait)
    desk = driver.run(sign_in(an_entry("tablet"), chance))
    scene.world.devices[0] = Device(disk, chance, desk)


KEY_DEEDS: Final = (
    Deed(
        "change the passphrase",
        Scene.share,
        _change_passphrase,
        ("First.", "Calm."),
        SHARED,
        is_done=_opens_with_new_one,
    ),
    Deed("other recovery words", Scene.share, _change_words, ("First.", "Calm."), SHARED),
    Deed(
        "make new keys",
        _write_there,
        _make_new_keys,
        ("First.", "Calm."),
        (*SHARED, "Waits there."),
        is_done=_has_new_keys,
    ),
    Deed(
        "sign in again after new keys",
        _new_keys_elsewhere,
        _sign_in_again,
        ("First.", "Calm.", "In a commit.", "Waits."),
        (*SHARED, "In a commit.", "Waits.", "Under new keys."),
        is_done=lambda s: s.phone.desk.epoch == 3,
    ),
    Deed(
        "remove a device",
        _lose_a_device,
        _remove_device,
        ("First.", "Calm."),
        SHARED,
        is_done=_is_device_gone,
    ),
    Deed("be told of devices", Scene.share, _be_told, ("First.",), SHARED),
    Deed(
        "admit a device",
        _offer_a_tablet,
        _admit,
        ("First.",),
        SHARED,
        is_done=_has_admitted,
    ),
    Deed("pull for the first time", _come_new, synchronising, (), SHARED),
    Deed("take along what the server holds", Scene.share, _export_account, ("First.",), SHARED),
)


def _close(scene: Scene) -> Procedure[Any]:
    yield from close_account(scene.phone.hold(), TODAY)


CLOSING: Final = Deed("close the account", Scene.share, _close, ("First.", "Calm."), SHARED)


def _with_words_on_paper() -> Door:
    """Somebody has the recovery words and no device."""
    world = a_world()
    phone = world.devices[0]
    phone.write("Of the phone.")
    world.sync(phone)
    code = Typed(TYPE_RECOVERY, recovery_secret(CODE))
    world.run(phone, change_ways(phone.hold(), [code]))
    return Door(world, Disk(), Chance("the tablet"), ("Of the phone.",), NEW)


def _with_forgotten_passphrase() -> Door:
    """Somebody has the recovery words, and a device whose passphrase is forgotten, with an unsent page on it."""
    door = _with_words_on_paper()
    device = door.world.devices.pop()
    device.write("Not sent yet.")
    return Door(door.world, device.disk, device.chance, (*door.words, "Not sent yet."), NEW)


def _recover(door: Door) -> Procedure[Desk]:
    door.world.devices[0].known.append(NEW)
    return (yield from recover(an_entry("tablet", NEW), CODE, NEW_CODE, door.chance))


def _recover_again(door: Door) -> Procedure[Desk]:
    """The old words once more; where they are dead the new passphrase holds."""
    try:
        return (yield from _recover(door))
    except LoginRefused:
        return (yield from sign_in(an_entry("tablet", NEW), door.chance))


def _beside_an_open_one() -> Door:
    world = a_world()
    world.devices[0].write("Of the phone.")
    world.sync(world.devices[0])
    return Door(world, Disk(), Chance("the tablet"), ("Of the phone.",))


def _pair(door: Door) -> Procedure[Desk]:
    """The person goes to the phone with the code; a code whose device died is of no use."""
    shown = yield from show(ORIGIN, "tablet", door.chance)
    phone = door.world.devices[0]
    candidate = door.world.run(phone, read_code(phone.desk, shown.code))
    door.world.run(phone, admit(phone.hold(), candidate, TODAY))
    return (yield from wait_to_enter(shown, door.chance))


KEY_WAYS_IN: Final = (
    WayIn("pair", _beside_an_open_one, _pair),
    WayIn("recover", _with_words_on_paper, _recover, _recover_again),
    WayIn("recover on a device", _with_forgotten_passphrase, _recover, _recover_again),
)
