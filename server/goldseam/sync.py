"""Taking commits and giving pages: the use cases of a vault (docs/protocol.md, Commits, Pulling and verifying).

No HTTP and no SQL. A commit comes in two calls, because the specification tests its base before the body is read:
`find_base` answers steps 1 to 3, `take_commit` steps 4 and 5.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from goldseam.doorkeeper import verify_signature
from goldseam.errors import BadRequest, BadSignature, Behind, TooLarge
from goldseam.protocol.commits import CommitBody, commit_digest, signed_commit
from goldseam.protocol.limits import MAX_COMMIT_REVISIONS, MAX_REVISION_BYTES
from goldseam.protocol.revisions import Cursor, History, Page
from goldseam.storage.contract import NewCommit, SessionRow, Storage

Poke = Callable[[bytes, int], None]
"""Tells live devices that a vault stands at a new sequence; must not block or fail."""


async def find_base(
    storage: Storage, session: SessionRow, vault: bytes, base: int, digest: bytes
) -> int | None:
    """The sequence at which a known digest was first answered, or None: read the body and take the commit.

    Raises `NotFound` for a vault that the account does not hold, `Behind` with the sequence for another base.
    """
    standing = await storage.standing(session.account, vault, digest)
    if standing.answered is None and standing.sequence != base:
        raise Behind(sequence=standing.sequence)
    return standing.answered


async def take_commit(
    storage: Storage,
    poke: Poke,
    session: SessionRow,
    vault: bytes,
    base: int,
    digest: bytes,
    body: CommitBody,
    now: int,
) -> int:
    """Check the body, store the commit durably, poke; the sequence at which it stands. `now` in UTC seconds.

    Raises `TooLarge` (naming the record), `BadRequest`, `BadSignature`, and what `Storage.commit` raises.
    """
    check_sizes(body)
    check_lists(body)
    if commit_digest(vault, base, session.device, body) != digest:
        raise BadRequest("The digest in the address is not that of this body.")
    if not verify_signature(session.device_key, signed_commit(digest, body.tag), body.signature):
        raise BadSignature
    commit = NewCommit(vault, base, session.device, digest, body, now, session.account)
    sequence = await storage.commit(commit)
    poke(vault, sequence)
    return sequence


def check_sizes(body: CommitBody) -> None:
    """Raises `TooLarge`, with the record if a single revision is the reason."""
    for revision in body.revisions:
        if len(revision.sealed) > MAX_REVISION_BYTES:
            raise TooLarge(record=revision.record)
    if len(body.revisions) > MAX_COMMIT_REVISIONS:
        raise TooLarge("The commit has too many revisions.")


def check_lists(body: CommitBody) -> None:
    """Every list sorted by its bytes and without repetition, hence one revision a record; else `BadRequest`."""
    records = [revision.record for revision in body.revisions]
    for members in (records, body.erase, body.blobs, body.drop):
        if not _is_ascending(members):
            raise BadRequest("A list is not sorted or has a member twice.")


async def pull_page(
    storage: Storage, session: SessionRow, vault: bytes, since: int, cursor: Cursor | None
) -> Page:
    """One page of what changed after sequence `since`, beyond `cursor`; `NotFound` as in `find_base`."""
    await storage.sequence(session.account, vault)
    return await storage.page(vault, since, cursor)


async def history_page(
    storage: Storage, session: SessionRow, vault: bytes, record: bytes, before: int | None
) -> History:
    """One page of a record's earlier revisions below number `before`; `NotFound` as in `find_base`."""
    await storage.sequence(session.account, vault)
    return await storage.history(vault, record, before)


def _is_ascending(members: Sequence[bytes]) -> bool:
    return all(left < right for left, right in pairwise(members))
