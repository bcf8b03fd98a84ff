"""New devices in a simulated world: how they join, and what they take in of a history that they never saw."""

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.driver import Driver
from goldseam.client.effects import Answer, Send
from goldseam.client.entering import sign_in
from goldseam.client.pulling import pages_since
from goldseam.client.session import refresh_keyring
from goldseam.client.verdict import chains_of
from goldseam.crypto.chain import VaultMark, split_digests
from goldseam.crypto.state import fresh_state
from goldseam.crypto.verify import Trust, gather, needs_keyring, verify_pull
from goldseam.errors import Alarm, ChallengeRefused, LoginRefused, SessionStale
from tests.server.machine import Chance, Disk
from tests.server.simulated import (
    Device,
    Fate,
    World,
    an_entry,
    no_wait,
)


def join(world: World, fates: tuple[Fate, ...]) -> Device | None:
    """A new device signs in, its first requests meeting these fates; None where it has to try again another day."""
    name, left = f"device {len(world.devices)} {len(world.sent)}", [*fates]
    disk, chance = Disk(), Chance(name)

    def send(request: Send) -> Answer | None:
        world.sent.append(request)
        return world.meet(request, left.pop(0) if left else "answered")

    known = world.devices[0].known
    for passphrase in reversed(known):
        way_in = sign_in(an_entry(name, passphrase), chance)
        try:
            desk = Driver(disk, send, chance, wait=no_wait).run(way_in)
        except LoginRefused:
            continue
        except (*NOT_ANSWERED, ChallengeRefused, SessionStale):
            return None
        world.devices.append(Device(disk, chance, desk, known=known))
        return world.devices[-1]
    return None


def verify(world: World, device: Device, checkpoint: VaultMark) -> bool:
    """Verify all that the server has, as a fresh device does; whether it continues the checkpoint.

    Raises an `Alarm` where it should have been taken in, and fails where what does not continue it was.
    """
    staged = gather(world.run(device, pages_since(device.desk, 0)))
    if needs_keyring(staged, device.desk.keyring):
        world.run(device, refresh_keyring(device.desk))
    chains = chains_of(device.desk.vault, split_digests(staged.commits))
    at = checkpoint.sequence
    continues = chains[at : at + 1] == [checkpoint.chain]
    trust = Trust(device.desk.keys, device.desk.keyring, checkpoint)
    try:
        verify_pull(trust, fresh_state(device.desk.vault), staged)
    except Alarm:
        if continues:
            raise
        return False
    assert continues, "a history that does not continue the checkpoint was taken in"
    return True
