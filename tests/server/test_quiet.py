"""A server that shows nothing new for ever looks like other devices that are quiet, so that is what is said."""

from dataclasses import replace

import pytest

from goldseam.client.driver import Driver
from goldseam.client.quiet import QUIET_MILLISECONDS, quiet
from tests.server.simulated import NOON, Device, World, no_wait


def told(world: World, device: Device, at: int) -> str | None:
    """What a device says of the silence at a time of its clock."""
    driver = Driver(device.disk, world.server.send, device.chance, device.desk.local, no_wait)
    driver.clock = lambda: at
    return driver.run(quiet(device.desk))


@pytest.fixture
def phone(world: World, monkeypatch: pytest.MonkeyPatch) -> Device:
    """Give a device that heard of another one at noon."""
    monkeypatch.setattr("goldseam.client.driver.time.time_ns", lambda: NOON * 1_000_000)
    phone, laptop, _ = world.devices
    laptop.write("Words.")
    world.sync(laptop)
    world.sync(phone)
    return phone


def test_nothing_is_said_before_the_stated_time(world: World, phone: Device) -> None:
    """Two weeks without news are no wonder, nor is a clock that was put back."""
    assert told(world, phone, NOON + QUIET_MILLISECONDS - 1) is None
    assert told(world, phone, NOON - QUIET_MILLISECONDS) is None


def test_then_it_is_said_since_when(world: World, phone: Device) -> None:
    """N-02. With the day, and with what can be done."""
    said = told(world, phone, NOON + QUIET_MILLISECONDS)
    assert said is not None
    assert said.startswith("No news from your other devices since 2026-11-22.")
    assert "goldseam checkpoint" in said


def test_what_this_device_sends_is_no_news(world: World, phone: Device) -> None:
    """Its own commits, and pulls that bring nothing, leave the time as it was; another's commit does not."""
    later = NOON + QUIET_MILLISECONDS
    phone.write("Own words.")
    world.sync(phone)
    world.sync(phone)
    assert told(world, phone, later) is not None
    laptop = world.devices[1]
    world.sync(laptop)
    assert told(world, laptop, later) is not None
    assert told(world, world.devices[2], later) is None  # It never heard of anybody.


def test_a_device_without_others_is_never_told(world: World, phone: Device) -> None:
    """There is nobody to be quiet."""
    document = phone.desk.keyring.document
    own = phone.desk.enrolled.device
    alone = replace(document, devices={own: document.devices[own]})
    phone.desk.keyring = replace(phone.desk.keyring, document=alone)
    assert told(world, phone, NOON + QUIET_MILLISECONDS) is None
