"""Pokes: what devices are told, how streams end, and that nothing grows (docs/protocol.md, Live)."""

import os

import pytest

from goldseam.api.front import Front
from goldseam.live import HEARTBEAT, KEYRING, QUIET_SECONDS, Hub, Listener, frames
from goldseam.protocol.accounts import KeyringWrite
from goldseam.protocol.limits import MAX_DEVICES, POKE_SECONDS, SESSION_SECONDS
from tests.server.callers import Caller, a_revision, another_device
from tests.server.conftest import Clock
from tests.server.streams import ended, listening


async def test_a_stream_begins_with_where_vaults_stand(front: Front, anna: Caller) -> None:
    """A device that was away learns at once that there is something new."""
    await anna.commit(0, [a_revision()])
    async with listening(front, anna) as stream:
        assert await stream.events() == [("poke", {"vault": anna.vault.hex(), "sequence": 1})]


async def test_a_commit_pokes_the_other_device(front: Front, anna: Caller) -> None:
    """What one device commits the other is told, with the sequence."""
    laptop = another_device(anna)
    await laptop.sign_in()
    async with listening(front, laptop) as stream:
        await stream.events()
        await anna.commit(0, [a_revision()])
        assert await stream.events() == [("poke", {"vault": anna.vault.hex(), "sequence": 1})]


async def test_a_new_keyring_is_told(front: Front, anna: Caller) -> None:
    """All devices learn of a changed keyring."""
    async with listening(front, anna) as stream:
        await stream.events()
        await anna.put_keyring(KeyringWrite(anna.next_keyring()))
        assert await stream.events() == [("keyring", {"version": 2})]


async def test_nobody_is_told_about_others(front: Front, anna: Caller, ben: Caller) -> None:
    """A commit of one account reaches no device of another."""
    async with listening(front, ben) as stream:
        await stream.events()
        await anna.commit(0, [a_revision()])
        await ben.commit(0, [a_revision()])
        assert [told["vault"] for _, told in await stream.events()] == [ben.vault.hex()]


async def test_a_device_has_one_stream(front: Front, anna: Caller) -> None:
    """A second stream of a device ends the first, so none is left behind."""
    async with listening(front, anna) as first:
        await first.events()
        async with listening(front, anna):
            await ended(first)
            assert len(front.hub) == 1


async def test_a_device_that_hangs_up_is_forgotten(front: Front, anna: Caller) -> None:
    """Nothing is kept for a device that is gone."""
    async with listening(front, anna):
        assert len(front.hub) == 1
    assert len(front.hub) == 0


async def test_signing_out_ends_the_stream(front: Front, anna: Caller) -> None:
    """A token that was ended hears nothing more."""
    async with listening(front, anna) as stream:
        await anna.http.delete("/v1/sessions/current", headers=anna.headers)
        await ended(stream)


async def test_a_stream_ends_with_its_session(front: Front, anna: Caller, clock: Clock) -> None:
    """A stream lasts no longer than the token it was opened with."""
    clock.now += SESSION_SECONDS - 1
    async with listening(front, anna) as stream:
        await ended(stream)


async def test_stopping_ends_every_stream(front: Front, anna: Caller) -> None:
    """A server that stops lets go of its devices at once, and of those that come then."""
    async with listening(front, anna) as stream:
        front.hub.close()
        await ended(stream)
    async with listening(front, anna) as late:
        await ended(late)


async def test_pokes_melt_together() -> None:
    """A slow device is told the newest sequence once, not each of them."""
    listener, vault = Listener(), os.urandom(16)
    for sequence in (1, 2, 9, 3):
        listener.tell(vault, sequence)
    listener.tell(KEYRING, 4)
    assert await listener.untold(1) == {vault: 9, KEYRING: 4}


async def test_a_quiet_stream_has_a_heartbeat() -> None:
    """A comment line shows that the connection lives, well within the time that is promised."""
    assert QUIET_SECONDS < POKE_SECONDS
    beats = [frame async for frame in frames(Listener(), 0.05, quiet_seconds=0.01)]
    assert len(beats) >= 2
    assert set(beats) == {HEARTBEAT}


async def test_an_account_has_a_bounded_number_of_streams() -> None:
    """Beyond the number of devices that an account may have, the oldest stream ends."""
    hub, account = Hub(), os.urandom(16)
    listeners = [hub.join(account, os.urandom(16)) for _ in range(MAX_DEVICES + 1)]
    assert len(hub) == MAX_DEVICES
    assert [listener.is_closed for listener in listeners] == [True] + [False] * MAX_DEVICES


async def test_leaving_does_not_forget_a_successor() -> None:
    """A stream that ends late does not silence the one that took its place."""
    hub, account, device = Hub(), os.urandom(16), os.urandom(16)
    first, second = hub.join(account, device), hub.join(account, device)
    hub.leave(account, device, first)
    hub.tell(account, KEYRING, 2)
    assert await second.untold(1) == {KEYRING: 2}
    hub.leave(account, device, second)
    assert len(hub) == 0


@pytest.mark.parametrize("told", [0, 1])
async def test_telling_nobody_is_no_error(told: int) -> None:
    """A commit of an account without streams pokes into the void."""
    Hub().tell(os.urandom(16), KEYRING, told)
