"""Accounts, devices, sessions and keyrings in SQL. Every function that writes runs in its caller's transaction."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import (
    BadRequest,
    ChallengeRefused,
    KeyringBehind,
    NameTaken,
    NotFound,
    Quota,
    Revoked,
)
from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.storage.contract import (
    DeviceRow,
    KeyringChange,
    LoginRow,
    SessionRow,
    SpentChallenge,
    UsedInvitation,
)
from goldseam.storage.sqlite import invitations

LOGIN_ROW = "SELECT account, name_key, sealed_login FROM accounts WHERE name_key = ?"

LOGIN_OF = "SELECT account, name_key, sealed_login FROM accounts WHERE account = ?"

DEVICE_ROW = """
SELECT accounts.account, devices.device, devices.key, devices.renewed_at, devices.revoked
FROM accounts JOIN devices ON devices.account = accounts.id
WHERE accounts.account = ? AND devices.device = ?
"""

SESSION_ROW = """
SELECT sessions.token_hash, accounts.account, devices.device, devices.key, sessions.expires_at
FROM sessions JOIN devices ON devices.id = sessions.device JOIN accounts ON accounts.id = devices.account
WHERE sessions.token_hash = ?
"""

KEYRINGS = """
SELECT version, epoch, previous, keyrings.sealed, device, device_signature, login_type, login_signature
FROM accounts JOIN keyrings ON keyrings.account = accounts.id
WHERE accounts.account = ? AND version > ? ORDER BY version
"""

NEWEST_KEYRING = KEYRINGS + "DESC LIMIT 1"

WRAPS = """
SELECT vault, epoch, wraps.sealed FROM accounts JOIN wraps ON wraps.account = accounts.id
WHERE accounts.account = ? ORDER BY vault, epoch
"""

END_SESSION = "DELETE FROM sessions WHERE token_hash = ?"

_ADD_KEYRING = """
INSERT INTO keyrings
    (account, version, epoch, previous, sealed, device, device_signature, login_type, login_signature)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_ADD_DEVICE = (
    "INSERT INTO devices (account, device, key, renewed_at, revoked) VALUES (?, ?, ?, ?, ?)"
)


async def register(
    connection: Connection,
    spent: SpentChallenge,
    login: LoginRow,
    keyring: Keyring,
    wraps: Sequence[Wrap],
    device: DeviceRow,
    session: SessionRow,
    used: UsedInvitation | None,
) -> None:
    """As `Storage.register`."""
    await _spend(connection, spent)
    if used is not None:
        await invitations.use(connection, used)
    if await connection.execute_fetchall(LOGIN_ROW, (login.name_key,)):
        raise NameTaken
    if await _account_id(connection, login.account) is not None:
        raise BadRequest("The account id is in use.")
    account = await _insert(
        connection,
        "INSERT INTO accounts (account, name_key, sealed_login) VALUES (?, ?, ?)",
        (login.account, login.name_key, login.sealed),
    )
    await _replace_wraps(connection, account, wraps)
    await _add_keyring(connection, account, keyring)
    row = (account, device.device, device.key, device.renewed_at, device.revoked)
    await _add_session(connection, await _insert(connection, _ADD_DEVICE, row), session)


async def open_session(
    connection: Connection, spent: SpentChallenge, device: DeviceRow, session: SessionRow
) -> None:
    """As `Storage.open_session`."""
    await _spend(connection, spent)
    account = await _known_account_id(connection, device.account)
    id_ = await _renew_device(connection, account, device)
    await connection.execute_fetchall("DELETE FROM sessions WHERE device = ?", (id_,))
    await _add_session(connection, id_, session)


async def put_keyring(
    connection: Connection, spent: SpentChallenge, account: bytes, change: KeyringChange
) -> int:
    """As `Storage.put_keyring`."""
    await _spend(connection, spent)
    id_ = await _known_account_id(connection, account)
    version = change.keyring.version
    stored = await connection.execute_fetchall(KEYRINGS, (account, version - 1))
    if any(to_keyring(row) == change.keyring for row in stored):
        return version
    newest = await connection.execute_fetchall(NEWEST_KEYRING, (account, 0))
    if [row[0] + 1 for row in newest] != [version]:
        raise KeyringBehind
    if change.login is not None:
        await _change_login(connection, id_, change.login)
    if change.wraps is not None:
        await _replace_wraps(connection, id_, change.wraps)
    await _add_keyring(connection, id_, change.keyring)
    return version


async def forget_expired(connection: Connection, now: int) -> None:
    """As `Storage.forget_expired`."""
    await connection.execute_fetchall("DELETE FROM spent_challenges WHERE expires_at < ?", (now,))
    await connection.execute_fetchall("DELETE FROM sessions WHERE expires_at < ?", (now,))
    await invitations.forget_expired(connection, now)


