"""What the server holds of an account, told to its person (docs/protocol.md, Login)."""

from goldseam import doorkeeper
from goldseam.proofs import Proofs
from goldseam.protocol.accounts import PURPOSE_EXPORT, DeviceBody, ProvenRequest
from goldseam.protocol.devices import (
    AccountExport,
    Device,
    Devices,
    ExportedDevice,
    ExportedVault,
)
from goldseam.storage.contract import DeviceRow, HeldVault, Storage
from goldseam.storage.history import utc_date


async def devices_of(storage: Storage, account: bytes) -> Devices:
    """Every device that ever signed in or was admitted."""
    return Devices([_device(row) for row in await storage.devices(account)])


async def export_account(proofs: Proofs, request: ProvenRequest, body: DeviceBody) -> AccountExport:
    """Everything but what is sealed in vaults. Raises what refuses a proof."""
    claim = await proofs.claim(request, PURPOSE_EXPORT)
    await proofs.proving_device(claim, body.device)
    await proofs.storage.spend(claim.spent)
    held = await proofs.storage.holdings(claim.account)
    login = doorkeeper.open_login(proofs.keys, claim.account, held.login.sealed)
    return AccountExport(
        name=login.name,
        account=claim.account,
        salt=login.salt,
        login_keys=login.login_keys,
        slots=login.slots,
        wraps=list(held.wraps),
        keyrings=list(held.keyrings),
        devices=[_exported_device(row) for row in held.devices],
        vaults=[_exported_vault(vault) for vault in held.vaults],
    )


def _device(row: DeviceRow) -> Device:
    return Device(row.device, _first_on(row), utc_date(row.renewed_at), row.revoked)


def _exported_device(row: DeviceRow) -> ExportedDevice:
    seen_on = utc_date(row.renewed_at)
    return ExportedDevice(row.device, row.key, _first_on(row), seen_on, row.revoked)


def _first_on(row: DeviceRow) -> str | None:
    return None if row.added_at is None else utc_date(row.added_at)


def _exported_vault(held: HeldVault) -> ExportedVault:
    return ExportedVault(
        vault=held.vault,
        sequence=held.sequence,
        minimum_epoch=held.minimum_epoch,
        records=held.records,
        bytes=held.record_bytes,
        earlier=held.earlier,
        earlier_bytes=held.earlier_bytes,
    )
