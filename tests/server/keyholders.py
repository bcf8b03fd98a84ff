"""What people do with ways in, devices and keys in a simulated world."""

from collections.abc import Sequence
from typing import Any, Final

from goldseam.client.changing import change_ways, remove_devices
from goldseam.client.effects import Procedure
from goldseam.client.entering import stretched
from goldseam.client.renewing import NewKeys, make_new_keys
from goldseam.client.typed import Typed
from goldseam.crypto.recovery import draw_recovery_code, recovery_secret
from goldseam.protocol.accounts import TYPE_PASSPHRASE, TYPE_RECOVERY
from tests.server.simulated import NAME, PASSPHRASE, Device

PASSPHRASES: Final = (
    PASSPHRASE,
    "calm willow over three slow rivers",
    "small lantern behind nine old doors",
    "warm pebble under one long bridge",
)
TODAY: Final = "2026-12-01"


def changing_passphrase(device: Device, passphrase: str) -> Procedure[Any]:
    """Another passphrase; from now on the person knows both."""
    holder = device.hold()
    device.desk = holder.desk
    device.known.append(passphrase)
    return change_ways(holder, [typed_passphrase(device, passphrase)])


def making_new_keys(
    device: Device, passphrase: str, remove: Sequence[bytes] = ()
) -> Procedure[Any]:
    """New keys, with another passphrase and other recovery words; the device's desk is another one then."""
    holder = device.hold()
    device.desk = holder.desk
    device.known.append(passphrase)
    code = Typed(TYPE_RECOVERY, recovery_secret(draw_recovery_code(device.chance)))
    return make_new_keys(holder, NewKeys(typed_passphrase(device, passphrase), code, remove, TODAY))


def removing(device: Device, others: Sequence[bytes]) -> Procedure[Any]:
    """Other devices are removed."""
    holder = device.hold()
    device.desk = holder.desk
    return remove_devices(holder, others, TODAY)


def typed_passphrase(device: Device, passphrase: str) -> Typed:
    """A passphrase as the account takes it."""
    salt = device.desk.enrolled.salt
    return Typed(TYPE_PASSPHRASE, stretched(passphrase, NAME, salt))
