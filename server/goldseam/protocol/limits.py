"""The limits of docs/protocol.md, as constants and as the answer of `GET /v1/limits`."""

from typing import Literal, TypeAlias

import msgspec

MAX_COMMIT_BYTES = 262_144
MAX_COMMIT_REVISIONS = 128
MAX_REVISION_BYTES = 229_376
MAX_PAGE_REVISIONS = 512
MAX_PAGE_BYTES = 4_194_304
MAX_PAGE_COMMITS = 16_384
MAX_NAME_BYTES = 256
MAX_NAME_CODE_POINTS = 64
MAX_PASSPHRASE_BYTES = 1024
MAX_KEYRING_BYTES = 65_536
MAX_SLOTS = 32
MAX_VAULTS = 64
MAX_WRAPS = 1024
MAX_DEVICES = 64
CHALLENGE_SECONDS = 120
SESSION_SECONDS = 900
RENEWAL_DAYS = 30
CLOSING_DAYS = 365
POKE_SECONDS = 25
PAIRING_SECONDS = 120
MAX_PAIRINGS = 1024
MAX_PAIRING_BYTES = 16_777_216
ADDRESS_POINTS = 600
ADDRESS_POINTS_PER_MINUTE = 30
NAME_POINTS = 1200
NAME_POINTS_PER_MINUTE = 60
DEVICE_POINTS = 600
DEVICE_POINTS_PER_MINUTE = 30
FAILED_PROOF_POINTS = 10
PROOF_POINTS = 1
ADDRESS_CHALLENGES = 1200
ADDRESS_CHALLENGES_PER_MINUTE = 1200
ADDRESS_SIGNUPS = 60
ADDRESS_SIGNUPS_PER_DAY = 144
ALL_SIGNUPS = 300
ALL_SIGNUPS_PER_DAY = 1440
MAX_INTEGER = 2**53 - 1

Admission: TypeAlias = Literal["open", "invitation", "closed"]
"""Who may make an account: anybody, whoever has an invitation, nobody."""


class Limits(msgspec.Struct, frozen=True):
    """What the server accepts; the client splits its work by it."""

    accounts: Admission
    max_commit_bytes: int = MAX_COMMIT_BYTES
    max_commit_revisions: int = MAX_COMMIT_REVISIONS
    max_revision_bytes: int = MAX_REVISION_BYTES
    max_page_revisions: int = MAX_PAGE_REVISIONS
    max_page_bytes: int = MAX_PAGE_BYTES
    max_page_commits: int = MAX_PAGE_COMMITS
    max_name_bytes: int = MAX_NAME_BYTES
    max_passphrase_bytes: int = MAX_PASSPHRASE_BYTES
    max_keyring_bytes: int = MAX_KEYRING_BYTES
    max_slots: int = MAX_SLOTS
    max_vaults: int = MAX_VAULTS
    max_devices: int = MAX_DEVICES
    challenge_seconds: int = CHALLENGE_SECONDS
    session_seconds: int = SESSION_SECONDS
    renewal_days: int = RENEWAL_DAYS
    poke_seconds: int = POKE_SECONDS
    pairing_seconds: int = PAIRING_SECONDS
    max_pairings: int = MAX_PAIRINGS
    max_pairing_bytes: int = MAX_PAIRING_BYTES
    address_points: int = ADDRESS_POINTS
    address_points_per_minute: int = ADDRESS_POINTS_PER_MINUTE
    name_points: int = NAME_POINTS
    name_points_per_minute: int = NAME_POINTS_PER_MINUTE
    device_points: int = DEVICE_POINTS
    device_points_per_minute: int = DEVICE_POINTS_PER_MINUTE
    failed_proof_points: int = FAILED_PROOF_POINTS
    proof_points: int = PROOF_POINTS
    address_challenges: int = ADDRESS_CHALLENGES
    address_challenges_per_minute: int = ADDRESS_CHALLENGES_PER_MINUTE
    address_signups: int = ADDRESS_SIGNUPS
    address_signups_per_day: int = ADDRESS_SIGNUPS_PER_DAY
    all_signups: int = ALL_SIGNUPS
    all_signups_per_day: int = ALL_SIGNUPS_PER_DAY
