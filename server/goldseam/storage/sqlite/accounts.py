"""Accounts in SQL, from their first row to their last. Every function that writes runs in its caller's transaction."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import BadRequest, NameTaken, NotFound
from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.closing import Statement
from goldseam.storage.contract import (
    ClosingRow,
    DeviceRow,
    HeldVault,
    Holdings,
    LoginRow,
    SessionRow,
    SpentChallenge,
    UsedInvitation,
)
from goldseam.storage.sqlite import devices, invitations, keyrings
from goldseam.storage.sqlite.rows import account_id, insert, known_account_id, spend
from goldseam.storage.sqlite.traces import note_traces

LOGIN_ROW = "SELECT account, name_key, sealed_login FROM accounts WHERE name_key = ?"

LOGIN_OF = "SELECT account, name_key, sealed_login FROM accounts WHERE account = ?"

CLOSING = "SELECT account, device, stated_on, signature, expires_at FROM closings WHERE account = ?"

_CLOSE = """
INSERT INTO closings (account, device, stated_on, signature, expires_at) VALUES (?, ?, ?, ?, ?)
"""

# What refers to a row goes before it.
_EVERYTHING = (
    "DELETE FROM revisions WHERE vault IN (SELECT id FROM vaults WHERE account = ?)",
    "DELETE FROM history WHERE vault IN (SELECT id FROM vaults WHERE account = ?)",
    "DELETE FROM digests WHERE vault IN (SELECT id FROM vaults WHERE account = ?)",
    "DELETE FROM vaults WHERE account = ?",
    "DELETE FROM wraps WHERE account = ?",
    "DELETE FROM keyrings WHERE account = ?",
    "DELETE FROM sessions WHERE device IN (SELECT id FROM devices WHERE account = ?)",
    "DELETE FROM devices WHERE account = ?",
    "DELETE FROM accounts WHERE id = ?",
)

_HELD_VAULTS = """
SELECT vaults.vault, vaults.sequence, vaults.minimum_epoch,
    (SELECT count(*) FROM revisions WHERE revisions.vault = vaults.id),
    (SELECT coalesce(sum(length(sealed)), 0) FROM revisions WHERE revisions.vault = vaults.id),
    (SELECT count(*) FROM history WHERE history.vault = vaults.id),
    (SELECT coalesce(sum(length(sealed)), 0) FROM history WHERE history.vault = vaults.id)
FROM accounts JOIN vaults ON vaults.account = accounts.id
WHERE accounts.account = ? ORDER BY vaults.vault
"""


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
    await spend(connection, spent)
    if used is not None:
        await invitations.use(connection, used)
    if await connection.execute_fetchall(LOGIN_ROW, (login.name_key,)):
        raise NameTaken
    await _check_unused(connection, login.account)
    account = await insert(
        connection,
        "INSERT INTO accounts (account, name_key, sealed_login) VALUES (?, ?, ?)",
        (login.account, login.name_key, login.sealed),
    )
    await keyrings.replace_wraps(connection, account, wraps)
    await keyrings.add_keyring(connection, account, keyring)
    id_ = await devices.add(connection, account, device)
    await devices.add_session(connection, id_, session)


def read_holdings(connection: sqlite3.Connection, account: bytes) -> Holdings:
    """As `Storage.holdings`; the caller's transaction makes it one snapshot."""
    login = connection.execute(LOGIN_OF, (account,)).fetchone()
    if login is None:
        raise NotFound
    versions = connection.execute(keyrings.KEYRINGS, (account, 0))
    return Holdings(
        login=LoginRow(*login),
        wraps=[Wrap(*row) for row in connection.execute(keyrings.WRAPS, (account,))],
        keyrings=[keyrings.to_keyring(row) for row in versions],
        devices=[devices.to_device(row) for row in connection.execute(devices.DEVICES, (account,))],
        vaults=[HeldVault(*row) for row in connection.execute(_HELD_VAULTS, (account,))],
    )


async def close_account(connection: Connection, spent: SpentChallenge, closing: ClosingRow) -> None:
    """As `Storage.close_account`."""
    await spend(connection, spent)
    stated = closing.statement
    id_ = await known_account_id(connection, stated.account)
    for statement in _EVERYTHING:
        await connection.execute_fetchall(statement, (id_,))
    row = (stated.account, stated.device, stated.on, stated.signature, closing.expires_at)
    await insert(connection, _CLOSE, row)
    await note_traces(connection)


async def forget_expired(connection: Connection, now: int) -> None:
    """As `Storage.forget_expired`."""
    await connection.execute_fetchall("DELETE FROM spent_challenges WHERE expires_at < ?", (now,))
    await connection.execute_fetchall("DELETE FROM sessions WHERE expires_at < ?", (now,))
    await connection.execute_fetchall("DELETE FROM closings WHERE expires_at <= ?", (now,))
    await invitations.forget_expired(connection, now)


def to_closing(row: Sequence[Any]) -> ClosingRow:
    """A row of `CLOSING` as a value."""
    account, device, on, signature, expires_at = row
    return ClosingRow(Statement(account, device, on, signature), expires_at)


async def _check_unused(connection: Connection, account: bytes) -> None:
    """Raises `BadRequest` for the id of an account that is there or was closed: its statement is not to be replaced."""
    is_closed = list(await connection.execute_fetchall(CLOSING, (account,)))
    if is_closed or await account_id(connection, account) is not None:
        raise BadRequest("The account id is in use.")
