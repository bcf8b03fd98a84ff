"""What a device is while it is locked: opened with an account key, stored, and sealed anew (docs/protocol.md, Login).

These seals do not go through the effects: there may be no driver yet that knows LK, or LK is just changing.
"""

from dataclasses import replace
from typing import Final, TypeVar

import msgspec

from goldseam.client.desk import Desk, open_vault, personal_vault
from goldseam.client.effects import Change, Procedure, Table, get, scan, write
from goldseam.client.held import (
    ACCOUNT_KEY,
    ALARM_KEY,
    CHECKPOINT_KEY,
    KEYRING_KEY,
    SECRETS_KEY,
    TOLD_KEY,
    Enrolled,
    HeldKeyring,
    Secrets,
    Told,
    parsed,
)
from goldseam.crypto import keyring as rings
from goldseam.crypto.chain import Checkpoint, checkpoint_bytes
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import account_keys, local_key
from goldseam.crypto.seal import open_local, seal_local
from goldseam.crypto.suite import Random, Secret, SigningKey, signing_key
from goldseam.errors import Damaged, SealError
from goldseam.protocol.accounts import Slot

SEALED_TABLES: Final[tuple[Table, ...]] = ("vault", "bases", "outbox", "attempts", "pending")
SEALED_OF_DEVICE: Final = frozenset({TOLD_KEY, CHECKPOINT_KEY})
"""What rests sealed in the table of the device, beside what is stored anew with every keyring."""

S = TypeVar("S", bound=msgspec.Struct)


def enrolled_here() -> Procedure[Enrolled | None]:
    """The account that this device is of, or None; rests in clear."""
    data = yield from get("device", ACCOUNT_KEY)
    return None if data is None else parsed(Enrolled, data)


def opened_desk(enrolled: Enrolled, account_key: Secret, random: Random) -> Procedure[Desk]:
    """The device under the account key that seals what rests on it. Raises `Damaged`."""
    local = local_key(account_key, enrolled.device)
    secrets = yield from _resting(local, SECRETS_KEY, Secrets)
    held = yield from held_keyring(local)
    keys = account_keys(account_key, enrolled.account)
    # It was accepted before it was stored, and the seal under LK says that nobody changed it since.
    pinned = rings.pin(held.keyring, rings.open_keyring(keys, held.keyring))
    # A folder of before there were new keys has the seed among the secrets alone.
    device_key = signing_key(Secret(enrolled.device_seed or secrets.device_seed))
    return desk_of(enrolled, account_key, device_key, secrets.token, pinned, held, random)


def held_keyring(local: Secret) -> Procedure[HeldKeyring]:
    """The accepted keyring and its wraps, as they rest under LK. Raises `Damaged`."""
    return (yield from _resting(local, KEYRING_KEY, HeldKeyring))


def desk_of(
    enrolled: Enrolled,
    account_key: Secret,
    device_key: SigningKey,
    token: bytes,
    pinned: PinnedKeyring,
    held: HeldKeyring,
    random: Random,
) -> Desk:
    """What this device works with, unlocked; `held` is its keyring with the wraps that it names.

    Raises `KeyringMismatch` where a vault's key is missing.
    """
    enrolled = msgspec.structs.replace(enrolled, device_seed=device_key.seed.value)
    keys = account_keys(account_key, enrolled.account)
    local = local_key(account_key, enrolled.device)
    vault = personal_vault(pinned)
    opened = open_vault(keys, pinned, held.wraps, vault)
    return Desk(enrolled, keys, local, device_key, random, vault, pinned, opened, token)


def enter(desk: Desk, held: HeldKeyring, checkpoint: Checkpoint | None = None) -> Procedure[Desk]:
    """Store, in one transaction, all that this device is, and the checkpoint that its first pull must continue."""
    mark = None if checkpoint is None else checkpoint_bytes(checkpoint)
    changes = [
        *standing_changes(desk, held),
        sealed_change(desk, TOLD_KEY, Told(sorted(desk.keyring.document.devices))),
        Change("device", ALARM_KEY, None),
        Change("device", CHECKPOINT_KEY, mark and _sealed_at(desk, CHECKPOINT_KEY, mark)),
    ]
    yield from write(changes)
    return desk


def standing_changes(desk: Desk, held: HeldKeyring) -> list[Change]:
    """All that a device is, for one transaction: way in, session, keyring."""
    account = Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(desk.enrolled))
    return [account, token_change(desk), sealed_change(desk, KEYRING_KEY, held)]


def token_change(desk: Desk) -> Change:
    """The change that keeps the session."""
    return sealed_change(desk, SECRETS_KEY, Secrets(desk.token))


def sealed_change(desk: Desk, key: bytes, value: msgspec.Struct) -> Change:
    """The change that seals a value among what the device is."""
    return Change("device", key, _sealed_at(desk, key, msgspec.msgpack.encode(value)))


def keep_standing(
    desk: Desk, pinned: PinnedKeyring, held: HeldKeyring, slots: list[Slot]
) -> Procedure[None]:
    """Go on with a newer version of the keyring under the same account key: stored in one transaction."""
    opened = open_vault(desk.account_keys, pinned, held.wraps, desk.vault)
    enrolled = msgspec.structs.replace(desk.enrolled, slots=slots)
    moved = replace(desk, enrolled=enrolled, keyring=pinned, keys=opened)
    yield from write(standing_changes(moved, held))
    desk.enrolled, desk.keyring, desk.keys = enrolled, pinned, opened


def resealed_changes(old: Secret, desk: Desk) -> Procedure[list[Change]]:
    """Everything that rests under another LK, sealed anew under the device's. What does not open stays as it is."""
    changes: list[Change] = []
    for table in (*SEALED_TABLES, "device"):
        for key, value in (yield from scan(table)):
            if table == "device" and key not in SEALED_OF_DEVICE:
                continue
            try:
                plaintext = open_local(old, table, key.hex(), value)
            except SealError:
                continue
            sealed = seal_local(desk.local, table, key.hex(), plaintext, desk.random)
            changes.append(Change(table, key, sealed))
    return changes


def _sealed_at(desk: Desk, key: bytes, plaintext: bytes) -> bytes:
    return seal_local(desk.local, "device", key.hex(), plaintext, desk.random)


def _resting(local: Secret, key: bytes, kind: type[S]) -> Procedure[S]:
    value = yield from get("device", key)
    if value is None:
        raise Damaged
    return parsed(kind, open_local(local, "device", key.hex(), value))
