"""A new device adds itself to the keyring, by the recovery code with new ways in (docs/protocol.md, Keyring)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from goldseam.client.calls import ask, insist
from goldseam.client.effects import Procedure
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.typed import Ways
from goldseam.crypto.accepting import accept_all, accept_next
from goldseam.crypto.keyring import (
    PinnedKeyring,
    listed_slots,
    listed_wraps,
    next_document,
    seal_keyring,
)
from goldseam.crypto.keyring_document import with_device, with_login
from goldseam.crypto.keys import AccountKeys
from goldseam.errors import KeyringBehind, KeyringMismatch, LoginRefused
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
    TYPE_PASSKEY,
    Keyring,
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
    Slot,
    Wrap,
)

TRIES = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of the keyring that was accepted, and the slots and wraps that it names."""

    keyring: Keyring
    pinned: PinnedKeyring
    slots: list[Slot]
    wraps: list[Wrap]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The device that is added, its name and the day (YYYY-MM-DD); `ways` are new ones in the place of the old."""

    device: bytes
    name: str
    added: str
    ways: Ways | None = None


def standing(keyring: Keyring, pinned: PinnedKeyring, given: Keyrings) -> Standing:
    """The version with what was given beside it. Raises `KeyringMismatch` where a slot is missing."""
    slots = listed_slots(pinned.document, given.slots)
    if len(slots) != len(pinned.document.slots):
        raise KeyringMismatch
    return Standing(keyring, pinned, slots, listed_wraps(pinned.document, given.wraps))


def join(
    prover: Prover, keys: AccountKeys, newest: Standing, newcomer: Newcomer, token: bytes
) -> Procedure[Standing]:
    """The keyring that lists this device. Where another version came first: anew.

    Raises `KeyringBehind` when others are faster every time, `KeyringMismatch`, `LoginRefused`, `Silence`.
    """
    for _ in range(TRIES):
        if newcomer.device in newest.pinned.document.devices:
            return newest
        body = _own_version(prover, keys, newest, newcomer)
        try:
            yield from insist(partial(_put, prover, body))
        except KeyringBehind:
            newest = yield from _catch_up(prover, {body.keyring.epoch: keys}, newest, token)
        else:
            pinned = accept_next({body.keyring.epoch: keys}, newest.pinned, body.keyring)
            return Standing(body.keyring, pinned, body.slots or newest.slots, newest.wraps)
    raise KeyringBehind


def _own_version(
    prover: Prover, keys: AccountKeys, newest: Standing, newcomer: Newcomer
) -> KeyringWrite:
    if prover.login is None:
        raise ValueError("joining needs the login key")
    key = prover.device_key.public
    raw = next_document(newest.pinned)
    raw = with_device(raw, newcomer.device, newcomer.name, key, newcomer.added)
    slots, login_keys = None, None
    if newcomer.ways is not None:
        passkeys = [slot for slot in newest.slots if slot.type == TYPE_PASSKEY]
        slots, login_keys = [*newcomer.ways.slots, *passkeys], newcomer.ways.login_keys
        raw = with_login(raw, slots=slots, login_keys=login_keys)
    keyring = seal_keyring(
        keys,
        raw,
        device=newcomer.device,
        device_key=prover.device_key,
        login=prover.login,
        random=prover.random,
    )
    return KeyringWrite(keyring, slots, None, login_keys)


def _put(prover: Prover, body: KeyringWrite) -> Procedure[KeyringAnswer]:
    challenge = yield from challenge_for(prover.name, PURPOSE_KEYRING)
    route = ("PUT", "/v1/keyrings")
    return (yield from proven(prover, PURPOSE_KEYRING, challenge, route, body, KeyringAnswer))


def _catch_up(
    prover: Prover, keys: Mapping[int, AccountKeys], newest: Standing, token: bytes
) -> Procedure[Standing]:
    path = f"/v1/keyrings?after={newest.pinned.version}"
    news = yield from ask("GET", path, Keyrings, token=token)
    if not news.keyrings:
        return newest
    pinned = accept_all(keys, newest.pinned, news.keyrings)
    is_own = prover.device_key.public.hex() in {d.key for d in pinned.document.devices.values()}
    known = prover.login is not None and prover.login.key.public in (
        pinned.document.login_keys.values()
    )
    if not (known or is_own):
        raise LoginRefused  # What was typed was changed elsewhere meanwhile.
    return standing(news.keyrings[-1], pinned, news)
