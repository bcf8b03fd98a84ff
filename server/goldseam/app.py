"""The composition root: settings in, ASGI application out. Nothing happens on import."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from litestar import Litestar

from goldseam.accounts import Accounts
from goldseam.api import (
    accounts,
    auth,
    closing,
    health,
    holdings,
    keyrings,
    limits,
    live,
    pairings,
    schema,
    vaults,
)
from goldseam.api.deps import DEPENDENCIES, Parts
from goldseam.api.front import Front, security_headers
from goldseam.api.problems import EXCEPTION_HANDLERS
from goldseam.api.web import FOLDER, load_assets
from goldseam.config import Settings, login_secret, make_data_folder, write_durably
from goldseam.doorkeeper import ServerKeys, server_keys
from goldseam.errors import GoldseamError, SettingsError
from goldseam.gate import make_gate
from goldseam.live import Hub
from goldseam.logs import log
from goldseam.pairing import Pairings
from goldseam.proofs import Proofs
from goldseam.storage.contract import Storage
from goldseam.storage.sqlite import SqliteStorage
from goldseam.storage.sqlite.integrity import check_database

UPKEEP_SECONDS = 3600
DATABASE_FILE = "goldseam.sqlite3"
FINGERPRINT_FILE = "login.fingerprint"
ROUTES = [
    auth.make_challenge,
    auth.sign_in,
    auth.renew,
    auth.end_session,
    accounts.register,
    keyrings.keyrings,
    keyrings.put_keyring,
    keyrings.put_epoch,
    holdings.devices,
    holdings.export,
    closing.close,
    closing.statement,
    vaults.commit,
    vaults.pull,
    vaults.history,
    live.pokes,
    pairings.put_offer,
    pairings.offer,
    pairings.put_answer,
    pairings.given_answer,
    health.health,
    health.ready,
    limits.limits,
    schema.schema,
    schema.openapi,
]

T = TypeVar("T")
Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def create_app(
    settings: Settings,
    storage: Storage | None = None,
    *,
    clock: Callable[[], int] = lambda: int(time.time()),
    ticks: Callable[[], float] = time.monotonic,
    web_folder: Path = FOLDER,
) -> Front:
    """The application over `storage`, which it closes at the end; None: the SQLite file of the data folder.

    Raises `SettingsError` where the login secret cannot be used. `clock` gives UTC seconds,
    `ticks` seconds that never go back.
    """
    keys = open_data(settings) if storage is None else server_keys(login_secret(settings, False))
    hub = Hub()
    api = Litestar(
        ROUTES,
        dependencies=DEPENDENCIES,
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[_lifespan(settings, storage, keys, hub, clock, ticks)],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=None,
    )
    return Front(api, load_assets(web_folder), hub, security_headers(settings.is_always_https))


def database_path(settings: Settings) -> Path:
    """Where the default storage keeps everything."""
    return settings.data / DATABASE_FILE


def open_data(settings: Settings) -> ServerKeys:
    """The keys of the data folder, made with their secret when it is new. Raises `SettingsError` for another secret."""
    make_data_folder(settings)
    keys = known_keys(settings)
    path = settings.data / FINGERPRINT_FILE
    if not path.exists():
        write_durably(path, keys.fingerprint)
    return keys


def known_keys(settings: Settings) -> ServerKeys:
    """The keys of the login secret; raises `SettingsError` for another than the folder's: nobody could sign in."""
    keys = server_keys(login_secret(settings, database_path(settings).exists()))
    path = settings.data / FINGERPRINT_FILE
    if path.exists() and path.read_bytes() != keys.fingerprint:
        raise SettingsError(f"The login secret is not the one that {settings.data} was made with.")
    return keys


def migrate_database(settings: Settings) -> Path:
    """Bring the database of the data folder up to date, making it if there is none; its path."""

    async def do_nothing(_: Storage) -> None:
        """Opening it is what brings it up to date."""

    with_storage(settings, do_nothing)
    return database_path(settings)


def with_storage(settings: Settings, work: Callable[[Storage], Awaitable[T]]) -> T:
    """What `work` gives over the store of the data folder, made if there is none; a server may run beside it.

    Raises `SettingsError`, `Unavailable` and what `work` raises.
    """
    open_data(settings)

    async def open_and_work() -> T:
        storage = await SqliteStorage.open(database_path(settings))
        try:
            return await work(storage)
        finally:
            await storage.close()

    return asyncio.run(open_and_work())


def check_data(settings: Settings) -> list[str]:
    """What is wrong with a data folder, one sentence each; changes nothing."""
    path = database_path(settings)
    if not path.is_file():
        return [f"There is no database in {settings.data}."]
    complaints = check_database(path)
    try:
        known_keys(settings)
    except SettingsError as error:
        complaints.append(error.detail)
    return complaints


def _lifespan(
    settings: Settings,
    given: Storage | None,
    keys: ServerKeys,
    hub: Hub,
    clock: Callable[[], int],
    ticks: Callable[[], float],
) -> Lifespan:
    @asynccontextmanager
    async def lifespan(api: Litestar) -> AsyncIterator[None]:
        storage = given or await _open_storage(settings)
        proofs = Proofs(storage, keys, frozenset(settings.origins), clock)
        accounts = Accounts(proofs, settings.accounts)
        gate, meetings = make_gate(proofs, ticks), Pairings(ticks)
        api.state.parts = Parts(storage, proofs, accounts, gate, meetings, hub, clock)
        upkeep = asyncio.create_task(_keep_up(storage, clock))
        try:
            yield
        finally:
            hub.close()
            upkeep.cancel()
            with suppress(asyncio.CancelledError):
                await upkeep
            await storage.close()

    return lifespan


async def _open_storage(settings: Settings) -> Storage:
    path = database_path(settings)
    try:
        return await SqliteStorage.open(path)
    except GoldseamError as error:
        # uvicorn only says that it could not start; the operator needs to know why.
        log(logging.ERROR, "start_failed", error=error, detail=f"{path}: {error.detail}")
        raise


async def _keep_up(storage: Storage, clock: Callable[[], int]) -> None:
    """Forget what is over, thin history and purge, now and every hour; a failure is told and tried again."""
    while True:
        try:
            await storage.forget_expired(clock())
            thinned = await storage.thin_history(clock())
            await storage.purge()
            log(logging.DEBUG, "upkeep", count=thinned)
        except Exception as error:
            log(logging.ERROR, "upkeep_failed", error=error)
        await asyncio.sleep(UPKEEP_SECONDS)
