"""What a device holds, typed: how its tables are read and written (docs/protocol.md, The device's side of a commit)."""

from typing import Final, Literal, TypeAlias, TypeVar

import msgspec

from goldseam.client.effects import (
    Change,
    Procedure,
    Table,
    get,
    opened,
    opened_all,
    read_clock,
    scan,
    sealed,
)
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import VaultMark, parse_checkpoint
from goldseam.crypto.envelope import VERSION
from goldseam.crypto.state import HeldRow, VaultState, fresh_state
from goldseam.errors import Alarm, Damaged
from goldseam.protocol.accounts import Keyring, Slot, Wrap
from goldseam.protocol.encoding import HASH_BYTES, u32, u64
from goldseam.protocol.revisions import StoredRevision

ACCOUNT_KEY: Final = b"account"
SECRETS_KEY: Final = b"secrets"
KEYRING_KEY: Final = b"keyring"
ALARM_KEY: Final = b"alarm"
HEARD_KEY: Final = b"heard"
TOLD_KEY: Final = b"told"
CHECKPOINT_KEY: Final = b"checkpoint"

Work: TypeAlias = Literal["sync", "device_only"]
"""What becomes of a waiting record: it is committed, or stays here until somebody writes on."""

Aside: TypeAlias = Literal["newer", "unreadable"]
"""Why a revision is not read here: a newer version wrote it, or it is of this one and does not open."""


class Enrolled(msgspec.Struct, frozen=True):
    """What unlocking and signing in again need, in clear: the way in, without what opens it.

    The device key proves to the server which device asks, and opens nothing. It has to be there while the device is
    locked, as in a browser: a device whose passphrase was changed elsewhere could not sign in again otherwise.
    """

    origin: str
    name: str
    account: bytes
    salt: bytes
    device: bytes
    slots: list[Slot]
    device_seed: bytes = b""


class Secrets(msgspec.Struct, frozen=True):
    """The session, sealed under LK. Folders of before there were new keys have the seed here, and here alone."""

    token: bytes
    device_seed: bytes = b""


class HeldKeyring(msgspec.Struct, frozen=True):
    """The accepted keyring and the wraps that it names, sealed under LK (they were accepted when they were stored)."""

    keyring: Keyring
    wraps: list[Wrap]


class Told(msgspec.Struct, frozen=True):
    """The devices that its person was told of, sealed under LK; those that it met when it came count as told."""

    devices: list[bytes]


class Outgoing(msgspec.Struct, frozen=True):
    """The newest state of a record that waits here, as canonical JSON; its base is what `bases` holds."""

    record: bytes
    work: Work = "sync"


class Attempt(msgspec.Struct, frozen=True):
    """One revision of a commit that was built here and what it says; kept until a verified head has passed `base`."""

    record: bytes
    number: int
    hash: bytes
    base: int
    digest: bytes
    state: bytes


class HeldState(msgspec.Struct, frozen=True):
    """A head of the vault but for its rows, sealed under LK; `total` (D) is 32 bytes.

    A head of before there were new keys was stored without its epoch: it is the first.
    """

    sequence: int
    chain: bytes
    commit: bytes
    keyring_version: int
    total: bytes
    epoch: int = 1


class Pending(msgspec.Struct, frozen=True):
    """A built commit, as it is sent and sent again, and the head that it makes. `records` are those in it."""

    base: int
    digest: bytes
    epoch: int
    body: bytes
    after: HeldState
    records: list[bytes]


S = TypeVar("S", bound=msgspec.Struct)


