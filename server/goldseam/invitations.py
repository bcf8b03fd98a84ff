"""Invitations, as the person who runs the server gives them out (docs/protocol.md, Login)."""

import secrets

from goldseam.doorkeeper import invitation_hash
from goldseam.protocol.invitation import canonical_invitation, draw_invitation
from goldseam.storage.contract import InvitationRow, Storage


async def invite(storage: Storage, count: int, expires_at: int) -> list[str]:
    """New invitations that end at a time (UTC seconds): their canonical codes, which nobody can read again."""
    codes = [draw_invitation(secrets.token_bytes) for _ in range(count)]
    await storage.add_invitations(
        [InvitationRow(invitation_hash(code), expires_at) for code in codes]
    )
    return codes


async def withdraw(storage: Storage, typed: str) -> bool:
    """Make a code worthless; whether it was worth something."""
    code = canonical_invitation(typed)
    return code is not None and await storage.withdraw_invitation(invitation_hash(code))
