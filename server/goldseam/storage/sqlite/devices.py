"""Devices and their sessions in SQL. Every function that writes runs in its caller's transaction."""

from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import BadRequest, NotFound, Quota, Revoked, SignInAgain, Unavailable
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.storage.contract import DeviceRow, LoginRow, SessionRow, SpentChallenge
from goldseam.storage.sqlite.rows import insert, known_account_id, one, spend

DEVICES = """
SELECT accounts.account, device, key, renewed_at, revoked, added_at, signed_out
FROM accounts JOIN devices ON devices.account = accounts.id
WHERE accounts.account = ? ORDER BY devices.id
"""

DEVICE_ROW = """
SELECT accounts.account, device, key, renewed_at, revoked, added_at, signed_out
FROM accounts JOIN devices ON devices.account = accounts.id
WHERE accounts.account = ? AND devices.device = ?
"""

SESSION_ROW = """
SELECT sessions.token_hash, accounts.account, devices.device, devices.key, sessions.expires_at
FROM sessions JOIN devices ON devices.id = sessions.device JOIN accounts ON accounts.id = devices.account
WHERE sessions.token_hash = ?
"""

END_SESSION = "DELETE FROM sessions WHERE token_hash = ?"

_ADD = """
INSERT INTO devices (account, device, key, renewed_at, revoked, added_at, signed_out) VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_RENEW = "UPDATE devices SET renewed_at = ?, signed_out = 0 WHERE id = ?"

_KNOWN = "SELECT id, key, revoked, signed_out FROM devices WHERE account = ? AND device = ?"

_COUNT = "SELECT count(*) FROM devices WHERE account = ? AND NOT revoked"

_REVOKE = "UPDATE devices SET revoked = 1 WHERE account = ? AND device = ? RETURNING id"

_SIGN_OUT = """
UPDATE devices SET signed_out = (device != ?) WHERE account = ? RETURNING id, signed_out
"""


async def open_session(
    connection: Connection,
    spent: SpentChallenge,
    login: LoginRow,
    device: DeviceRow,
    session: SessionRow,
    most: int,
) -> None:
    """As `Storage.open_session`."""
    await spend(connection, spent)
    account = await known_account_id(connection, device.account)
    held = "SELECT name_key, sealed_login FROM accounts WHERE id = ?"
    if tuple(await one(connection, held, (account,))) != (login.name_key, login.sealed):
        raise Unavailable("The login changes at this moment.")
    await _replace_session(connection, await renew(connection, account, device, most), session)


async def renew_session(
    connection: Connection, spent: SpentChallenge, device: DeviceRow, session: SessionRow
) -> None:
    """As `Storage.renew_session`."""
    await spend(connection, spent)
    account = await known_account_id(connection, device.account)
    known = await connection.execute_fetchall(_KNOWN, (account, device.device))
    found = [(bool(revoked), bool(out)) for _, key, revoked, out in known if key == device.key]
    if not found:
        raise NotFound
    if found == [(False, True)]:
        raise SignInAgain
    await _replace_session(connection, await renew(connection, account, device), session)


async def add(connection: Connection, account: int, device: DeviceRow) -> int:
    """The row id of a new device."""
    row = (
        account,
        device.device,
        device.key,
        device.renewed_at,
        device.revoked,
        device.added_at,
        device.signed_out,
    )
    return await insert(connection, _ADD, row)


async def renew(
    connection: Connection, account: int, device: DeviceRow, most: int = MAX_DEVICES
) -> int:
    """The row id of the device, refreshed or new; raises `Revoked`, `BadRequest` (another key), `Quota`."""
    for id_, key, revoked, _ in await connection.execute_fetchall(_KNOWN, (account, device.device)):
        if revoked:
            raise Revoked
        if key != device.key:
            raise BadRequest("The device is known under another key.")
        await connection.execute_fetchall(_RENEW, (device.renewed_at, id_))
        return int(id_)
    if (await one(connection, _COUNT, (account,)))[0] >= most:
        raise Quota("The account has all the devices it can have.")
    return await add(connection, account, device)


async def admit(connection: Connection, account: int, device: DeviceRow) -> None:
    """Add a device that another one names; raises as `renew` does, but `BadRequest` for one that was removed."""
    try:
        await renew(connection, account, device)
    except Revoked as error:
        raise BadRequest("A device that was removed is not admitted again.") from error


async def remove(connection: Connection, account: int, devices: Sequence[bytes]) -> None:
    """Revoke devices and end their sessions; raises `BadRequest` for one that is not the account's."""
    for device in devices:
        ids = [row[0] for row in await connection.execute_fetchall(_REVOKE, (account, device))]
        if not ids:
            raise BadRequest("A device to remove is not one of the account.")
        await _end_sessions(connection, ids)


async def sign_out_others(connection: Connection, account: int, device: bytes) -> None:
    """End the sessions of all devices but one, which has proved itself; they have to sign in again."""
    rows = await connection.execute_fetchall(_SIGN_OUT, (device, account))
    await _end_sessions(connection, [id_ for id_, is_out in rows if is_out])


async def add_session(connection: Connection, device: int, session: SessionRow) -> None:
    """Keep a session of the device with this row id."""
    statement = "INSERT INTO sessions (token_hash, device, expires_at) VALUES (?, ?, ?)"
    await insert(connection, statement, (session.token_hash, device, session.expires_at))


def to_device(row: Sequence[Any]) -> DeviceRow:
    """A row of `DEVICES` or `DEVICE_ROW` as a value."""
    account, device, key, renewed_at, revoked, added_at, signed_out = row
    return DeviceRow(account, device, key, renewed_at, bool(revoked), added_at, bool(signed_out))


async def _replace_session(connection: Connection, device: int, session: SessionRow) -> None:
    await _end_sessions(connection, [device])
    await add_session(connection, device, session)


async def _end_sessions(connection: Connection, devices: Sequence[int]) -> None:
    await connection.executemany(
        "DELETE FROM sessions WHERE device = ?", [(id_,) for id_ in devices]
    )
