"""The limits of docs/protocol.md, as constants and as the answer of `GET /v1/limits`."""

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
MAX_DEVICES = 64
CHALLENGE_SECONDS = 120
SESSION_SECONDS = 900
RENEWAL_DAYS = 30
POKE_SECONDS = 25
MAX_INTEGER = 2**53 - 1


class Limits(msgspec.Struct, frozen=True):
    """What the server accepts; the client splits its work by it."""

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
