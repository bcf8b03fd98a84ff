"""Where a page of a pull begins and ends (docs/protocol.md, Pulling and verifying)."""

from collections.abc import Sequence

from goldseam.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor

FIRST_RECORD = b""  # sorts before every record id


def beyond(since: int, cursor: Cursor | None) -> tuple[int, bytes]:
    """The (sequence, record) beyond which a page begins; never at or before `since`."""
    start = (since + 1, FIRST_RECORD)
    return start if cursor is None else max(start, (cursor.sequence, cursor.record))


def page_length(sealed_sizes: Sequence[int]) -> int:
    """How many of the revisions that come next fit in one page, at least one; sizes in bytes."""
    total = 0
    for index, size in enumerate(sealed_sizes[:MAX_PAGE_REVISIONS]):
        total += size
        if total > MAX_PAGE_BYTES and index > 0:
            return index
    return min(len(sealed_sizes), MAX_PAGE_REVISIONS)