def parsed(kind: type[S], data: bytes) -> S:
    """What this device wrote itself. Raises `Damaged` when it is no longer that."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise Damaged from error


def stored(table: Table, key: bytes, value: msgspec.Struct) -> Procedure[Change]:
    """The change that seals a value in place."""
    return (yield from sealed(table, key, msgspec.msgpack.encode(value)))


def fetched(table: Table, key: bytes, kind: type[S]) -> Procedure[S | None]:
    """A sealed value, or None."""
    data = yield from opened(table, key)
    return None if data is None else parsed(kind, data)


def fetched_all(table: Table, kind: type[S]) -> Procedure[dict[bytes, S]]:
    """All sealed values of a table, by key."""
    values = yield from opened_all(table)
    return {key: parsed(kind, data) for key, data in values.items()}


def base_of(record: bytes) -> Procedure[JsonObject | None]:
    """The confirmed state of a record, or None."""
    data = yield from opened("bases", record)
    return None if data is None else parse_object(data)


def base_change(record: bytes, state: JsonObject) -> Procedure[Change]:
    """The change that makes a state the confirmed one."""
    return (yield from sealed("bases", record, canonical_json(state)))


def row_change(record: bytes, row: HeldRow) -> Change:
    """The change that holds a row: ids, numbers and hashes rest in clear, the server has them too."""
    return Change("rows", record, u64(row.number) + u32(row.epoch) + row.hash)


def _row(value: bytes) -> HeldRow:
    if len(value) != 12 + HASH_BYTES:
        raise Damaged
    return HeldRow(int.from_bytes(value[:8], "big"), int.from_bytes(value[8:12], "big"), value[12:])


def load_state(vault: bytes) -> Procedure[VaultState]:
    """The verified head with its rows, or that of a fresh device."""
    held = yield from fetched("vault", vault, HeldState)
    if held is None:
        return fresh_state(vault)
    rows = {record: _row(value) for record, value in (yield from scan("rows"))}
    total = int.from_bytes(held.total, "big")
    place = held.sequence, held.chain, held.commit
    return VaultState(vault, *place, held.keyring_version, total, rows, held.epoch)


def state_change(state: VaultState) -> Procedure[Change]:
    """The change that makes a state (without its rows) the verified one."""
    return (yield from stored("vault", state.vault, held_state(state)))


def held_state(state: VaultState) -> HeldState:
    """A state without its rows."""
    total = state.total.to_bytes(HASH_BYTES, "big")
    place = state.sequence, state.chain, state.commit
    return HeldState(*place, state.keyring_version, total, state.epoch)


def load_tried() -> Procedure[dict[bytes, int]]:
    """By record, the greatest number that this device put into a commit."""
    return {record: int.from_bytes(value, "big") for record, value in (yield from scan("tried"))}


def tried_change(record: bytes, number: int) -> Change:
    """The change that remembers a number as tried, so that it is never given twice."""
    return Change("tried", record, u64(number))


def load_alarm() -> Procedure[Alarm | None]:
    """The alarm that stands, or None."""
    value = yield from get("device", ALARM_KEY)
    kinds = {kind.code: kind for kind in Alarm.__subclasses__()}
    return None if value is None else kinds.get(value.decode(), Alarm)()


def alarm_change(alarm: Alarm) -> Change:
    """The change that makes the vault read-only for sync."""
    return Change("device", ALARM_KEY, alarm.code.encode())


def load_mark(vault: bytes) -> Procedure[VaultMark | None]:
    """The place in a vault's history that the first pull must pass, where this device was told one."""
    value = yield from opened("device", CHECKPOINT_KEY)
    marks = parse_checkpoint(value).vaults if value is not None else ()
    return next((mark for mark in marks if mark.vault == vault), None)


def load_heard() -> Procedure[int | None]:
    """When a pull last brought a head that another device made, UTC milliseconds; None before the first."""
    value = yield from get("device", HEARD_KEY)
    return None if value is None else int.from_bytes(value, "big")


def heard_changes(own: bytes, maker: bytes | None, *, is_later: bool) -> Procedure[list[Change]]:
    """The change that remembers a head as news: one of another device, where the history went on."""
    if maker is None or maker == own or not is_later:
        return []
    return [Change("device", HEARD_KEY, u64((yield from read_clock())))]


def load_aside() -> Procedure[dict[bytes, Aside]]:
    """The records whose newest revision is not read here, and why; they are read-only."""
    held = yield from aside_revisions()
    return {record: why_aside(revision.sealed) for record, revision in held.items()}


def aside_revisions() -> Procedure[dict[bytes, StoredRevision]]:
    """The revisions that are not read here, as they came."""
    return {record: parsed(StoredRevision, data) for record, data in (yield from scan("aside"))}


def why_aside(sealed_bytes: bytes) -> Aside:
    """Why a revision that was set aside is not read here."""
    return "unreadable" if sealed_bytes[:1] in {VERSION, b""} else "newer"


def aside_change(revision: StoredRevision) -> Change:
    """The change that keeps a revision that cannot be read, sealed as it came."""
    return Change("aside", revision.record, msgspec.msgpack.encode(revision))
