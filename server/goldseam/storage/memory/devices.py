"""The devices of an account in memory: every function gives new ones, so that what raises has changed nothing."""

from collections.abc import Mapping
from dataclasses import replace

from goldseam.errors import BadRequest, Quota, Revoked
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.storage.contract import DeviceRow, KeyringChange

Devices = dict[bytes, DeviceRow]


def renewed(
    devices: Mapping[bytes, DeviceRow], device: DeviceRow, most: int = MAX_DEVICES
) -> Devices:
    """With a device added or refreshed; raises `Revoked`, `BadRequest` (another key), `Quota`."""
    known = devices.get(device.device)
    if known is None:
        if sum(not held.revoked for held in devices.values()) >= most:
            raise Quota("The account has all the devices it can have.")
        return {**devices, device.device: device}
    if known.revoked:
        raise Revoked
    if known.key != device.key:
        raise BadRequest("The device is known under another key.")
    fresh = replace(known, renewed_at=device.renewed_at, signed_out=False)
    return {**devices, device.device: fresh}


def devices_after(devices: Mapping[bytes, DeviceRow], change: KeyringChange) -> Devices:
    """With those of a change removed and admitted; raises what `Storage.put_keyring` lists."""
    if not set(change.revoke) <= devices.keys():
        raise BadRequest("A device to remove is not one of the account.")
    left = {
        id_: replace(device, revoked=device.revoked or id_ in change.revoke)
        for id_, device in devices.items()
    }
    if change.admit is None:
        return left
    try:
        return renewed(left, change.admit)
    except Revoked as error:
        raise BadRequest("A device that was removed is not admitted again.") from error


def signed_out(devices: Mapping[bytes, DeviceRow], writing: bytes) -> Devices:
    """With all signed out but the writing one."""
    return {id_: replace(device, signed_out=id_ != writing) for id_, device in devices.items()}
