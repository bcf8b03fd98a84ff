"""Single rows: inserted ones, and the one of an account or a challenge."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from aiosqlite import Connection

from goldseam.errors import ChallengeRefused, NotFound
from goldseam.storage.contract import SpentChallenge

_SPEND = "INSERT INTO spent_challenges (challenge_hash, expires_at) VALUES (?, ?)"


async def spend(connection: Connection, spent: SpentChallenge) -> None:
    """As `Storage.spend`."""
    try:
        await insert(connection, _SPEND, (spent.challenge_hash, spent.expires_at))
    except sqlite3.IntegrityError as error:
        raise ChallengeRefused from error


async def account_id(connection: Connection, account: bytes) -> int | None:
    """The row id of an account, or None."""
    query = "SELECT id FROM accounts WHERE account = ?"
    rows = [row[0] for row in await connection.execute_fetchall(query, (account,))]
    return rows[0] if rows else None


async def known_account_id(connection: Connection, account: bytes) -> int:
    """The row id of an account; raises `NotFound`."""
    id_ = await account_id(connection, account)
    if id_ is None:
        raise NotFound
    return id_


async def insert(connection: Connection, statement: str, row: Sequence[object]) -> int:
    """Insert one row; its row id."""
    inserted = await connection.execute_insert(statement, row)
    if inserted is None:
        raise sqlite3.DatabaseError("an inserted row has no id")
    return int(inserted[0])


async def one(connection: Connection, query: str, values: Sequence[object]) -> Sequence[Any]:
    """The one row of a query that has one."""
    rows = await connection.execute_fetchall(query, values)
    return next(tuple(row) for row in rows)
