"""Clocks that jump by years, the server's and the devices': nothing is removed, nobody is locked out, sync goes on."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
import pytest

from goldseam.app import create_app
from goldseam.client import entering
from goldseam.client.entering import sign_in
from goldseam.client.pages import Now, Words, keep
from goldseam.config import Settings
from goldseam.errors import SignInAgain
from goldseam.protocol.accounts import PURPOSE_LOGIN, DeviceBody
from goldseam.protocol.revisions import History, Page
from goldseam.storage.sqlite import SqliteStorage
from tests.faults.doors import entry
from tests.server.callers import Caller, a_revision, code_of
from tests.server.conftest import SECRET, Clock, calling, signed_up, started
from tests.server.simulated import NOON, Device, World, a_world, stretched_once

YEARS: Final = 20 * 365 * 86_400
JUMPS: Final = (YEARS, -YEARS)


@asynccontextmanager
async def a_server(path: Path, clock: Clock) -> AsyncIterator[tuple[SqliteStorage, Caller]]:
    """A started application with a clock of its own, and a person who has signed up."""
    storage = await SqliteStorage.open(path)
    app = create_app(Settings(path.parent, secret=SECRET), storage, clock=clock)
    async with started(app), calling(app) as http:
        yield storage, await signed_up(http, "anna")


async def come_in(caller: Caller) -> None:
    """Renew by the device alone, or with the passphrase where the server asks for it."""
    renewed = await caller.renew()
    if renewed.status_code != 200:
        assert code_of(renewed) == "sign_in_again"
        assert (await caller.sign_in()).status_code == 200


async def sweep(storage: SqliteStorage, clock: Clock) -> None:
    """What the server does by itself every hour."""
    await storage.forget_expired(clock())
    await storage.thin_history(clock())
    await storage.purge()


@pytest.mark.parametrize("jump", JUMPS)
async def test_the_servers_clock_may_jump_by_years_and_come_back(tmp_path: Path, jump: int) -> None:
    """Sessions begin anew, every commit is taken, and no page and no earlier version goes, there or after."""
    clock, record, number = Clock(), os.urandom(16), 0
    async with a_server(tmp_path / "goldseam.sqlite3", clock) as (storage, caller):
        for by in (0, jump, -jump):
            clock.now += by
            if by:
                assert code_of(await caller.get("/v1/keyrings")) == "session_stale"
                await come_in(caller)
            await sweep(storage, clock)
            number = await written(caller, record, number)
        await sweep(storage, clock)
        assert await numbers(caller, record) == [*range(number, 0, -1)]


async def test_a_clock_ahead_while_people_write_costs_no_page(tmp_path: Path) -> None:
    """Earlier versions may go early then, as docs/operations.md says; what a page says now never does."""
    clock, record = Clock(), os.urandom(16)
    async with a_server(tmp_path / "goldseam.sqlite3", clock) as (storage, caller):
        number = await written(caller, record, 0)
        clock.now += YEARS
        await come_in(caller)
        number = await written(caller, record, number)
        await sweep(storage, clock)
        clock.now -= YEARS
        await come_in(caller)
        await sweep(storage, clock)
        assert (await numbers(caller, record))[0] == number


async def written(caller: Caller, record: bytes, number: int) -> int:
    """Three more revisions of a record, each in a commit of its own; gives the number of the last."""
    for more in range(number + 1, number + 4):
        taken = await caller.commit(more - 1, [a_revision(more, record)])
        assert taken.status_code == 200, taken.content
    return number + 3


async def numbers(caller: Caller, record: bytes) -> list[int]:
    """The numbers of a record's newest revision and of all earlier ones."""
    path = f"/v1/vaults/{caller.vault.hex()}"
    page = msgspec.msgpack.decode(
        (await caller.get(f"{path}/revisions?since=0")).content, type=Page
    )
    answer = await caller.get(f"{path}/records/{record.hex()}/revisions")
    past = msgspec.msgpack.decode(answer.content, type=History)
    return [*(one.number for one in page.revisions), *(one.number for one in past.revisions)]


async def test_a_session_of_the_future_ends_with_it(tmp_path: Path) -> None:
    """A token that was given while the clock was ahead does not live for years, and a challenge neither."""
    clock = Clock()
    async with a_server(tmp_path / "goldseam.sqlite3", clock) as (_, caller):
        clock.now += YEARS
        assert (await caller.sign_in()).status_code == 200
        given = await caller.challenge(PURPOSE_LOGIN)
        proven = caller.prove(PURPOSE_LOGIN, given.challenge, DeviceBody(caller.device))
        clock.now -= YEARS
        assert code_of(await caller.get("/v1/keyrings")) == "session_stale"
        assert code_of(await caller.send("POST", "/v1/sessions", proven)) == "challenge_refused"
        assert (await caller.renew()).status_code == 200


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Three devices in step."""
    monkeypatch.setattr(entering, "stretch", stretched_once)
    return a_world()


def written_at(device: Device, at: int, body: str, record: bytes | None = None) -> bytes:
    """Keep a page at a moment of the device's clock, in UTC milliseconds."""
    written: bytes = device.do(keep(device.desk, record, Words(body=body), Now(at, "UTC")))
    return written


def test_devices_that_are_years_apart_agree(world: World) -> None:
    """Which clock wrote what decides nothing: every word is everywhere."""
    phone, laptop, tablet = world.devices
    both = written_at(phone, NOON, "First.\n\nLast.")
    world.settle()
    written_at(phone, NOON + 1000 * YEARS, "First.\n\nAhead.\n\nLast.", both)
    written_at(laptop, NOON - 1000 * YEARS, "First.\n\nLast.\n\nBehind.", both)
    written_at(laptop, NOON - 1000 * YEARS, "New, long ago.")
    written_at(tablet, NOON + 1000 * YEARS, "New, one day.")
    world.settle()
    bodies = [
        sorted(str(page.value["body"]) for page in device.pages()) for device in world.devices
    ]
    assert (
        bodies == [["First.\n\nAhead.\n\nLast.\n\nBehind.", "New, long ago.", "New, one day."]] * 3
    )


@pytest.mark.parametrize("jump", JUMPS)
def test_the_client_goes_on_when_the_servers_clock_has_jumped(world: World, jump: int) -> None:
    """At most the passphrase is asked for once; what waited is sent, and again when the clock is back."""
    phone, laptop, _ = world.devices
    record = phone.write("Before.")
    world.sync(phone)
    for by, words in ((jump, "Meanwhile."), (-jump, "After.")):
        world.server.now += by
        phone.write(words, record)
        for device in (phone, laptop):
            _synced(world, device)
        assert laptop.body(record) == words
    assert all(device.alarm() is None for device in world.devices)


def _synced(world: World, device: Device) -> None:
    try:
        world.sync(device)
    except SignInAgain:
        device.desk = world.run(device, sign_in(entry("again"), device.chance))
        world.sync(device)
