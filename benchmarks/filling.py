"""Large databases in seconds: rows put straight into the tables, as commits of a hundred would leave them."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from benchmarks.devices import Device
from benchmarks.raw import TO_DIGESTS, TO_REVISIONS
from goldseam.storage.sqlite import SqliteStorage

A_COMMIT = 100
SEALED_BYTES = 200
AT_ONCE = 50_000
CACHE_KIB = 262_144
TO_ACCOUNTS = "INSERT INTO accounts (account, name_key, sealed_login) VALUES (?, ?, ?)"
TO_VAULTS = "INSERT INTO vaults (vault, account) VALUES (?, ?)"


def add_records(path: Path, device: Device, count: int) -> list[bytes]:
    """Fill the vault of a device with so many small records, and let it go on from there; some ids of them."""
    commits, now = count // A_COMMIT, int(time.time())
    some: list[bytes] = []
    with closing(_loading(path)) as connection:
        (vault,) = connection.execute(
            "SELECT id FROM vaults WHERE vault = ?", (device.rows.vault,)
        ).fetchone()

        def rows() -> Iterator[tuple[object, ...]]:
            for number in range(count):
                record = os.urandom(16)
                if number % max(1, count // 500) == 0:
                    some.append(record)
                yield vault, number // A_COMMIT + 1, 1, 1, now, record, os.urandom(SEALED_BYTES)

        made = rows()
        while chunk := list(islice(made, AT_ONCE)):
            connection.executemany(TO_REVISIONS, chunk)
        digests = [os.urandom(32) for _ in range(commits)]
        connection.executemany(TO_DIGESTS, [(vault, n, d) for n, d in enumerate(digests, 1)])
        connection.execute(
            "UPDATE vaults SET sequence = ?, committed_at = ?, epoch = 1, keyring_version = 1, device = ?, digest = ?,"
            " tag = ?, signature = ? WHERE id = ?",
            (commits, now, device.rows.device, digests[-1], bytes(32), bytes(64), vault),
        )
        connection.execute("COMMIT")
    device.base, device.after = commits, digests[-1]
    return some


def add_vaults(path: Path, count: int) -> None:
    """Add so many accounts, each with a vault in which is nothing."""
    with closing(_loading(path)) as connection:
        for _ in range(count):
            account = connection.execute(
                TO_ACCOUNTS, (os.urandom(16), os.urandom(32), os.urandom(200))
            ).lastrowid
            connection.execute(TO_VAULTS, (os.urandom(16), account))
        connection.execute("COMMIT")


def make_database(path: Path) -> None:
    """An empty database with all its tables."""

    async def opened_and_closed() -> None:
        await (await SqliteStorage.open(path)).close()

    asyncio.run(opened_and_closed())


def _loading(path: Path) -> sqlite3.Connection:
    """A connection within a transaction that need not be durable; the caller commits and closes it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("BEGIN IMMEDIATE")
    return connection
