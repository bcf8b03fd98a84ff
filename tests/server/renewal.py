"""New keys in a simulated world, as one device makes them for all."""

from collections.abc import Sequence
from typing import Final

from goldseam.client.entering import hold
from goldseam.client.renewing import NewKeys, make_new_keys
from goldseam.client.typed import Typed
from goldseam.crypto.recovery import draw_recovery_code, recovery_secret
from goldseam.protocol.accounts import TYPE_RECOVERY
from tests.server.keyholders import typed_passphrase
from tests.server.simulated import PASSPHRASE, Device, World

NEW_PASSPHRASE: Final = "six other words that are new"
TODAY: Final = "2026-11-23"


def renew(world: World, device: Device, remove: Sequence[bytes] = ()) -> None:
    """New keys under the new passphrase, made on a device."""
    holder = world.run(device, hold(PASSPHRASE, device.chance))
    code = Typed(TYPE_RECOVERY, recovery_secret(draw_recovery_code(device.chance)))
    chosen = NewKeys(typed_passphrase(device, NEW_PASSPHRASE), code, remove, TODAY)
    device.desk = world.run(device, make_new_keys(holder, chosen))
