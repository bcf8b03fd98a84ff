"""Keyrings, wraps and new keys in SQL. Every function that writes runs in its caller's transaction."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import BadRequest, KeyringBehind, NameTaken
from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.epochs import VaultEpoch
from goldseam.storage.contract import KeyringChange, LoginRow, SpentChallenge
from goldseam.storage.epochs import check_epochs
from goldseam.storage.sqlite import devices
from goldseam.storage.sqlite.rows import insert, known_account_id, spend
from goldseam.storage.sqlite.traces import note_traces

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

_ADD = """
INSERT INTO keyrings
    (account, version, epoch, previous, sealed, device, device_signature, login_type, login_signature)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_EPOCHS = "SELECT vault, sequence, minimum_epoch FROM vaults WHERE account = ?"

_RAISE = "UPDATE vaults SET minimum_epoch = ? WHERE vault = ?"


async def put_keyring(
    connection: Connection, spent: SpentChallenge, account: bytes, change: KeyringChange
) -> int:
    """As `Storage.put_keyring`."""
    await spend(connection, spent)
    id_ = await known_account_id(connection, account)
    if not await _is_repeated(connection, account, change.keyring):
        await _change(connection, id_, account, change)
    return change.keyring.version


async def put_epoch(
    connection: Connection,
    spent: SpentChallenge,
    account: bytes,
    change: KeyringChange,
    vaults: Sequence[VaultEpoch],
) -> int:
    """As `Storage.put_epoch`."""
    await spend(connection, spent)
    id_ = await known_account_id(connection, account)
    if not await _is_repeated(connection, account, change.keyring):
        await _change(connection, id_, account, change)
        await _raise_epochs(connection, id_, vaults)
        await devices.sign_out_others(connection, id_, change.keyring.device)
    return change.keyring.version


async def add_keyring(connection: Connection, account: int, keyring: Keyring) -> None:
    """Keep one version."""
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
    await insert(connection, _ADD, row)


async def replace_wraps(connection: Connection, account: int, wraps: Sequence[Wrap]) -> None:
    """The whole new set of wraps; a vault that is new is made, one of another account is `BadRequest`."""
    for vault in sorted({wrap.vault for wrap in wraps}):
        await _claim_vault(connection, account, vault)
    await connection.execute_fetchall("DELETE FROM wraps WHERE account = ?", (account,))
    await connection.executemany(
        "INSERT OR REPLACE INTO wraps (account, vault, epoch, sealed) VALUES (?, ?, ?, ?)",
        [(account, wrap.vault, wrap.epoch, wrap.sealed) for wrap in wraps],
    )


def to_keyring(row: Sequence[Any]) -> Keyring:
    """A row of `KEYRINGS` as a value."""
    version, epoch, previous, sealed, device, device_signature, login_type, login_signature = row
    return Keyring(
        version, epoch, previous, sealed, device, device_signature, login_type, login_signature
    )


async def _is_repeated(connection: Connection, account: bytes, keyring: Keyring) -> bool:
    stored = await connection.execute_fetchall(KEYRINGS, (account, keyring.version - 1))
    return any(to_keyring(row) == keyring for row in stored)


async def _change(connection: Connection, id_: int, account: bytes, change: KeyringChange) -> None:
    newest = await connection.execute_fetchall(NEWEST_KEYRING, (account, 0))
    if [row[0] + 1 for row in newest] != [change.keyring.version]:
        raise KeyringBehind
    if change.login is not None:
        await _change_login(connection, id_, change.login)
    if change.wraps is not None:
        await replace_wraps(connection, id_, change.wraps)
    if change.login is not None or change.wraps is not None:
        await note_traces(connection)
    await devices.remove(connection, id_, change.revoke)
    if change.admit is not None:
        await devices.admit(connection, id_, change.admit)
    await add_keyring(connection, id_, change.keyring)


async def _raise_epochs(connection: Connection, account: int, vaults: Sequence[VaultEpoch]) -> None:
    rows = await connection.execute_fetchall(_EPOCHS, (account,))
    check_epochs({vault: (sequence, epoch) for vault, sequence, epoch in rows}, vaults)
    await connection.executemany(_RAISE, [(raised.epoch, raised.vault) for raised in vaults])


async def _change_login(connection: Connection, account: int, login: LoginRow) -> None:
    change = "UPDATE accounts SET name_key = ?, sealed_login = ? WHERE id = ?"
    try:
        await connection.execute_fetchall(change, (login.name_key, login.sealed, account))
    except sqlite3.IntegrityError as error:
        raise NameTaken from error


async def _claim_vault(connection: Connection, account: int, vault: bytes) -> None:
    query = "SELECT account FROM vaults WHERE vault = ?"
    holders = [row[0] for row in await connection.execute_fetchall(query, (vault,))]
    if not holders:
        add = "INSERT INTO vaults (vault, account) VALUES (?, ?)"
        await insert(connection, add, (vault, account))
    elif holders != [account]:
        raise BadRequest("A vault id is in use.")
