"""Versions of the keyring that change ways in and devices (docs/protocol.md, Keyring).

Each is one compare-and-set; before it the newest version is fetched, and after it stored. So one that was taken
unheard, or another device's in between, is found at the next try, and nothing is done twice.
"""

from collections.abc import Callable, Sequence
from functools import partial

from goldseam.client.calls import insist
from goldseam.client.desk import Desk, Holder
from goldseam.client.effects import Procedure
from goldseam.client.held import HeldKeyring
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.resting import held_keyring, keep_standing
from goldseam.client.session import refresh_keyring
from goldseam.client.typed import Typed, Ways, with_way
from goldseam.crypto.accepting import accept_next
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.keyring import next_document, seal_keyring
from goldseam.crypto.keyring_document import member, with_device, with_login, without_device
from goldseam.errors import GoldseamError, KeyringBehind, Revoked, WrongSecret
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    AdmittedDevice,
    Keyring,
    KeyringAnswer,
    KeyringWrite,
    LoginKeys,
)

TRIES = 5


class Replaced(GoldseamError):
    """What was typed opened this folder, and was replaced elsewhere, or by a change whose answer was lost."""

    code = "replaced"
    sentence = "The passphrase was changed meanwhile: give the new one."


def change_ways(holder: Holder, new: Sequence[Typed]) -> Procedure[None]:
    """Another passphrase, other recovery words, or both, in one version.

    Raises `Replaced`, `KeyringBehind` when others are faster every time, `KeyringMismatch`, `Silence`.
    """

    def version() -> KeyringWrite:
        desk = holder.desk
        keys = desk.keyring.document.login_keys
        ways = Ways(desk.enrolled.slots, LoginKeys(keys[TYPE_PASSPHRASE], keys[TYPE_RECOVERY]))
        for way in new:
            account = desk.enrolled.account
            ways = with_way(ways, way, holder.account_key, account, desk.random)
        raw = next_document(desk.keyring)
        raw = with_login(raw, slots=ways.slots, login_keys=ways.login_keys)
        return KeyringWrite(_sealed(holder, raw), ways.slots, None, ways.login_keys)

    yield from _write(holder, version)


def remove_devices(holder: Holder, devices: Sequence[bytes], on: str) -> Procedure[None]:
    """Remove devices, strangers among them, on a day (YYYY-MM-DD). Raises as `change_ways`."""

    def version() -> KeyringWrite:
        desk = holder.desk
        raw = without_devices(next_document(desk.keyring), devices, on)
        listed = member(raw, "slots")
        slots = [slot for slot in desk.enrolled.slots if slot.slot.hex() in listed]
        has_fewer = len(slots) < len(desk.enrolled.slots)
        return KeyringWrite(_sealed(holder, raw), slots if has_fewer else None, revoke=[*devices])

    yield from _write(holder, version)


def admit_device(holder: Holder, device: AdmittedDevice, name: str, on: str) -> Procedure[None]:
    """List another device from a day on (YYYY-MM-DD), unless it is listed already. Raises as `change_ways`.

    Raises `WrongSecret` for the id of another device, or of one that was removed.
    """

    def version() -> KeyringWrite | None:
        known = holder.desk.keyring.document.devices.get(device.device)
        if known is None:
            raw = next_document(holder.desk.keyring)
            raw = with_device(raw, device.device, name, device.key, on)
            return KeyringWrite(_sealed(holder, raw), admit=device)
        if known.revoked is not None or known.key != device.key.hex():
            raise WrongSecret
        return None

    yield from _write(holder, version)


def without_devices(raw: JsonObject, devices: Sequence[bytes], on: str) -> JsonObject:
    """The document with those of the devices revoked that it lists; the server knows of the others."""
    for device in devices:
        if device.hex() in member(raw, "devices"):
            raw = without_device(raw, device, on)
    return raw


def require_current(holder: Holder) -> None:
    """Raises `Replaced` unless what was typed still signs, and `Revoked` on a device that was removed."""
    if holder.desk.is_removed:
        raise Revoked
    if holder.login.key.public not in holder.desk.keyring.document.login_keys.values():
        raise Replaced


def prover_of(holder: Holder) -> Prover:
    """Who proves with what was typed."""
    enrolled, desk = holder.desk.enrolled, holder.desk
    return Prover(enrolled.origin, enrolled.name, desk.device_key, holder.login, desk.random)


def _sealed(holder: Holder, raw: JsonObject) -> Keyring:
    desk = holder.desk
    return seal_keyring(
        desk.account_keys,
        raw,
        device=desk.enrolled.device,
        device_key=desk.device_key,
        login=holder.login,
        random=desk.random,
    )


def _write(holder: Holder, version: Callable[[], KeyringWrite | None]) -> Procedure[None]:
    """Nothing is written where there is no version to make."""
    for _ in range(TRIES):
        yield from refresh_keyring(holder.desk)
        require_current(holder)
        body = version()
        if body is None:
            return
        try:
            yield from insist(partial(_put, holder, body))
        except KeyringBehind:
            continue
        yield from _keep(holder.desk, body)
        return
    raise KeyringBehind


def _put(holder: Holder, body: KeyringWrite) -> Procedure[KeyringAnswer]:
    prover, route = prover_of(holder), ("PUT", "/v1/keyrings")
    challenge = yield from challenge_for(prover.name, PURPOSE_KEYRING)
    return (yield from proven(prover, PURPOSE_KEYRING, challenge, route, body, KeyringAnswer))


def _keep(desk: Desk, body: KeyringWrite) -> Procedure[None]:
    epoch = desk.keyring.document.epoch
    pinned = accept_next({epoch: desk.account_keys}, desk.keyring, body.keyring)
    held = yield from held_keyring(desk.local)
    slots = desk.enrolled.slots if body.slots is None else body.slots
    yield from keep_standing(desk, pinned, HeldKeyring(body.keyring, held.wraps), slots)
