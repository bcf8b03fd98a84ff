"""Signing in again on a device of the account, locked or not (docs/protocol.md, Login).

What was typed opens the newest account key, which opens the earlier one that this device's rows rest under. So a
device finds its words again after any number of new keys, with the newest passphrase alone.
"""

from collections.abc import Mapping

import msgspec

from goldseam.client.calls import ask
from goldseam.client.desk import Holder
from goldseam.client.effects import Procedure, write
from goldseam.client.held import Enrolled, HeldKeyring
from goldseam.client.joining import Standing, standing
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.resting import (
    desk_of,
    held_keyring,
    resealed_changes,
    standing_changes,
)
from goldseam.client.typed import Typed
from goldseam.crypto import keyring as rings
from goldseam.crypto.accepting import accept_all
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keyring_document import KeyringDocument
from goldseam.crypto.keys import account_keys, local_key
from goldseam.crypto.slots import open_earlier
from goldseam.crypto.suite import Random, Secret, signing_key
from goldseam.errors import (
    Damaged,
    GoldseamError,
    KeyringMismatch,
    Revoked,
    SealError,
    SessionStale,
    SignInAgain,
    WrongSecret,
)
from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    DeviceBody,
    Keyring,
    Keyrings,
    Session,
)

AccountSecrets = Mapping[int, Secret]
"""Account keys by account epoch."""


class AlreadyEntered(GoldseamError):
    """Another account is in the folder: two never share one, for their pages would mix."""

    code = "already_entered"
    sentence = "This folder holds another account: give a folder of its own with --state."


def sign_in_again(enrolled: Enrolled, typed: Typed, random: Random) -> Procedure[Holder]:
    """A new session for this device, with the newest keys; everything that rests here is kept, sealed anew if need be.

    Raises `LoginRefused`, `Revoked`, `SuiteRefused`, `WrongSecret`, `KeyringMismatch`, `AlreadyEntered`, `Silence`.
    """
    session = yield from new_session(enrolled, typed, random)
    account_key = typed.open(enrolled.account, session.slots)
    newest = _newest(session)
    document = _document(enrolled, account_key, newest)
    secrets = account_secrets(enrolled.account, account_key, document)
    own_epoch = enrolled.slots[0].epoch
    if own_epoch not in secrets:
        raise KeyringMismatch
    own_local = local_key(secrets[own_epoch], enrolled.device)
    pinned = yield from _pinned(enrolled, secrets[own_epoch], own_local)
    given = yield from _versions_after(pinned, session)
    stands = _accepted(enrolled.account, secrets, pinned, given)
    _require_listed(stands.pinned.document, enrolled.device)
    now = msgspec.structs.replace(enrolled, slots=stands.slots)
    held = HeldKeyring(stands.keyring, stands.wraps)
    device_key = signing_key(Secret(enrolled.device_seed))
    desk = desk_of(now, account_key, device_key, session.token, stands.pinned, held, random)
    changes = standing_changes(desk, held)
    if own_epoch != stands.pinned.document.epoch:
        changes += yield from resealed_changes(own_local, desk)
    yield from write(changes)
    return Holder(desk, account_key, typed.login)


def new_session(enrolled: Enrolled, typed: Typed, random: Random) -> Procedure[Session]:
    """A session of this device for what was typed. Raises `LoginRefused`, `Revoked`, `AlreadyEntered`, `Silence`."""
    challenge = yield from challenge_for(enrolled.name, PURPOSE_LOGIN)
    key = signing_key(Secret(enrolled.device_seed))
    prover = Prover(enrolled.origin, enrolled.name, key, typed.login, random)
    route, body = ("POST", "/v1/sessions"), DeviceBody(enrolled.device)
    session = yield from proven(prover, PURPOSE_LOGIN, challenge, route, body, Session)
    if session.account != enrolled.account:
        raise AlreadyEntered
    return session


def account_secrets(
    account: bytes, account_key: Secret, document: KeyringDocument
) -> AccountSecrets:
    """The account keys of every epoch that the newest one opens. Raises `KeyringMismatch`."""
    keys = account_keys(account_key, account)
    try:
        earlier = {
            epoch: open_earlier(
                keys, account_epoch=document.epoch, earlier_epoch=epoch, sealed=sealed
            )
            for epoch, sealed in document.earlier.items()
        }
    except Damaged as error:
        raise KeyringMismatch from error
    return {**earlier, document.epoch: account_key}


def _newest(session: Session) -> Keyring:
    if not session.keyrings:
        raise KeyringMismatch
    return session.keyrings[-1]


def _document(enrolled: Enrolled, account_key: Secret, keyring: Keyring) -> KeyringDocument:
    try:
        return rings.open_keyring(account_keys(account_key, enrolled.account), keyring)
    except Damaged as error:
        raise KeyringMismatch from error


def _pinned(enrolled: Enrolled, account_key: Secret, local: Secret) -> Procedure[PinnedKeyring]:
    """The keyring that this device had accepted. What does not open was never under this account key."""
    try:
        held = yield from held_keyring(local)
        keys = account_keys(account_key, enrolled.account)
        return rings.pin(held.keyring, rings.open_keyring(keys, held.keyring))
    except SealError as error:
        raise WrongSecret from error


def _versions_after(pinned: PinnedKeyring, session: Session) -> Procedure[Keyrings]:
    """All versions after the pinned one, with the slots and wraps of the newest."""
    if session.keyrings[-1].version <= pinned.version + 1:
        return Keyrings(session.keyrings, session.slots, session.wraps)
    path = f"/v1/keyrings?after={pinned.version}"
    try:
        return (yield from ask("GET", path, Keyrings, token=session.token))
    except SessionStale as error:
        raise SignInAgain from error  # New keys once more, just now.


def _accepted(
    account: bytes, secrets: AccountSecrets, pinned: PinnedKeyring, given: Keyrings
) -> Standing:
    keys = {epoch: account_keys(secret, account) for epoch, secret in secrets.items()}
    accepted = accept_all(keys, pinned, given.keyrings)
    if not given.keyrings or accepted.document.epoch != max(secrets):
        raise KeyringMismatch
    return standing(given.keyrings[-1], accepted, given)


def _require_listed(document: KeyringDocument, device: bytes) -> None:
    entry = document.devices.get(device)
    if entry is None:
        raise KeyringMismatch
    if entry.revoked is not None:
        raise Revoked
