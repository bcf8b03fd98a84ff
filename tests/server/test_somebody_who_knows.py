"""Somebody who knows the passphrase: what the other devices learn of it, and what new keys and removing end."""

import pytest

from goldseam.client.changing import change_ways, remove_devices
from goldseam.client.devices import devices, keep_told, untold
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, hold, recover, sign_in
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.typed import Typed
from goldseam.crypto.recovery import draw_recovery_code, recovery_secret
from goldseam.crypto.suite import Secret, signing_key
from goldseam.errors import KeyringMismatch, LoginRefused, Revoked, SignInAgain
from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    TYPE_RECOVERY,
    DeviceBody,
    Session,
)
from tests.server.honest import ORIGIN
from tests.server.keyholders import typed_passphrase
from tests.server.machine import Chance, Disk
from tests.server.newcomers import join
from tests.server.renewal import NEW_PASSPHRASE, TODAY, renew
from tests.server.simulated import (
    NAME,
    PASSPHRASE,
    Device,
    World,
    no_wait,
)


def told_now(world: World, device: Device) -> list[str | None]:
    """The names of the devices that a device tells of now; None for one that never added itself."""
    known = world.run(device, devices(device.desk))
    news: list[str | None] = []
    for one in world.run(device, untold(device.desk, known)):
        world.run(device, keep_told(device.desk, [one]))
        news.append(one.name)
    return news


def enter(world: World, passphrase: str) -> Device:
    """A new device signs in."""
    disk, chance = Disk(), Chance(f"somebody with {passphrase}")
    entry = Entry(ORIGIN, NAME, passphrase, "Somebody's phone", TODAY)
    desk = Driver(disk, world.server.send, chance, wait=no_wait).run(sign_in(entry, chance))
    return Device(disk, chance, desk)


def test_a_new_device_is_told_once_on_each_of_the_others(world: World) -> None:
    """R-21. The device that signed in stands on the others with its name, until somebody there has seen it."""
    phone, laptop, _ = world.devices
    told_now(world, phone)
    told_now(world, laptop)
    enter(world, PASSPHRASE)
    assert told_now(world, phone) == ["Somebody's phone"]
    assert told_now(world, phone) == []
    assert told_now(world, laptop) == ["Somebody's phone"]


def test_who_signs_in_and_adds_no_device_is_told_too(world: World) -> None:
    """R-21. Reading along without becoming a device of the account leaves a trace that the server tells."""
    phone = world.devices[0]
    told_now(world, phone)
    chance = Chance("a stranger")
    key = signing_key(Secret(chance(32)))
    login = typed_passphrase(phone, PASSPHRASE).login

    def only_sign_in() -> Procedure[Session]:
        challenge = yield from challenge_for(NAME, PURPOSE_LOGIN)
        prover = Prover(ORIGIN, NAME, key, login, chance)
        body = DeviceBody(chance(16))
        route = ("POST", "/v1/sessions")
        return (yield from proven(prover, PURPOSE_LOGIN, challenge, route, body, Session))

    Driver(Disk(), world.server.send, chance, wait=no_wait).run(only_sign_in())
    assert told_now(world, phone) == [None]


def test_after_new_keys_nothing_of_before_opens_the_account(world: World) -> None:
    """R-23. The old passphrase and the old devices stay outside, until somebody there types the new one."""
    phone, laptop, _ = world.devices
    renew(world, phone)
    page = phone.write("After.")
    world.sync(phone)
    with pytest.raises(LoginRefused):
        enter(world, PASSPHRASE)
    with pytest.raises(SignInAgain):
        world.sync(laptop)
    entry = Entry(ORIGIN, NAME, NEW_PASSPHRASE, "Laptop", TODAY)
    laptop.desk = world.run(laptop, sign_in(entry, laptop.chance))
    world.sync(laptop)
    assert laptop.body(page) == "After."


def test_the_old_recovery_words_are_dead_after_recovering(world: World) -> None:
    """R-23. Once they were used there are new ones, and new keys end them too."""
    phone = world.devices[0]
    holder = world.run(phone, hold(PASSPHRASE, phone.chance))
    first, second = (draw_recovery_code(phone.chance) for _ in range(2))
    world.run(phone, change_ways(holder, [Typed(TYPE_RECOVERY, recovery_secret(first))]))
    chance = Chance("recovered")
    entry = Entry(ORIGIN, NAME, NEW_PASSPHRASE, "New phone", TODAY)
    driver = Driver(Disk(), world.server.send, chance, wait=no_wait)
    driver.run(recover(entry, first, second, chance))
    driver = Driver(Disk(), world.server.send, chance, wait=no_wait)
    with pytest.raises(LoginRefused):
        driver.run(recover(entry, first, draw_recovery_code(chance), chance))


def test_a_removed_device_gets_no_session_and_keeps_its_pages(world: World) -> None:
    """R-24. It is told that it was removed, whatever token it holds."""
    phone, laptop, _ = world.devices
    page = laptop.write("Mine.")
    world.sync(laptop)
    holder = world.run(phone, hold(PASSPHRASE, phone.chance))
    world.run(phone, remove_devices(holder, [laptop.desk.enrolled.device], TODAY))
    with pytest.raises(Revoked):
        world.sync(laptop)
    with pytest.raises((Revoked, KeyringMismatch)):
        world.run(laptop, sign_in(Entry(ORIGIN, NAME, PASSPHRASE, "", TODAY), laptop.chance))
    assert laptop.body(page) == "Mine."


def test_who_knows_the_passphrase_can_shut_the_person_out(world: World) -> None:
    """N-14. A device that comes in with it can change it; an open device keeps its pages and goes on syncing."""
    phone = world.devices[0]
    page = phone.write("Mine.")
    world.sync(phone)
    told_now(world, phone)
    taker = join(world, ())
    assert taker is not None
    holder = world.run(taker, hold(PASSPHRASE, taker.chance))
    words = Typed(TYPE_RECOVERY, recovery_secret(draw_recovery_code(taker.chance)))
    world.run(taker, change_ways(holder, [typed_passphrase(taker, NEW_PASSPHRASE), words]))
    with pytest.raises(LoginRefused):
        enter(world, PASSPHRASE)
    world.sync(phone)
    assert phone.body(page) == "Mine."
    assert len(told_now(world, phone)) == 1
