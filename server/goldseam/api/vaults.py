"""Commits, pulls and history of a vault (docs/protocol.md, Commits, Pulling and verifying)."""

from functools import partial

from litestar import Response, get, put
from litestar.params import FromPath, FromQuery

from goldseam import sync
from goldseam.api.bodies import answer, read_body
from goldseam.api.deps import (
    Call,
    PartsDep,
    SessionDep,
    bytes_from_text,
    id_from_text,
    number_from_text,
)
from goldseam.api.operations import operation
from goldseam.errors import BadRequest
from goldseam.protocol.commits import CommitAnswer, CommitBody
from goldseam.protocol.encoding import HASH_BYTES
from goldseam.protocol.limits import MAX_COMMIT_BYTES
from goldseam.protocol.revisions import Cursor, History, Page


@put(
    "/v1/vaults/{vault:str}/commits/{base:str}/{commit:str}",
    opt=operation(
        "Commit revisions upon a base",
        CommitBody,
        CommitAnswer,
        (
            "session_stale",
            "not_found",
            "behind",
            "bad_signature",
            "epoch_stale",
            "blob_missing",
            "number_stale",
        ),
    ),
)
async def commit(
    request: Call,
    parts: PartsDep,
    session: SessionDep,
    vault: FromPath[str],
    base: FromPath[str],
    commit: FromPath[str],
) -> Response[bytes]:
    vault_id, number = id_from_text(vault), number_from_text(base)
    digest = bytes_from_text(commit, HASH_BYTES)
    sequence = await sync.find_base(parts.storage, session, vault_id, number, digest)
    if sequence is None:
        body = await read_body(request, CommitBody, MAX_COMMIT_BYTES)
        poke = partial(parts.hub.tell, session.account)
        sequence = await sync.take_commit(
            parts.storage, poke, session, vault_id, number, digest, body, parts.clock()
        )
    return answer(request, CommitAnswer(sequence))


@get(
    "/v1/vaults/{vault:str}/revisions",
    opt=operation(
        "One page of what changed after a sequence",
        None,
        Page,
        ("session_stale", "not_found"),
        query=("since", "sequence", "record", "commits"),
    ),
)
async def pull(
    request: Call,
    parts: PartsDep,
    session: SessionDep,
    vault: FromPath[str],
    since: FromQuery[str],
    sequence: FromQuery[str | None] = None,
    record: FromQuery[str | None] = None,
    commits: FromQuery[str | None] = None,
) -> Response[bytes]:
    after, cursor = number_from_text(since), _cursor(sequence, record, commits)
    page = await sync.pull_page(parts.storage, session, id_from_text(vault), after, cursor)
    return answer(request, page)


@get(
    "/v1/vaults/{vault:str}/records/{record:str}/revisions",
    opt=operation(
        "One page of the kept earlier revisions of a record",
        None,
        History,
        ("session_stale", "not_found"),
        query=("before",),
    ),
)
async def history(
    request: Call,
    parts: PartsDep,
    session: SessionDep,
    vault: FromPath[str],
    record: FromPath[str],
    before: FromQuery[str | None] = None,
) -> Response[bytes]:
    vault_id, record_id = id_from_text(vault), id_from_text(record)
    below = None if before is None else number_from_text(before)
    page = await sync.history_page(parts.storage, session, vault_id, record_id, below)
    return answer(request, page)


def _cursor(sequence: str | None, record: str | None, commits: str | None) -> Cursor | None:
    """The first page is asked for without one."""
    if sequence is None and record is None and commits is None:
        return None
    if sequence is None or record is None or commits is None:
        raise BadRequest("A cursor has a sequence, a record and a number of commits.")
    return Cursor(number_from_text(sequence), id_from_text(record), number_from_text(commits))
