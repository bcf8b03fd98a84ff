"""A group of commits as a handful of statements (docs/protocol.md, Commits, step 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from goldseam.errors import WireError
from goldseam.protocol.commits import NO_COMMIT
from goldseam.storage.commits import Place, admit
from goldseam.storage.contract import NewCommit
from goldseam.storage.sqlite.traces import NOTE_TRACES

_CHUNK_ROWS = 512  # Rows of one VALUES clause; far below SQLite's limit of 32,766 parameters.

_PLACES = """
WITH asked (vault, digest) AS (VALUES {rows})
SELECT vaults.vault, vaults.id, accounts.account, vaults.sequence, vaults.minimum_epoch, vaults.digest,
    digests.sequence
FROM asked
CROSS JOIN vaults ON vaults.vault = asked.vault
CROSS JOIN accounts ON accounts.id = vaults.account
LEFT JOIN digests ON digests.vault = vaults.id AND digests.digest = asked.digest
"""

_NUMBERS = """
WITH asked (vault, record) AS (VALUES {rows})
SELECT revisions.vault, revisions.record, revisions.number
FROM asked
CROSS JOIN revisions ON revisions.vault = asked.vault AND revisions.record = asked.record
"""

_TO_HISTORY = """
INSERT INTO history (vault, sequence, number, epoch, stored_at, replaced_at, record, sealed)
SELECT vault, sequence, number, epoch, stored_at, ?, record, sealed FROM revisions WHERE vault = ? AND record = ?
"""

_TO_REVISIONS = """
INSERT INTO revisions (vault, sequence, number, epoch, stored_at, record, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (vault, record) DO UPDATE SET
    sequence = excluded.sequence, number = excluded.number, epoch = excluded.epoch,
    stored_at = excluded.stored_at, sealed = excluded.sealed
"""

_ERASE = "DELETE FROM history WHERE vault = ? AND record = ?"

_TO_DIGESTS = "INSERT INTO digests (vault, sequence, digest) VALUES (?, ?, ?)"

_TO_HEAD = """
UPDATE vaults SET sequence = ?, committed_at = ?, epoch = ?, keyring_version = ?, device = ?, digest = ?, tag = ?,
    signature = ?
WHERE id = ?
"""


@dataclass(frozen=True)
class _Admitted:
    """A commit that will be stored, with the row id of its vault and the records that replace a held revision."""

    vault: int
    commit: NewCommit
    replaced: Sequence[bytes]

    @property
    def sequence(self) -> int:
        return self.commit.base + 1


def store_group(connection: Connection, commits: Sequence[NewCommit]) -> list[int | WireError]:
    """The sequence or the refusal of each commit, in order; the caller's transaction makes them durable.

    At most one commit a vault. A refused commit leaves no trace and does not touch the others. Runs on the thread of
    the connection [Note: One way to the thread].
    """
    places = _places(connection, commits)
    held = _held_numbers(connection, commits, places)
    outcomes: list[int | WireError] = []
    admitted: list[_Admitted] = []
    for commit in commits:
        vault, place = places.get(commit.vault, (0, None))
        numbers = held.get(vault, {})
        try:
            answered = admit(commit, place, numbers)
        except WireError as refusal:
            outcomes.append(refusal)
            continue
        outcomes.append(answered or commit.base + 1)
        if answered is None:
            admitted.append(_Admitted(vault, commit, _replaced(commit, numbers)))
    _store(connection, admitted)
    return outcomes


def _replaced(commit: NewCommit, numbers: dict[bytes, int]) -> list[bytes]:
    erased = frozenset(commit.body.erase)
    records = (revision.record for revision in commit.body.revisions)
    return [record for record in records if record in numbers and record not in erased]


def _places(connection: Connection, commits: Sequence[NewCommit]) -> dict[bytes, tuple[int, Place]]:
    asked = [(commit.vault, commit.digest) for commit in commits]
    found = _select(connection, _PLACES, asked)
    return {
        bytes(vault): (int(id_), Place(account, sequence, epoch, newest or NO_COMMIT, answered))
        for vault, id_, account, sequence, epoch, newest, answered in found
    }


def _held_numbers(
    connection: Connection,
    commits: Sequence[NewCommit],
    places: dict[bytes, tuple[int, Place]],
) -> dict[int, dict[bytes, int]]:
    asked = [
        (places[commit.vault][0], revision.record)
        for commit in commits
        if commit.vault in places
        for revision in commit.body.revisions
    ]
    held: dict[int, dict[bytes, int]] = {}
    for vault, record, number in _select(connection, _NUMBERS, asked):
        held.setdefault(vault, {})[record] = number
    return held


def _store(connection: Connection, admitted: Sequence[_Admitted]) -> None:
    for statement, rows in (
        (_TO_HISTORY, [row for a in admitted for row in _history_rows(a)]),
        (_TO_REVISIONS, [row for a in admitted for row in _revision_rows(a)]),
        (_ERASE, [(a.vault, record) for a in admitted for record in a.commit.body.erase]),
        (_TO_DIGESTS, [(a.vault, a.sequence, a.commit.digest) for a in admitted]),
        (_TO_HEAD, [_head_row(a) for a in admitted]),
    ):
        if rows:
            connection.executemany(statement, rows)
    if any(a.commit.body.erase for a in admitted):
        connection.execute(NOTE_TRACES)


def _history_rows(admitted: _Admitted) -> Iterable[tuple[object, ...]]:
    for record in admitted.replaced:
        yield admitted.commit.received_at, admitted.vault, record


def _revision_rows(admitted: _Admitted) -> Iterable[tuple[object, ...]]:
    commit = admitted.commit
    for sent in commit.body.revisions:
        yield (
            admitted.vault,
            admitted.sequence,
            sent.number,
            commit.body.epoch,
            commit.received_at,
            sent.record,
            sent.sealed,
        )


def _head_row(admitted: _Admitted) -> tuple[object, ...]:
    commit = admitted.commit
    body = commit.body
    return (
        admitted.sequence,
        commit.received_at,
        body.epoch,
        body.keyring_version,
        commit.device,
        commit.digest,
        body.tag,
        body.signature,
        admitted.vault,
    )


def _select(
    connection: Connection, query: str, asked: Sequence[tuple[object, object]]
) -> list[tuple[Any, ...]]:
    """The rows of a query over pairs, asked for in chunks."""
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(asked), _CHUNK_ROWS):
        chunk = asked[start : start + _CHUNK_ROWS]
        sql = query.format(rows=", ".join(["(?, ?)"] * len(chunk)))
        found += connection.execute(sql, [value for pair in chunk for value in pair])
    return found
