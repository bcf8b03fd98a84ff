"""A store in memory, for tests and trials: nothing is kept when it goes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from goldseam.errors import (
    BadRequest,
    ChallengeRefused,
    InvitationRefused,
    KeyringBehind,
    NameTaken,
    NotFound,
    Quota,
    Revoked,
    Unavailable,
)
from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.commits import NO_COMMIT
from goldseam.protocol.limits import MAX_DEVICES, MAX_PAGE_COMMITS, MAX_PAGE_REVISIONS
from goldseam.protocol.revisions import Cursor, Head, History, Page, PastRevision, StoredRevision
from goldseam.storage.commits import Place, admit, head_of
from goldseam.storage.contract import (
    DeviceRow,
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
from goldseam.storage.history import PastRow, is_believable, stored_on, sweep
from goldseam.storage.pages import beyond, history_page, page_length, page_of, start_of


@dataclass
class _Account:
    login: LoginRow
    keyrings: list[Keyring]
    wraps: list[Wrap]
    devices: dict[bytes, DeviceRow]


@dataclass(frozen=True)
class _Held:
    revision: StoredRevision
    stored_at: int


@dataclass(frozen=True)
class _Past:
    row: PastRow
    revision: StoredRevision


@dataclass
class _Vault:
    account: bytes
    head: Head | None = None
    committed_at: int = 0
    digests: dict[bytes, int] = field(default_factory=dict)
    revisions: dict[bytes, _Held] = field(default_factory=dict)
    history: list[_Past] = field(default_factory=list)

    @property
    def sequence(self) -> int:
        return self.head.sequence if self.head else 0


class MemoryStorage(Storage):
    """The contract over dictionaries. No method gives way to another, so each is one transaction."""

    def __init__(self) -> None:
        self._accounts: dict[bytes, _Account] = {}
        self._vaults: dict[bytes, _Vault] = {}
        self._sessions: dict[bytes, SessionRow] = {}
        self._spent: dict[bytes, int] = {}
        self._invitations: dict[bytes, int] = {}
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
        if login.account in self._accounts:
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

    async def open_session(
        self, spent: SpentChallenge, device: DeviceRow, session: SessionRow
    ) -> None:
        self._check_unspent(spent)
        devices = self._account(device.account).devices
        known = devices.get(device.device)
        if known is None and len(devices) >= MAX_DEVICES:
            raise Quota("The account has all the devices it can have.")
        if known is not None and known.revoked:
            raise Revoked
        if known is not None and known.key != device.key:
            raise BadRequest("The device is known under another key.")
        self._spend(spent)
        devices[device.device] = replace(device, revoked=False)
        self._end_sessions(device)
        self._sessions[session.token_hash] = session

    async def device(self, account: bytes, device: bytes) -> DeviceRow | None:
        self._check_open()
        known = self._accounts.get(account)
        return known.devices.get(device) if known else None

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
        version = change.keyring.version
        if change.keyring in known.keyrings:
            self._spend(spent)
            return version
        if version != known.keyrings[-1].version + 1:
            raise KeyringBehind
        self._check_vaults(account, change.wraps or ())
        if change.login is not None:
            await self._check_name(change.login)
            known.login = change.login
        if change.wraps is not None:
            self._add_vaults(account, change.wraps)
            known.wraps = list(change.wraps)
        self._spend(spent)
        known.keyrings.append(change.keyring)
        return version

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
        vaults = self._vaults.items()
        return sorted((id_, vault.sequence) for id_, vault in vaults if vault.account == account)

    async def sequence(self, account: bytes, vault: bytes) -> int:
        return self._vault_of(account, vault).sequence

    async def standing(self, account: bytes, vault: bytes, digest: bytes) -> Standing:
        known = self._vault_of(account, vault)
        return Standing(known.sequence, known.digests.get(digest))

    async def commit(self, commit: NewCommit) -> int:
        vault = self._vault_of(commit.account, commit.vault)
        place = Place(
            account=vault.account,
            sequence=vault.sequence,
            minimum_epoch=1,
            newest=vault.head.commit if vault.head else NO_COMMIT,
            answered=vault.digests.get(commit.digest),
        )
        held = {record: held.revision.number for record, held in vault.revisions.items()}
        answered = admit(commit, place, held)
        if answered is not None:
            return answered
        _store_revisions(vault, commit)
        vault.head = head_of(commit)
        vault.committed_at = commit.received_at
        vault.digests[commit.digest] = vault.head.sequence
        return vault.head.sequence

    async def page(self, vault: bytes, since: int, cursor: Cursor | None) -> Page:
        known = self._vault(vault)
        start = start_of(since, cursor)
        place = beyond(since, start)
        held = (held.revision for held in known.revisions.values())
        later = sorted(
            (r for r in held if (r.sequence, r.record) > place),
            key=lambda r: (r.sequence, r.record),
        )
        length = page_length([len(r.sealed) for r in later[: MAX_PAGE_REVISIONS + 1]])
        digests = [digest for digest, at in known.digests.items() if at > start.commits]
        next_digests = digests[:MAX_PAGE_COMMITS]
        has_more = length < len(later)
        return page_of(start, later[:length], next_digests, known.head, has_more=has_more)

    async def head(self, vault: bytes) -> Head | None:
        return self._vault(vault).head

    async def history(self, vault: bytes, record: bytes, before: int | None) -> History:
        self._check_open()
        kept = self._vaults[vault].history if vault in self._vaults else []
        past = [_past_revision(past) for past in kept if past.row.record == record]
        below = [one for one in past if before is None or one.number < before]
        newest_first = sorted(below, key=lambda one: -one.number)
        length = page_length([len(one.sealed) for one in newest_first[: MAX_PAGE_REVISIONS + 1]])
        return history_page(newest_first[:length], length < len(newest_first))

    async def thin_history(self, now: int) -> int:
        self._check_open()
        committed = [vault.committed_at for vault in self._vaults.values() if vault.head]
        if not committed or not is_believable(now, max(committed)):
            return 0
        return sum(_thin(vault, now) for vault in self._vaults.values())

    async def purge(self) -> bool:
        self._check_open()
        return False

    async def forget_expired(self, now: int) -> None:
        self._check_open()
        self._spent = {key: end for key, end in self._spent.items() if end >= now}
        self._sessions = {key: s for key, s in self._sessions.items() if s.expires_at >= now}
        self._invitations = {key: end for key, end in self._invitations.items() if end > now}

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

    async def _check_name(self, login: LoginRow) -> None:
        holder = await self.login_row(login.name_key)
        if holder is not None and holder.account != login.account:
            raise NameTaken

    def _check_vaults(self, account: bytes, wraps: Sequence[Wrap]) -> None:
        held = [self._vaults[wrap.vault].account for wrap in wraps if wrap.vault in self._vaults]
        if any(holder != account for holder in held):
            raise BadRequest("A vault id is in use.")

    def _add_vaults(self, account: bytes, wraps: Sequence[Wrap]) -> None:
        for wrap in wraps:
            self._vaults.setdefault(wrap.vault, _Vault(account))

    def _end_sessions(self, device: DeviceRow) -> None:
        key = (device.account, device.device)
        ended = [t for t, s in self._sessions.items() if (s.account, s.device) == key]
        for token_hash in ended:
            del self._sessions[token_hash]

    def _account(self, account: bytes) -> _Account:
        if account not in self._accounts:
            raise NotFound
        return self._accounts[account]

    def _vault(self, vault: bytes) -> _Vault:
        self._check_open()
        if vault not in self._vaults:
            raise NotFound
        return self._vaults[vault]

    def _vault_of(self, account: bytes, vault: bytes) -> _Vault:
        known = self._vault(vault)
        if known.account != account:
            raise NotFound
        return known


def _store_revisions(vault: _Vault, commit: NewCommit) -> None:
    for sent in commit.body.revisions:
        held = vault.revisions.get(sent.record)
        if held is not None:
            row = PastRow(sent.record, held.revision.number, held.stored_at, commit.received_at)
            vault.history.append(_Past(row, held.revision))
        stored = StoredRevision(
            sent.record, sent.number, commit.body.epoch, commit.base + 1, sent.sealed
        )
        vault.revisions[sent.record] = _Held(stored, commit.received_at)
    vault.history = [past for past in vault.history if past.row.record not in commit.body.erase]


def _thin(vault: _Vault, now: int) -> int:
    before = len(vault.history)
    swept = sweep((past.row for past in vault.history), now)
    anew = {(row.record, row.number): row for row in swept.anew}
    dated = [
        replace(past, row=anew.get((past.row.record, past.row.number), past.row))
        for past in vault.history
    ]
    vault.history = [past for past in dated if past.row not in swept.gone]
    return before - len(vault.history)


def _past_revision(past: _Past) -> PastRevision:
    return PastRevision(
        number=past.row.number,
        epoch=past.revision.epoch,
        sequence=past.revision.sequence,
        stored_on=stored_on(past.row.stored_at),
        sealed=past.revision.sealed,
    )
