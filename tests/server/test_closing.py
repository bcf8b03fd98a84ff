"""Closing an account through the public door: all of it goes, a signed statement stays (docs/protocol.md, Closing)."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from goldseam.api.front import Front
from goldseam.protocol.accounts import KeyringWrite
from goldseam.protocol.closing import Statement
from goldseam.protocol.limits import CLOSING_DAYS
from goldseam.storage.contract import Storage
from tests.server.callers import Caller, a_caller, a_revision, a_slot, another_device, code_of
from tests.server.conftest import Clock
from tests.server.streams import ended, listening
from tests.server.windows import runs_found, windows, windows_of

DAY = 86_400
NO_PREVIOUS = bytes(32)
SIZES = (93, 541, 700, 9_000, 60_000)  # of what is sealed
OF_VAULTS = "vault IN (SELECT id FROM vaults WHERE account = ?)"
TABLES = {
    "accounts": "id = ?",
    "devices": "account = ?",
    "keyrings": "account = ?",
    "wraps": "account = ?",
    "vaults": "account = ?",
    "revisions": OF_VAULTS,
    "history": OF_VAULTS,
    "digests": OF_VAULTS,
    "sessions": "device IN (SELECT id FROM devices WHERE account = ?)",
}

replace = msgspec.structs.replace


async def test_nothing_of_a_closed_account_is_left(anna: Caller, ben: Caller) -> None:
    """R-30. Its session, its vault and its way in are gone as if they had never been; another account is whole."""
    for person in (anna, ben):
        await person.commit(0, [a_revision()])
    laptop = another_device(anna)
    await laptop.sign_in()
    assert (await anna.close()).status_code == 204
    for device in (anna, laptop):
        assert code_of(await device.get("/v1/devices")) == "session_stale"
        assert code_of(await device.renew()) == "login_refused"
        assert code_of(await device.sign_in()) == "login_refused"
    page = await ben.get(f"/v1/vaults/{ben.vault.hex()}/revisions?since=0")
    assert msgspec.msgpack.decode(page.content)["sequence"] == 1
    assert (await ben.commit(1)).status_code == 200


async def test_the_name_and_the_vault_are_free(anna: Caller) -> None:
    """Somebody else may take the name, and even the id of the vault."""
    assert (await anna.close()).status_code == 204
    other = a_caller(anna.http, "anna")
    other.vault = anna.vault
    assert (await other.register()).status_code == 200
    assert code_of(await anna.sign_in()) == "login_refused"
    assert (await other.commit(0)).status_code == 200


async def test_the_statement_is_given_to_anybody_who_knows_the_account(anna: Caller) -> None:
    """No session is asked for: the devices that need it have none any more."""
    statement = anna.statement()
    assert (await anna.close(statement)).status_code == 204
    answer = await anna.http.get(f"/v1/closings/{anna.account.hex()}")
    assert msgspec.msgpack.decode(answer.content, type=Statement) == statement


async def test_there_is_no_statement_of_an_open_or_unknown_account(
    anna: Caller, ben: Caller
) -> None:
    """An account that is there answers like one that never was."""
    await ben.close()
    answers = [
        await anna.http.get(f"/v1/closings/{account.hex()}")
        for account in (anna.account, bytes(16))
    ]
    assert [code_of(answer) for answer in answers] == ["not_found"] * 2
    assert answers[0].content == answers[1].content


async def test_a_statement_ends_after_a_year(anna: Caller, store: Storage, clock: Clock) -> None:
    """It is kept for 365 days, and forgotten by the next upkeep."""
    await anna.close()
    path = f"/v1/closings/{anna.account.hex()}"
    clock.now += CLOSING_DAYS * DAY - 1
    await store.forget_expired(clock.now)
    assert (await anna.http.get(path)).status_code == 200
    clock.now += 1
    await store.forget_expired(clock.now)
    assert code_of(await anna.http.get(path)) == "not_found"


async def test_a_statement_is_not_replaced_by_a_new_account(anna: Caller) -> None:
    """Nobody makes an account with the id of one that was closed, to close it again in another's name."""
    await anna.close()
    other = a_caller(anna.http, "other")
    other.account = anna.account
    assert code_of(await other.register()) == "bad_request"


async def test_the_recovery_code_closes_too(anna: Caller) -> None:
    """A person without a passphrase can still leave."""
    assert (await anna.close(login_type=2)).status_code == 204