def to_device(row: Sequence[Any]) -> DeviceRow:
    """A row of `DEVICE_ROW` as a value."""
    account, device, key, renewed_at, revoked = row
    return DeviceRow(account, device, key, renewed_at, bool(revoked))


def to_keyring(row: Sequence[Any]) -> Keyring:
    """A row of `KEYRINGS` as a value."""
    version, epoch, previous, sealed, device, device_signature, login_type, login_signature = row
    return Keyring(
        version, epoch, previous, sealed, device, device_signature, login_type, login_signature
    )


async def _spend(connection: Connection, spent: SpentChallenge) -> None:
    try:
        await _insert(
            connection,
            "INSERT INTO spent_challenges (challenge_hash, expires_at) VALUES (?, ?)",
            (spent.challenge_hash, spent.expires_at),
        )
    except sqlite3.IntegrityError as error:
        raise ChallengeRefused from error


async def _renew_device(connection: Connection, account: int, device: DeviceRow) -> int:
    """The row id of the device, refreshed or new."""
    query = "SELECT id, key, revoked FROM devices WHERE account = ? AND device = ?"
    for id_, key, revoked in await connection.execute_fetchall(query, (account, device.device)):
        if revoked:
            raise Revoked
        if key != device.key:
            raise BadRequest("The device is known under another key.")
        renew = "UPDATE devices SET renewed_at = ? WHERE id = ?"
        await connection.execute_fetchall(renew, (device.renewed_at, id_))
        return int(id_)
    count = "SELECT count(*) FROM devices WHERE account = ?"
    if (await _one(connection, count, (account,)))[0] >= MAX_DEVICES:
        raise Quota("The account has all the devices it can have.")
    row = (account, device.device, device.key, device.renewed_at, False)
    return await _insert(connection, _ADD_DEVICE, row)


async def _add_session(connection: Connection, device: int, session: SessionRow) -> None:
    await _insert(
        connection,
        "INSERT INTO sessions (token_hash, device, expires_at) VALUES (?, ?, ?)",
        (session.token_hash, device, session.expires_at),
    )


async def _change_login(connection: Connection, account: int, login: LoginRow) -> None:
    change = "UPDATE accounts SET name_key = ?, sealed_login = ? WHERE id = ?"
    try:
        await connection.execute_fetchall(change, (login.name_key, login.sealed, account))
    except sqlite3.IntegrityError as error:
        raise NameTaken from error


async def _replace_wraps(connection: Connection, account: int, wraps: Sequence[Wrap]) -> None:
    """The whole new set of wraps; a vault that is new is made, one of another account is `BadRequest`."""
    for vault in sorted({wrap.vault for wrap in wraps}):
        await _claim_vault(connection, account, vault)
    await connection.execute_fetchall("DELETE FROM wraps WHERE account = ?", (account,))
    await connection.executemany(
        "INSERT OR REPLACE INTO wraps (account, vault, epoch, sealed) VALUES (?, ?, ?, ?)",
        [(account, wrap.vault, wrap.epoch, wrap.sealed) for wrap in wraps],
    )


async def _claim_vault(connection: Connection, account: int, vault: bytes) -> None:
    query = "SELECT account FROM vaults WHERE vault = ?"
    holders = [row[0] for row in await connection.execute_fetchall(query, (vault,))]
    if not holders:
        add = "INSERT INTO vaults (vault, account) VALUES (?, ?)"
        await _insert(connection, add, (vault, account))
    elif holders != [account]:
        raise BadRequest("A vault id is in use.")


async def _add_keyring(connection: Connection, account: int, keyring: Keyring) -> None:
    row = (
        account,
        keyring.version,
        keyring.epoch,
        keyring.previous,
        keyring.sealed,
        keyring.device,
        keyring.device_signature,
        keyring.login_type,
        keyring.login_signature,
    )
    await _insert(connection, _ADD_KEYRING, row)


async def _account_id(connection: Connection, account: bytes) -> int | None:
    query = "SELECT id FROM accounts WHERE account = ?"
    rows = [row[0] for row in await connection.execute_fetchall(query, (account,))]
    return rows[0] if rows else None


async def _known_account_id(connection: Connection, account: bytes) -> int:
    id_ = await _account_id(connection, account)
    if id_ is None:
        raise NotFound
    return id_


async def _insert(connection: Connection, statement: str, row: Sequence[object]) -> int:
    """Insert one row; its row id."""
    inserted = await connection.execute_insert(statement, row)
    if inserted is None:
        raise sqlite3.DatabaseError("an inserted row has no id")
    return int(inserted[0])


async def _one(connection: Connection, query: str, values: Sequence[object]) -> Sequence[Any]:
    rows = await connection.execute_fetchall(query, values)
    return next(tuple(row) for row in rows)
