"""The contract over one SQLite file: a writer that groups commits, a reader for pages, a reader for single rows."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from aiosqlite import Connection

from goldseam.errors import NotFound, Unavailable
from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.epochs import VaultEpoch
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.protocol.revisions import Cursor, Head, History, Page
from goldseam.storage.contract import (
    ClosingRow,
    DeviceRow,
    Holdings,
    InvitationRow,
    KeyringChange,
    LoginRow,
    NewCommit,
    SessionRow,
    SpentChallenge,
    Standing,
    Storage,
    UsedInvitation,
)
from goldseam.storage.sqlite import accounts, devices, history, invitations, keyrings, vaults
from goldseam.storage.sqlite.connections import at_once, open_reader, prepare, unavailable
from goldseam.storage.sqlite.group import Writer
from goldseam.storage.sqlite.rows import spend

T = TypeVar("T")


class SqliteStorage(Storage):
    """Everything in one file. Open it with `SqliteStorage.open`, close it with `close`.

    Pages have a connection to themselves, where each is read as a whole; single statements share the other one.
    """

    def __init__(self, writer: Writer, pages: Connection, rows: Connection) -> None:
        self._writer = writer
        self._pages = pages
        self._rows = rows
        self._is_closed = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or make the database file `path` (folder 0700, file 0600) and bring it up to date.

        Raises `SettingsError` for a database of a newer version, `Unavailable` when it cannot be opened.
        """
        await prepare(path)
        with unavailable():
            pages = await open_reader(path)
            try:
                rows = await open_reader(path)
            except BaseException:
                await pages.close()
                raise
        return cls(Writer(path), pages, rows)

    async def register(
        self,
        spent: SpentChallenge,
        login: LoginRow,
        keyring: Keyring,
        wraps: Sequence[Wrap],
        device: DeviceRow,
        session: SessionRow,
        used: UsedInvitation | None = None,
    ) -> None:
        await self._writer.run(
            lambda c: accounts.register(c, spent, login, keyring, wraps, device, session, used)
        )

    async def login_row(self, name_key: bytes) -> LoginRow | None:
        row = await self._first(accounts.LOGIN_ROW, name_key)
        return LoginRow(*row) if row else None

    async def login_of(self, account: bytes) -> LoginRow:
        row = await self._first(accounts.LOGIN_OF, account)
        if row is None:
            raise NotFound
        return LoginRow(*row)

    async def spend(self, spent: SpentChallenge) -> None:
        await self._writer.run(lambda c: spend(c, spent))

    async def open_session(
        self,
        spent: SpentChallenge,
        login: LoginRow,
        device: DeviceRow,
        session: SessionRow,
        most: int = MAX_DEVICES,
    ) -> None:
        await self._writer.run(
            lambda c: devices.open_session(c, spent, login, device, session, most)
        )

    async def renew_session(
        self, spent: SpentChallenge, device: DeviceRow, session: SessionRow
    ) -> None:
        await self._writer.run(lambda c: devices.renew_session(c, spent, device, session))

    async def device(self, account: bytes, device: bytes) -> DeviceRow | None:
        row = await self._first(devices.DEVICE_ROW, account, device)
        return devices.to_device(row) if row else None

    async def devices(self, account: bytes) -> list[DeviceRow]:
        return [devices.to_device(row) for row in await self._all(devices.DEVICES, account)]

    async def session(self, token_hash: bytes) -> SessionRow | None:
        row = await self._first(devices.SESSION_ROW, token_hash)
        return SessionRow(*row) if row else None

    async def end_session(self, token_hash: bytes) -> None:
        await self._writer.run(lambda c: c.execute_fetchall(devices.END_SESSION, (token_hash,)))

    async def keyrings(self, account: bytes, after: int) -> list[Keyring]:
        rows = await self._all(keyrings.KEYRINGS, account, after)
        return [keyrings.to_keyring(row) for row in rows]

    async def newest_keyring(self, account: bytes) -> Keyring:
        row = await self._first(keyrings.NEWEST_KEYRING, account, 0)
        if row is None:
            raise NotFound
        return keyrings.to_keyring(row)

    async def wraps(self, account: bytes) -> list[Wrap]:
        return [Wrap(*row) for row in await self._all(keyrings.WRAPS, account)]

    async def put_keyring(
        self, spent: SpentChallenge, account: bytes, change: KeyringChange
    ) -> int:
        return await self._writer.run(lambda c: keyrings.put_keyring(c, spent, account, change))

    async def put_epoch(
        self,
        spent: SpentChallenge,
        account: bytes,
        change: KeyringChange,
        vaults: Sequence[VaultEpoch],
    ) -> int:
        return await self._writer.run(
            lambda c: keyrings.put_epoch(c, spent, account, change, vaults)
        )

    async def holdings(self, account: bytes) -> Holdings:
        return await self._snapshot(lambda c: accounts.read_holdings(c, account))

    async def close_account(self, spent: SpentChallenge, closing: ClosingRow) -> None:
        await self._writer.run(lambda c: accounts.close_account(c, spent, closing))

    async def closing(self, account: bytes) -> ClosingRow | None:
        row = await self._first(accounts.CLOSING, account)
        return accounts.to_closing(row) if row else None

    async def add_invitations(self, rows: Sequence[InvitationRow]) -> None:
        await self._writer.run(lambda c: invitations.add(c, rows))

    async def open_invitations(self, now: int) -> list[int]:
        return [row[0] for row in await self._all(invitations.OPEN, now)]

    async def withdraw_invitation(self, code_hash: bytes) -> bool:
        return await self._writer.run(lambda c: invitations.withdraw(c, code_hash))

    async def withdraw_invitations(self) -> int:
        return await self._writer.run(invitations.withdraw_all)

    async def vaults_of(self, account: bytes) -> list[tuple[bytes, int]]:
        return [(row[0], row[1]) for row in await self._all(vaults.VAULTS_OF, account)]

    async def sequence(self, account: bytes, vault: bytes) -> int:
        row = await self._first(vaults.SEQUENCE, vault, account)
        if row is None:
            raise NotFound
        return int(row[0])

    async def standing(self, account: bytes, vault: bytes, digest: bytes) -> Standing:
        row = await self._first(vaults.STANDING, digest, vault, account)
        if row is None:
            raise NotFound
        return Standing(*row)

    async def commit(self, commit: NewCommit) -> int:
        return await self._writer.commit(commit)

    async def page(self, vault: bytes, since: int, cursor: Cursor | None) -> Page:
        return await self._snapshot(lambda c: vaults.read_page(c, vault, since, cursor))

    async def head(self, vault: bytes) -> Head | None:
        row = await self._first(vaults.HEAD, vault)
        if row is None:
            raise NotFound
        return vaults.to_head(row)

    async def history(self, vault: bytes, record: bytes, before: int | None) -> History:
        return await self._snapshot(lambda c: history.read_history(c, vault, record, before))

    async def thin_history(self, now: int) -> int:
        if not await self._writer.run(lambda c: history.is_clock_believable(c, now)):
            return 0
        gone = 0
        for vault in await self._writer.run(history.vault_ids):
            gone += await self._thin_vault(vault, now)
        return gone

    async def purge(self) -> bool:
        return await self._writer.purge()

    async def forget_expired(self, now: int) -> None:
        await self._writer.run(lambda c: accounts.forget_expired(c, now))

    async def ready(self) -> None:
        await self._first(vaults.READY)
        await self._writer.ready()

    async def close(self) -> None:
        self._is_closed = True
        await self._pages.close()
        await self._rows.close()
        await self._writer.close()

    async def _thin_vault(self, vault: int, now: int) -> int:
        return await self._writer.run(lambda c: history.thin_vault(c, vault, now))

    async def _snapshot(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """What `read` gives, in a transaction of its own [Note: One way to the thread]."""
        self._check_open()
        with unavailable():
            return await at_once(self._pages, partial(_in_snapshot, read))

    async def _first(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = await self._all(query, *values)
        return rows[0] if rows else None

    async def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of one statement, which is a snapshot by itself."""
        self._check_open()
        with unavailable():
            return [tuple(row) for row in await self._rows.execute_fetchall(query, values)]

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("The store is closed.")


def _in_snapshot(read: Callable[[sqlite3.Connection], T], connection: sqlite3.Connection) -> T:
    connection.execute("BEGIN")
    try:
        return read(connection)
    finally:
        connection.rollback()