async def test_closing_ends_every_stream(front: Front, anna: Caller, ben: Caller) -> None:
    """All devices of the account hear nothing more; another account's stream goes on."""
    laptop = another_device(anna)
    await laptop.sign_in()
    async with (
        listening(front, anna) as own,
        listening(front, laptop) as other,
        listening(front, ben) as bens,
    ):
        await bens.events()
        await anna.close()
        await ended(own)
        await ended(other)
        await ben.commit(0)
        assert len(await bens.events()) == 1
        assert len(front.hub) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"account": bytes(16)}, "bad_request"),
        ({"on": "2026-02-30"}, "bad_request"),
        ({"on": "today"}, "bad_request"),
        ({"on": "2026-11-24"}, "bad_signature"),
        ({"signature": bytes(64)}, "bad_signature"),
        ({"device": bytes(16)}, "login_refused"),
    ],
)
async def test_a_statement_that_is_not_one_closes_nothing(
    anna: Caller, change: dict[str, object], code: str
) -> None:
    """The account, the day, the device and its signature are looked at; the account stays."""
    assert code_of(await anna.close(replace(anna.statement(), **change))) == code
    assert (await anna.commit(0)).status_code == 200
    assert code_of(await anna.http.get(f"/v1/closings/{anna.account.hex()}")) == "not_found"


async def test_a_statement_is_of_the_device_that_proves(anna: Caller) -> None:
    """Another device of the account has not signed it, and is not said to have."""
    laptop = another_device(anna)
    await laptop.sign_in()
    assert code_of(await anna.close(laptop.statement())) == "login_refused"
    assert (await anna.commit(0)).status_code == 200


def blobs_of(path: Path, caller: Caller) -> set[bytes]:
    """Every value of bytes in the rows of an account, but for the ids that its statement names, and zeros."""
    found: set[bytes] = set()
    with closing(sqlite3.connect(path)) as reader:
        account = "SELECT id FROM accounts WHERE account = ?"
        (id_,) = reader.execute(account, (caller.account,)).fetchone()
        for table, where in TABLES.items():
            query = f"SELECT * FROM {table} WHERE {where}"  # noqa: S608 - of the constants above
            for row in reader.execute(query, (id_,)):
                found.update(value for value in row if isinstance(value, bytes))
    return found - {caller.account, caller.device, NO_PREVIOUS}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_the_bytes_are_gone_before_the_answer(
    anna: Caller, ben: Caller, tmp_path: Path
) -> None:
    """No 16 bytes of any revision, keyring, wrap, login row, key or token are in any file; before, all of them were."""
    path = tmp_path / "data" / "goldseam.sqlite3"
    for person in (anna, ben):
        records = sorted(os.urandom(16) for _ in SIZES)
        sealed = [a_revision(1, *given) for given in zip(records, SIZES, strict=True)]
        await person.commit(0, sealed)
        await person.commit(1, [a_revision(2, records[0])])
        await person.put_keyring(KeyringWrite(person.next_keyring(), slots=[a_slot(1), a_slot(2)]))
    bens, sought = blobs_of(path, ben), windows_of(blobs_of(path, anna))
    assert runs_found(path, sought) > 0.9 * len(sought)  # A big one lies in several pages.
    assert (await anna.close()).status_code == 204
    assert runs_found(path, sought) == 0
    assert blobs_of(path, ben) == bens
    assert (await ben.renew()).status_code == 200


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_a_changed_passphrase_leaves_the_file_with_the_next_purge(
    anna: Caller, store: Storage, tmp_path: Path
) -> None:
    """The old login row, with the slots in it, can be tried no more by whoever takes the file later."""
    path = tmp_path / "data" / "goldseam.sqlite3"
    await store.purge()
    with closing(sqlite3.connect(path)) as reader:
        (old,) = reader.execute("SELECT sealed_login FROM accounts").fetchone()
    await anna.put_keyring(KeyringWrite(anna.next_keyring(), slots=[a_slot(1), a_slot(2)]))
    assert await store.purge()
    assert runs_found(path, set(windows(old))) == 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
async def test_a_reader_that_holds_the_bytes_back_is_no_success(
    anna: Caller, store: Storage, tmp_path: Path
) -> None:
    """While old bytes are still in the log the answer is none; the account is closed, and the next purge does it."""
    path = tmp_path / "data" / "goldseam.sqlite3"
    sought = windows_of(blobs_of(path, anna))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vaults").fetchall()
        assert code_of(await anna.close()) == "unavailable"
        assert (await anna.http.get(f"/v1/closings/{anna.account.hex()}")).status_code == 200
    assert await store.purge()
    assert runs_found(path, sought) == 0
