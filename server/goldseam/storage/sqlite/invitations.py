"""Invitations in SQL. Every function runs in its caller's transaction."""

from collections.abc import Sequence

from aiosqlite import Connection

from goldseam.errors import InvitationRefused
from goldseam.storage.contract import InvitationRow, UsedInvitation

OPEN = "SELECT expires_at FROM invitations WHERE expires_at > ? ORDER BY expires_at"

_USE = "DELETE FROM invitations WHERE code_hash = ? AND expires_at > ? RETURNING id"


async def add(connection: Connection, invitations: Sequence[InvitationRow]) -> None:
    """As `Storage.add_invitations`."""
    await connection.executemany(
        "INSERT INTO invitations (code_hash, expires_at) VALUES (?, ?)",
        [(row.code_hash, row.expires_at) for row in invitations],
    )


async def use(connection: Connection, used: UsedInvitation) -> None:
    """Raises `InvitationRefused` where there is none to use."""
    if not list(await connection.execute_fetchall(_USE, (used.code_hash, used.now))):
        raise InvitationRefused


async def withdraw(connection: Connection, code_hash: bytes) -> bool:
    """As `Storage.withdraw_invitation`."""
    gone = "DELETE FROM invitations WHERE code_hash = ? RETURNING id"
    return bool(list(await connection.execute_fetchall(gone, (code_hash,))))


async def withdraw_all(connection: Connection) -> int:
    """As `Storage.withdraw_invitations`."""
    return len(list(await connection.execute_fetchall("DELETE FROM invitations RETURNING id")))


async def forget_expired(connection: Connection, now: int) -> None:
    """Drop those that are over."""
    await connection.execute_fetchall("DELETE FROM invitations WHERE expires_at <= ?", (now,))
