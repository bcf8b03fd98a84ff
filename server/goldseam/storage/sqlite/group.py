"""Group commit: one task owns the writing connection and gathers all waiting commits into one transaction.

A transaction costs a sync of the disk and a handful of hops to the connection's thread; commits that share it share
that price. Work of another kind (accounts, sweeps) has a transaction of its own, a purge has none. What was accepted
runs to its end, whatever becomes of the caller that waits for it.
"""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from aiosqlite import Connection

from goldseam.errors import Unavailable, WireError
from goldseam.logs import log
from goldseam.storage.contract import NewCommit
from goldseam.storage.sqlite.commits import store_group
from goldseam.storage.sqlite.connections import BUSY_MILLISECONDS, at_once, open_writer, reason
from goldseam.storage.sqlite.traces import is_purged, note_purged, write_nothing

MAX_GROUP_COMMITS = 256
MAX_GROUP_BYTES = 8 * 1024 * 1024
MAX_LOG_BYTES = 16 * 1024 * 1024
QUIET_SECONDS = 1.0
QUIET_TURNS = 8
GATHER_SECONDS = 0.01
CHECKPOINT_MILLISECONDS = 50
PURGE_CHECKPOINTS = 10
BEGIN = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"

T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]


@dataclass(frozen=True)
class _Errand(Generic[T]):
    """Work that shares nothing with commits, and who waits for it."""

    work: Callable[[], Awaitable[T]]
    done: asyncio.Future[T]


@dataclass(frozen=True)
class _Waiting:
    """A commit, and who waits for its sequence."""

    commit: NewCommit
    done: asyncio.Future[int]

    @property
    def size(self) -> int:
        return sum(len(revision.sealed) for revision in self.commit.body.revisions)


