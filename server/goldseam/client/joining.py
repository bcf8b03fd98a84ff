"""A new device adds itself to the keyring (docs/protocol.md, Keyring)."""

from functools import partial
from typing import TypeAlias

from goldseam.client.calls import ask, insist
from goldseam.client.effects import Procedure
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.crypto.accepting import accept_all, accept_next
from goldseam.crypto.keyring import PinnedKeyring, next_document, seal_keyring
from goldseam.crypto.keyring_document import with_device
from goldseam.crypto.keys import AccountKeys
from goldseam.errors import KeyringBehind
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
    Keyring,
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
)

TRIES = 5

Accepted: TypeAlias = tuple[Keyring, PinnedKeyring]


def join(
    prover: Prover,
    keys: AccountKeys,
    newest: Accepted,
    device: bytes,
    named: tuple[str, str],
    token: bytes,
) -> Procedure[Accepted]:
    """The keyring that lists this device; `named` is its name and the day, YYYY-MM-DD. Where another came first: anew.

    Raises `KeyringBehind` when others are faster every time, `KeyringMismatch`, `Silence`.
    """
    for _ in range(TRIES):
        if device in newest[1].document.devices:
            return newest
        own = _own_version(prover, keys, newest[1], device, named)
        try:
            yield from insist(partial(_put, prover, own))
        except KeyringBehind:
            newest = yield from _catch_up(keys, newest, token)
        else:
            return own, accept_next({own.epoch: keys}, newest[1], own)
    raise KeyringBehind


def _own_version(
    prover: Prover, keys: AccountKeys, pinned: PinnedKeyring, device: bytes, named: tuple[str, str]
) -> Keyring:
    if prover.login is None:
        raise ValueError("joining needs the login key")
    name, added = named
    raw = with_device(next_document(pinned), device, name, prover.device_key.public, added)
    return seal_keyring(
        keys,
        raw,
        device=device,
        device_key=prover.device_key,
        login=prover.login,
        random=prover.random,
    )


def _put(prover: Prover, keyring: Keyring) -> Procedure[KeyringAnswer]:
    challenge = yield from challenge_for(prover.name, PURPOSE_KEYRING)
    body, route = KeyringWrite(keyring), ("PUT", "/v1/keyrings")
    return (yield from proven(prover, PURPOSE_KEYRING, challenge, route, body, KeyringAnswer))


def _catch_up(keys: AccountKeys, newest: Accepted, token: bytes) -> Procedure[Accepted]:
    path = f"/v1/keyrings?after={newest[1].version}"
    news = yield from ask("GET", path, Keyrings, token=token)
    pinned = accept_all({newest[0].epoch: keys}, newest[1], news.keyrings)
    return (news.keyrings[-1] if news.keyrings else newest[0]), pinned
