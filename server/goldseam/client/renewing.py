"""New keys for an account, when somebody may know the passphrase or a device was lost (docs/protocol.md, Epochs).

One request changes everything, or nothing: a device that dies before it has changed nothing, and one that dies after it
signs in again with the new passphrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from goldseam.client.calls import insist
from goldseam.client.changing import (
    TRIES,
    prover_of,
    require_current,
    without_devices,
)
from goldseam.client.committing import synchronise
from goldseam.client.desk import Desk, Holder
from goldseam.client.effects import Procedure, write
from goldseam.client.held import HeldKeyring, load_state
from goldseam.client.proving import challenge_for, proven
from goldseam.client.resting import desk_of, held_keyring, resealed_changes, standing_changes
from goldseam.client.returning import account_secrets
from goldseam.client.session import refresh_keyring
from goldseam.client.typed import Typed, both_ways
from goldseam.crypto.accepting import accept_next
from goldseam.crypto.keyring import next_document, seal_keyring
from goldseam.crypto.keyring_document import After, with_epoch, with_login
from goldseam.crypto.keys import account_keys
from goldseam.crypto.slots import open_wrap, seal_earlier, seal_wrap
from goldseam.crypto.suite import KEY_BYTES, Secret
from goldseam.errors import Behind, GoldseamError, KeyringBehind, UnknownVersion
from goldseam.protocol.accounts import PURPOSE_EPOCH, KeyringAnswer, Wrap
from goldseam.protocol.epochs import EpochWrite, VaultEpoch


class StillWaiting(GoldseamError):
    """Words that were not sent would travel under the keys that are given up."""

    code = "still_waiting"
    sentence = (
        "Something on this device could not be sent yet, and new keys are made only when nothing waits.\n"
        "goldseam ls says what it is."
    )


@dataclass(frozen=True, slots=True, repr=False)
class NewKeys:
    """What the person chose: the new ways in, and the devices that go, on a day (YYYY-MM-DD)."""

    passphrase: Typed
    code: Typed
    remove: Sequence[bytes]
    on: str

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class _Made:
    """Keys that were drawn, and the request that makes them those of the account."""

    account_key: Secret
    body: EpochWrite

    def __repr__(self) -> str:
        return "<redacted>"


def make_new_keys(holder: Holder, chosen: NewKeys) -> Procedure[Desk]:
    """The device under the new keys: all others have to sign in again with the new passphrase.

    Brings this device up to date first. Raises `StillWaiting`, an `Alarm`, `Replaced`, `Behind` or `KeyringBehind` when
    others are faster every time, and `Silence`: then it is open whether the new keys hold.
    """
    desk, last = holder.desk, GoldseamError()
    for _ in range(TRIES):
        yield from _require_quiet(desk)
        require_current(holder)
        made = yield from _made(holder, chosen)
        try:
            yield from insist(partial(_put, holder, made.body))
        except (Behind, KeyringBehind) as error:
            last = error
            continue
        return (yield from _kept(desk, made))
    raise last


def _require_quiet(desk: Desk) -> Procedure[None]:
    """Nothing waits, no alarm stands, and the newest head and keyring were verified just now."""
    if (yield from synchronise(desk)).waiting:
        raise StillWaiting
    yield from refresh_keyring(desk)


def _made(holder: Holder, chosen: NewKeys) -> Procedure[_Made]:
    desk, random = holder.desk, holder.desk.random
    document = desk.keyring.document
    if set(document.vaults) != {desk.vault}:
        raise UnknownVersion  # A vault whose head this version does not know how to verify.
    state = yield from load_state(desk.vault)
    held = yield from held_keyring(desk.local)
    account_key, epoch = Secret(random(KEY_BYTES)), document.epoch + 1
    account = desk.enrolled.account
    ways = both_ways(
        chosen.passphrase, chosen.code, account_key, account=account, epoch=epoch, random=random
    )
    wraps = _wraps(desk, held.wraps, account_key)
    raw = with_epoch(
        next_document(desk.keyring),
        wraps=wraps,
        after={desk.vault: After(state.sequence, state.chain.hex(), chosen.on)},
        earlier=_earlier(holder, account_key),
    )
    raw = with_login(raw, slots=ways.slots, login_keys=ways.login_keys)
    keyring = seal_keyring(
        account_keys(account_key, account),
        without_devices(raw, chosen.remove, chosen.on),
        device=desk.enrolled.device,
        device_key=desk.device_key,
        login=holder.login,
        random=random,
    )
    vaults = [VaultEpoch(desk.vault, desk.epoch + 1, state.sequence)]
    parts = (keyring, ways.slots, wraps, ways.login_keys, vaults, [*chosen.remove])
    return _Made(account_key, EpochWrite(*parts))


def _wraps(desk: Desk, held: Sequence[Wrap], account_key: Secret) -> list[Wrap]:
    """Every key of the vault under the new account key, and a new one."""
    epoch = desk.keyring.document.epoch
    vault_keys = {wrap.epoch: open_wrap(desk.account_keys, epoch, wrap) for wrap in held}
    vault_keys[desk.epoch + 1] = Secret(desk.random(KEY_BYTES))
    keys = account_keys(account_key, desk.enrolled.account)
    return [
        seal_wrap(
            keys,
            vault_key,
            account_epoch=epoch + 1,
            vault=desk.vault,
            epoch=of,
            random=desk.random,
        )
        for of, vault_key in sorted(vault_keys.items())
    ]


def _earlier(holder: Holder, account_key: Secret) -> dict[int, bytes]:
    """Every account key so far under the new one."""
    account, document = holder.desk.enrolled.account, holder.desk.keyring.document
    keys = account_keys(account_key, account)
    return {
        epoch: seal_earlier(
            keys,
            secret,
            account_epoch=document.epoch + 1,
            earlier_epoch=epoch,
            random=holder.desk.random,
        )
        for epoch, secret in account_secrets(account, holder.account_key, document).items()
    }


def _put(holder: Holder, body: EpochWrite) -> Procedure[KeyringAnswer]:
    prover, route = prover_of(holder), ("POST", "/v1/epochs")
    challenge = yield from challenge_for(prover.name, PURPOSE_EPOCH)
    return (yield from proven(prover, PURPOSE_EPOCH, challenge, route, body, KeyringAnswer))


def _kept(desk: Desk, made: _Made) -> Procedure[Desk]:
    """All that rests here under the new keys, in one transaction, as after signing in again."""
    keyring, account = made.body.keyring, desk.enrolled.account
    keys = {keyring.epoch: account_keys(made.account_key, account)}
    pinned = accept_next(keys, desk.keyring, keyring)
    enrolled = msgspec.structs.replace(desk.enrolled, slots=made.body.slots)
    held = HeldKeyring(keyring, made.body.wraps)
    account_key, token = made.account_key, desk.token
    now = desk_of(enrolled, account_key, desk.device_key, token, pinned, held, desk.random)
    resealed = yield from resealed_changes(desk.local, now)
    yield from write([*standing_changes(now, held), *resealed])
    return now
