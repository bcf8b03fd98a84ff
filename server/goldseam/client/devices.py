"""The devices of the account, and which of them this one has not told of yet (docs/protocol.md, Login)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, write
from goldseam.client.held import TOLD_KEY, Told, alarm_change, fetched
from goldseam.client.resting import sealed_change
from goldseam.client.session import call, refresh_keyring
from goldseam.errors import Alarm
from goldseam.protocol.devices import Device, Devices


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device, by the keyring and by the server. `name` is None for one that signed in and never added itself.

    Days are UTC dates: `added` and `revoked` the keyring's, `first_on` and `seen_on` the server's word.
    """

    device: bytes
    name: str | None
    added: str | None
    first_on: str | None
    seen_on: str | None
    revoked: str | None
    is_here: bool


def devices(desk: Desk) -> Procedure[list[KnownDevice]]:
    """Every device, those of the keyring first. Raises an `Alarm`, stored; as `call`."""
    try:
        yield from refresh_keyring(desk)
    except Alarm as alarm:
        yield from write([alarm_change(alarm)])
        raise
    answer = yield from call(desk, "GET", "/v1/devices", Devices)
    seen = {known.device: known for known in answer.devices}
    listed = desk.keyring.document.devices
    return [_listed(desk, device, seen.get(device)) for device in listed] + [
        _stranger(known) for device, known in seen.items() if device not in listed
    ]


def untold(desk: Desk, known: Iterable[KnownDevice]) -> Procedure[list[KnownDevice]]:
    """Those that this device has not told of and that are not removed; a device begins with those that it met."""
    told = yield from fetched("device", TOLD_KEY, Told)
    if told is None:  # A folder of before there were new keys.
        met = {device.device for device in known if device.name is not None}
        yield from write([_told_change(desk, met)])
        told = Told([*met])
    return [
        device for device in known if device.device not in told.devices and device.revoked is None
    ]


def keep_told(desk: Desk, told: Sequence[KnownDevice]) -> Procedure[None]:
    """These were told; not again."""
    before = yield from fetched("device", TOLD_KEY, Told)
    known = set(before.devices if before else ())
    if told:
        yield from write([_told_change(desk, known | {device.device for device in told})])


def tell_never(desk: Desk, device: bytes) -> Procedure[None]:
    """A device that was let in from here is no news here."""
    told = yield from fetched("device", TOLD_KEY, Told)
    if told is not None:
        yield from write([_told_change(desk, {*told.devices, device})])


def _told_change(desk: Desk, told: Iterable[bytes]) -> Change:
    return sealed_change(desk, TOLD_KEY, Told(sorted(told)))


def _listed(desk: Desk, device: bytes, seen: Device | None) -> KnownDevice:
    entry = desk.keyring.document.devices[device]
    first_on, seen_on = (seen.first_on, seen.seen_on) if seen else (None, None)
    is_here = device == desk.enrolled.device
    return KnownDevice(device, entry.name, entry.added, first_on, seen_on, entry.revoked, is_here)


def _stranger(seen: Device) -> KnownDevice:
    revoked = seen.seen_on if seen.revoked else None
    return KnownDevice(seen.device, None, None, seen.first_on, seen.seen_on, revoked, is_here=False)
