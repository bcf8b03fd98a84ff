"""Where a page of a pull or of a history begins and ends (docs/protocol.md, Pulling and verifying, History)."""

from collections.abc import Iterable
from typing import TypeVar

from goldseam.protocol.encoding import ID_BYTES
from goldseam.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor, Head, History, Page, PastRevision, StoredRevision

FIRST_RECORD = b""  # sorts before every record id
NO_RECORD = bytes(ID_BYTES)

R = TypeVar("R", StoredRevision, PastRevision)


def beyond(since: int, start: Cursor) -> tuple[int, bytes]:
    """The (sequence, record) beyond which the revisions of a page begin; never at or before `since`."""
    return max((since + 1, FIRST_RECORD), (start.sequence, start.record))


def start_of(since: int, cursor: Cursor | None) -> Cursor:
    """The cursor that a page is asked for with; that of the first page is at `since`, and none is before it."""
    if cursor is None:
        return Cursor(since, NO_RECORD, since)
    place = max((since, NO_RECORD), (cursor.sequence, cursor.record))
    return Cursor(*place, max(since, cursor.commits))


def page_of(
    start: Cursor,
    revisions: list[StoredRevision],
    digests: list[bytes],
    head: Head | None,
    *,
    has_more: bool,
) -> Page:
    """The page of what comes next beyond `start`; `has_more` where not all the revisions fit into it."""
    commits, sequence = start.commits + len(digests), head.sequence if head else 0
    joined = b"".join(digests)
    if not has_more and commits >= sequence:
        return Page(revisions, None, sequence, head, joined)
    last = revisions[-1] if revisions else start
    return Page(revisions, Cursor(last.sequence, last.record, commits), commits=joined)


def fill_page(coming: Iterable[R]) -> tuple[list[R], bool]:
    """The revisions that fit in one page, at least one, and whether there are more; takes at most one beyond them."""
    taken: list[R] = []
    size_bytes = 0
    for revision in coming:
        size_bytes += len(revision.sealed)
        if taken and (size_bytes > MAX_PAGE_BYTES or len(taken) == MAX_PAGE_REVISIONS):
            return taken, True
        taken.append(revision)
    return taken, False


def history_page(revisions: list[PastRevision], has_more: bool) -> History:
    """The page of these revisions, newest first; the next one begins below the last of them."""
    return History(revisions, revisions[-1].number if has_more else None)