class Writer:
    """The one writer of a database. `groups` counts the transactions that took commits.

    `has_failed` says that the disk refused the newest transaction.
    """

    def __init__(self, path: Path) -> None:
        self.groups = 0
        self.has_failed = False
        self._path = path
        self._log = path.with_name(path.name + "-wal")
        self._connection: Connection | None = None
        self._queue: deque[_Waiting | _Errand[Any]] = deque()
        self._wakeup = asyncio.Event()
        self._is_closing = False
        self._is_log_used = True
        self._log_limit = MAX_LOG_BYTES
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._serve(), name="goldseam-writer")

    async def commit(self, commit: NewCommit) -> int:
        """Take a commit with the next group; raises its refusal, or `Unavailable`."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._enqueue(_Waiting(commit, done))
        return await done

    async def run(self, work: Work[T]) -> T:
        """Do `work` in a transaction of its own; raises what it raises, database errors as `Unavailable`."""
        return await self._send(lambda: self._transact(work))

    async def purge(self) -> bool:
        """As `Storage.purge`; commits wait meanwhile."""
        return await self._send(self._purge)

    async def ready(self) -> None:
        """Where the newest transaction failed, try one that changes nothing. Raises `Unavailable`."""
        if self.has_failed:
            await self.run(write_nothing)

    async def close(self) -> None:
        """Finish the queue, empty the log into the database, close."""
        self._is_closing = True
        self._wakeup.set()
        await self._task

    async def _send(self, work: Callable[[], Awaitable[T]]) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._enqueue(_Errand(work, done))
        return await done

    def _enqueue(self, item: _Waiting | _Errand[Any]) -> None:
        if self._is_closing:
            raise Unavailable("The store is closing.")
        self._queue.append(item)
        self._wakeup.set()

    async def _serve(self) -> None:
        try:
            while await self._has_work():
                await self._take_next()
                await self._keep_log_short()
        finally:
            await self._let_go()

    async def _has_work(self) -> bool:
        while not self._queue and not self._is_closing:
            self._wakeup.clear()
            try:
                async with asyncio.timeout(self._quiet_seconds()):
                    await self._wakeup.wait()
            except TimeoutError:
                await self._checkpoint()
        return bool(self._queue)

    def _quiet_seconds(self) -> float | None:
        return QUIET_SECONDS if self._is_log_used else None

    async def _take_next(self) -> None:
        first = self._queue[0]
        if isinstance(first, _Errand):
            self._queue.popleft()
            await self._settle(first.work, [first.done], lambda result: [result])
            return
        await self._let_more_come()
        group = self._gather()
        self.groups += 1
        commits = [waiting.commit for waiting in group]
        await self._settle(
            lambda: self._in_transaction(
                lambda connection: at_once(connection, partial(_store, commits))
            ),
            [waiting.done for waiting in group],
            lambda outcomes: outcomes,
        )

    async def _let_more_come(self) -> None:
        """Let requests that have arrived become commits: wait while the turns of the event loop bring any.

        A transaction of its own costs a commit ten times what its share of a large group does. When nobody else is
        there, this is some turns of an idle loop.
        """
        quiet, end = 0, self._loop.time() + GATHER_SECONDS
        while quiet < QUIET_TURNS and self._loop.time() < end:
            before = len(self._queue)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._queue) == before else 0

    def _gather(self) -> list[_Waiting]:
        """The commits of the next transaction: in order, at most one a vault, bounded in number and bytes."""
        group: list[_Waiting] = []
        later: list[_Waiting | _Errand[Any]] = []
        vaults: set[bytes] = set()
        size = 0
        while self._queue and len(group) < MAX_GROUP_COMMITS and size < MAX_GROUP_BYTES:
            item = self._queue.popleft()
            if isinstance(item, _Errand) or item.commit.vault in vaults:
                later.append(item)
                continue
            group.append(item)
            vaults.add(item.commit.vault)
            size += item.size
        self._queue.extendleft(reversed(later))
        return group

    async def _settle(
        self,
        work: Callable[[], Awaitable[T]],
        waiting: Sequence[asyncio.Future[Any]],
        outcomes_of: Callable[[T], Sequence[Any]],
    ) -> None:
        """Do the work and tell everybody who waits how it went; only a lost task raises."""
        try:
            outcomes = outcomes_of(await work())
        except (sqlite3.Error, OSError) as error:
            self.has_failed = True
            log(logging.ERROR, "storage_failed", detail=reason(error))
            outcomes = [_unavailable(error) for _ in waiting]
        except (
            Exception
        ) as error:  # A refusal of an errand, or a mistake of ours: its caller's to see.
            outcomes = [error for _ in waiting]
        except BaseException:
            _tell(waiting, [Unavailable("The server is stopping.") for _ in waiting])
            raise
        _tell(waiting, outcomes)

    async def _transact(self, work: Work[T]) -> T:
        async def begin_and_commit(connection: Connection) -> T:
            await connection.execute_fetchall(BEGIN)
            result = await work(connection)
            await connection.execute_fetchall(COMMIT)
            return result

        return await self._in_transaction(begin_and_commit)

    async def _in_transaction(self, work: Work[T]) -> T:
        """Do work that begins a transaction and commits it; what it leaves of one is rolled back."""
        connection = await self._open()
        self._is_log_used = True
        try:
            result = await work(connection)
        except BaseException:
            await self._roll_back(connection)
            raise
        self.has_failed = False
        return result

    async def _purge(self) -> bool:
        connection = await self._open()
        if await is_purged(connection):
            return False
        self._is_log_used = True
        await connection.execute_fetchall("VACUUM")
        for _ in range(PURGE_CHECKPOINTS):
            await self._checkpoint()
            if not self._is_log_used:
                break
        else:  # The old pages are still in the log: the next purge does it all again.
            raise Unavailable("What reads the database holds back what was removed.")
        await note_purged(connection)
        self._is_log_used = True
        return True

    async def _open(self) -> Connection:
        if self._connection is None:
            self._connection = await open_writer(self._path)
        return self._connection

    async def _roll_back(self, connection: Connection) -> None:
        """Leave no transaction behind; a connection that cannot do that is replaced by a new one."""
        try:
            await connection.rollback()
        except sqlite3.Error:
            self._connection = None
            await connection.close()

    async def _keep_log_short(self) -> None:
        if self._log_bytes() < self._log_limit:
            return
        await self._checkpoint()
        self._log_limit = MAX_LOG_BYTES + self._log_bytes()  # What a long reader held back waits.

    async def _checkpoint(self) -> None:
        """Move the log into the database and cut it to nothing; tried again later if a reader or the disk forbids."""
        with suppress(sqlite3.Error, OSError):
            connection = await self._open()
            await connection.execute_fetchall(f"PRAGMA busy_timeout = {CHECKPOINT_MILLISECONDS}")
            try:
                await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await connection.execute_fetchall(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        self._is_log_used = self._log_bytes() > 0

    def _log_bytes(self) -> int:
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0

    async def _let_go(self) -> None:
        self._is_closing = True
        _tell(
            [item.done for item in self._queue],
            [Unavailable("The server is stopping.") for _ in self._queue],
        )
        self._queue.clear()
        if self._connection is not None:
            await self._checkpoint()
            with suppress(sqlite3.Error):  # Everything acknowledged is durable already.
                await self._connection.close()


def _store(commits: Sequence[NewCommit], connection: sqlite3.Connection) -> list[int | WireError]:
    """A group in its transaction, on the thread of the connection."""
    connection.execute(BEGIN)
    outcomes = store_group(connection, commits)
    connection.execute(COMMIT)
    return outcomes


def _unavailable(error: Exception) -> WireError:
    unavailable = Unavailable(f"The store does not answer: {reason(error)}.")
    unavailable.__cause__ = error
    return unavailable


def _tell(waiting: Sequence[asyncio.Future[Any]], outcomes: Sequence[Any]) -> None:
    """Give each its outcome; one whose caller was cancelled needs none."""
    for done, outcome in zip(waiting, outcomes, strict=True):
        if done.done():
            continue
        if isinstance(outcome, BaseException):
            done.set_exception(outcome)
        else:
            done.set_result(outcome)
