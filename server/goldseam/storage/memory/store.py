"""The contract over dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldseam.errors import (
    BadRequest,
    ChallengeRefused,
    InvitationRefused,
    KeyringBehind,
    NameTaken,
    NotFound,
    SignInAgain,
    Unavailable,
)
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
from goldseam.storage.epochs import check_epochs
from goldseam.storage.history import is_believable
from goldseam.storage.memory.devices import Devices, devices_after, renewed, signed_out
from goldseam.storage.memory.vaults import (
    Vault,
    held_vault,
    read_history,
    read_page,
    take_commit,
    thin,
)


@dataclass
class _Account:
    login: LoginRow
    keyrings: list[Keyring]
    wraps: list[Wrap]
    devices: Devices


class MemoryStorage(Storage):
    """The contract over dictionaries. No method gives way to another, so each is one transaction."""

    def __init__(self) -> None:
        self._accounts: dict[bytes, _Account] = {}
        self._vaults: dict[bytes, Vault] = {}
        self._sessions: dict[bytes, SessionRow] = {}
        self._spent: dict[bytes, int] = {}
        self._invitations: dict[bytes, int] = {}
        self._closings: dict[bytes, ClosingRow] = {}
        self._is_closed = False

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
        self._check_unspent(spent)
        if used is not None and self._invitations.get(used.code_hash, 0) <= used.now:
            raise InvitationRefused
        if await self.login_row(login.name_key) is not None:
            raise NameTaken
        if login.account in self._accounts or login.account in self._closings:
            raise BadRequest("The account id is in use.")
        self._check_vaults(login.account, wraps)
        self._spend(spent)
        if used is not None:
            del self._invitations[used.code_hash]
        self._accounts[login.account] = _Account(
            login, [keyring], list(wraps), {device.device: device}
        )
        self._add_vaults(login.account, wraps)
        self._sessions[session.token_hash] = session

    async def login_row(self, name_key: bytes) -> LoginRow | None:
        self._check_open()
        rows = (account.login for account in self._accounts.values())
        return next((row for row in rows if row.name_key == name_key), None)

    async def login_of(self, account: bytes) -> LoginRow:
        self._check_open()
        return self._account(account).login

    async def spend(self, spent: SpentChallenge) -> None:
        self._check_unspent(spent)
        self._spend(spent)

    async def open_session(
        self,
        spent: SpentChallenge,
        login: LoginRow,
        device: DeviceRow,
        session: SessionRow,
        most: int = MAX_DEVICES,
    ) -> None:
        self._check_unspent(spent)
        account = self._account(device.account)
        if account.login != login:
            raise Unavailable("The login changes at this moment.")
        account.devices = renewed(account.devices, device, most)
        self._spend(spent)
        self._replace_session(session)

    async def renew_session(
        self, spent: SpentChallenge, device: DeviceRow, session: SessionRow
    ) -> None:
        self._check_unspent(spent)
        account = self._account(device.account)
        known = account.devices.get(device.device)
        if known is None or known.key != device.key:
            raise NotFound
        if known.signed_out and not known.revoked:
            raise SignInAgain
        account.devices = renewed(account.devices, device)
        self._spend(spent)
        self._replace_session(session)

    async def device(self, account: bytes, device: bytes) -> DeviceRow | None:
        self._check_open()
        known = self._accounts.get(account)
        return known.devices.get(device) if known else None

    async def devices(self, account: bytes) -> list[DeviceRow]:
        self._check_open()
        known = self._accounts.get(account)
        return list(known.devices.values()) if known else []

    async def session(self, token_hash: bytes) -> SessionRow | None:
        self._check_open()
        return self._sessions.get(token_hash)

    async def end_session(self, token_hash: bytes) -> None:
        self._check_open()
        self._sessions.pop(token_hash, None)

    async def keyrings(self, account: bytes, after: int) -> list[Keyring]:
        self._check_open()
        known = self._accounts.get(account)
        return [k for k in known.keyrings if k.version > after] if known else []

    async def newest_keyring(self, account: bytes) -> Keyring:
        self._check_open()
        return self._account(account).keyrings[-1]

    async def wraps(self, account: bytes) -> list[Wrap]:
        self._check_open()
        known = self._accounts.get(account)
        return sorted(known.wraps, key=lambda w: (w.vault, w.epoch)) if known else []

    async def put_keyring(
        self, spent: SpentChallenge, account: bytes, change: KeyringChange
    ) -> int:
        self._check_unspent(spent)
        known = self._account(account)
        if change.keyring in known.keyrings:
            self._spend(spent)
            return change.keyring.version
        await self._check_change(known, change)
        known.devices = devices_after(known.devices, change)
        self._set(known, change)
        self._spend(spent)
        return change.keyring.version

    async def put_epoch(
        self,
        spent: SpentChallenge,
        account: bytes,
        change: KeyringChange,
        vaults: Sequence[VaultEpoch],
    ) -> int:
        self._check_unspent(spent)
        known = self._account(account)
        if change.keyring in known.keyrings:
            self._spend(spent)
            return change.keyring.version
        await self._check_change(known, change)
        held = self._vaults_of(account)
        check_epochs({id_: (vault.sequence, vault.minimum_epoch) for id_, vault in held}, vaults)
        devices = devices_after(known.devices, change)
        known.devices = signed_out(devices, change.keyring.device)
        self._set(known, change)
        for raised in vaults:
            self._vaults[raised.vault].minimum_epoch = raised.epoch
        self._spend(spent)
        return change.keyring.version

    async def holdings(self, account: bytes) -> Holdings:
        self._check_open()
        known = self._account(account)
        vaults = [held_vault(id_, vault) for id_, vault in self._vaults_of(account)]
        devices, keyrings = list(known.devices.values()), list(known.keyrings)
        return Holdings(known.login, await self.wraps(account), keyrings, devices, vaults)

    async def close_account(self, spent: SpentChallenge, closing: ClosingRow) -> None:
        self._check_unspent(spent)
        account = closing.statement.account
        for device in self._account(account).devices:
            self._end_sessions(account, device)
        for id_, _ in self._vaults_of(account):
            del self._vaults[id_]
        del self._accounts[account]
        self._closings[account] = closing
        self._spend(spent)

    async def closing(self, account: bytes) -> ClosingRow | None:
        self._check_open()
        return self._closings.get(account)

    async def add_invitations(self, rows: Sequence[InvitationRow]) -> None:
        self._check_open()
        self._invitations |= {row.code_hash: row.expires_at for row in rows}

    async def open_invitations(self, now: int) -> list[int]:
        self._check_open()
        return sorted(end for end in self._invitations.values() if end > now)

    async def withdraw_invitation(self, code_hash: bytes) -> bool:
        self._check_open()
        return self._invitations.pop(code_hash, None) is not None

    async def withdraw_invitations(self) -> int:
        self._check_open()
        count = len(self._invitations)
        self._invitations.clear()
        return count

    async def vaults_of(self, account: bytes) -> list[tuple[bytes, int]]:
        self._check_open()
        return [(id_, vault.sequence) for id_, vault in self._vaults_of(account)]

    async def sequence(self, account: bytes, vault: bytes) -> int:
        return self._vault_of(account, vault).sequence

    async def standing(self, account: bytes, vault: bytes, digest: bytes) -> Standing:
        known = self._vault_of(account, vault)
        return Standing(known.sequence, known.digests.get(digest))

    async def commit(self, commit: NewCommit) -> int:
        return take_commit(self._vault_of(commit.account, commit.vault), commit)

    async def page(self, vault: bytes, since: int, cursor: Cursor | None) -> Page:
        return read_page(self._vault(vault), since, cursor)

    async def head(self, vault: bytes) -> Head | None:
        return self._vault(vault).head

    async def history(self, vault: bytes, record: bytes, before: int | None) -> History:
        self._check_open()
        known = self._vaults.get(vault)
        return read_history(known, record, before) if known else History([], None)

    async def thin_history(self, now: int) -> int:
        self._check_open()
        committed = [vault.committed_at for vault in self._vaults.values() if vault.head]
        if not committed or not is_believable(now, max(committed)):
            return 0
        return sum(thin(vault, now) for vault in self._vaults.values())

    async def purge(self) -> bool:
        self._check_open()
        return False

    async def forget_expired(self, now: int) -> None:
        self._check_open()
        self._spent = {key: end for key, end in self._spent.items() if end >= now}
        self._sessions = {key: s for key, s in self._sessions.items() if s.expires_at >= now}
        self._invitations = {key: end for key, end in self._invitations.items() if end > now}
        kept = self._closings.items()
        self._closings = {account: row for account, row in kept if row.expires_at > now}

    async def ready(self) -> None:
        self._check_open()

    async def close(self) -> None:
        self._is_closed = True

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("The store is closed.")

    def _check_unspent(self, spent: SpentChallenge) -> None:
        self._check_open()
        if spent.challenge_hash in self._spent:
            raise ChallengeRefused

    def _spend(self, spent: SpentChallenge) -> None:
        self._spent[spent.challenge_hash] = spent.expires_at

    async def _check_change(self, known: _Account, change: KeyringChange) -> None:
        if change.keyring.version != known.keyrings[-1].version + 1:
            raise KeyringBehind
        self._check_vaults(known.login.account, change.wraps or ())
        if change.login is not None:
            holder = await self.login_row(change.login.name_key)
            if holder is not None and holder.account != known.login.account:
                raise NameTaken

    def _set(self, known: _Account, change: KeyringChange) -> None:
        """Everything of a change but the devices; sessions of those that were removed or signed out end."""
        if change.login is not None:
            known.login = change.login
        if change.wraps is not None:
            self._add_vaults(known.login.account, change.wraps)
            known.wraps = list(change.wraps)
        known.keyrings.append(change.keyring)
        for device in known.devices.values():
            if device.revoked or device.signed_out:
                self._end_sessions(device.account, device.device)

    def _check_vaults(self, account: bytes, wraps: Sequence[Wrap]) -> None:
        held = [self._vaults[wrap.vault].account for wrap in wraps if wrap.vault in self._vaults]
        if any(holder != account for holder in held):
            raise BadRequest("A vault id is in use.")

    def _add_vaults(self, account: bytes, wraps: Sequence[Wrap]) -> None:
        for wrap in wraps:
            self._vaults.setdefault(wrap.vault, Vault(account))

    def _replace_session(self, session: SessionRow) -> None:
        self._end_sessions(session.account, session.device)
        self._sessions[session.token_hash] = session

    def _end_sessions(self, account: bytes, device: bytes) -> None:
        ended = [t for t, s in self._sessions.items() if (s.account, s.device) == (account, device)]
        for token_hash in ended:
            del self._sessions[token_hash]

    def _account(self, account: bytes) -> _Account:
        if account not in self._accounts:
            raise NotFound
        return self._accounts[account]

    def _vaults_of(self, account: bytes) -> list[tuple[bytes, Vault]]:
        return sorted(
            ((id_, vault) for id_, vault in self._vaults.items() if vault.account == account),
            key=lambda held: held[0],
        )

    def _vault(self, vault: bytes) -> Vault:
        self._check_open()
        if vault not in self._vaults:
            raise NotFound
        return self._vaults[vault]

    def _vault_of(self, account: bytes, vault: bytes) -> Vault:
        known = self._vault(vault)
        if known.account != account:
            raise NotFound
        return known
