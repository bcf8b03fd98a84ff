"""What the use cases ask of a store. One suite of tests holds every implementation to it.

Every method is one transaction: it returns only when its effect is durable, and one that raises has changed nothing,
so that a challenge it was given is still unspent. A caller that is cancelled while it waits leaves the work to run to
its end. Every method raises `Unavailable` when the disk is full or fails, or the store is closing. Bytes that name
things are the ids of the protocol; times are UTC seconds since 1970, given by the caller.
"""

from __future__ import annotations

import abc
from collections.abc import Sequence
from dataclasses import dataclass

from goldseam.protocol.accounts import Keyring, Wrap
from goldseam.protocol.closing import Statement
from goldseam.protocol.commits import CommitBody
from goldseam.protocol.epochs import VaultEpoch
from goldseam.protocol.limits import MAX_DEVICES
from goldseam.protocol.revisions import Cursor, Head, History, Page


@dataclass(frozen=True)
class SpentChallenge:
    """A challenge that a transaction uses up; spending it twice raises `ChallengeRefused`."""

    challenge_hash: bytes
    expires_at: int


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody used yet, by the hash of its code."""

    code_hash: bytes
    expires_at: int


@dataclass(frozen=True)
class UsedInvitation:
    """An invitation that a registration uses up at a time; one that is not there or over raises `InvitationRefused`."""

    code_hash: bytes
    now: int


@dataclass(frozen=True)
class LoginRow:
    """How an account is entered. `sealed` holds name, salt, login keys and slots; only the doorkeeper opens it."""

    account: bytes
    name_key: bytes
    sealed: bytes


@dataclass(frozen=True)
class DeviceRow:
    """A device of an account, as its sign-in named it. `renewed_at` is that of its last proof.

    `added_at` is that of its first one, None where it was not kept yet. One that new keys signed out has to sign in
    again before it renews.
    """

    account: bytes
    device: bytes
    key: bytes
    renewed_at: int
    revoked: bool = False
    added_at: int | None = None
    signed_out: bool = False


@dataclass(frozen=True)
class SessionRow:
    """A live session, by the hash of its token."""

    token_hash: bytes
    account: bytes
    device: bytes
    device_key: bytes
    expires_at: int


@dataclass(frozen=True)
class KeyringChange:
    """A keyring version with what changes beside it; None leaves a part as it is.

    `revoke` are devices that are removed, `admit` is one that is added.
    """

    keyring: Keyring
    login: LoginRow | None
    wraps: Sequence[Wrap] | None
    revoke: Sequence[bytes] = ()
    admit: DeviceRow | None = None


@dataclass(frozen=True)
class ClosingRow:
    """The statement with which an account was closed, kept for a while."""

    statement: Statement
    expires_at: int


@dataclass(frozen=True)
class HeldVault:
    """How much is held of a vault: numbers and bytes of its newest and of its earlier revisions."""

    vault: bytes
    sequence: int
    minimum_epoch: int
    records: int
    record_bytes: int
    earlier: int
    earlier_bytes: int


@dataclass(frozen=True)
class Holdings:
    """All that is held of an account but for what is sealed in vaults."""

    login: LoginRow
    wraps: Sequence[Wrap]
    keyrings: Sequence[Keyring]
    devices: Sequence[DeviceRow]
    vaults: Sequence[HeldVault]


@dataclass(frozen=True)
class NewCommit:
    """A commit that passed every check that needs no store."""

    vault: bytes
    base: int
    device: bytes
    digest: bytes
    body: CommitBody
    received_at: int
    account: bytes


@dataclass(frozen=True)
class Standing:
    """Where a vault stands, and the sequence at which a digest was taken there, None for a new one."""

    sequence: int
    answered: int | None


class Storage(abc.ABC):
    """A durable store of accounts and vaults."""

    # accounts
    @abc.abstractmethod
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
        """Make the account, its keyring, vaults (one per distinct vault of `wraps`), device and session.

        Raises `ChallengeRefused`, `InvitationRefused`, `NameTaken`, `BadRequest` (a vault or account id in use, or
        the id of an account that was closed), in this order: without an invitation nobody learns which names there are.
        """

    @abc.abstractmethod
    async def login_row(self, name_key: bytes) -> LoginRow | None:
        """The row of a name, or None."""

    @abc.abstractmethod
    async def login_of(self, account: bytes) -> LoginRow:
        """The row of an account; raises `NotFound`."""

    @abc.abstractmethod
    async def spend(self, spent: SpentChallenge) -> None:
        """Use up a challenge whose request changes nothing here; raises `ChallengeRefused`."""

    @abc.abstractmethod
    async def open_session(
        self,
        spent: SpentChallenge,
        login: LoginRow,
        device: DeviceRow,
        session: SessionRow,
        most: int = MAX_DEVICES,
    ) -> None:
        """Sign in: add or refresh the device and its session; older sessions of the device end.

        `most` devices may be there with it, those that were removed not counted. `login` is the row that the proof was
        verified under. Raises `ChallengeRefused`, `NotFound` (no such account), `Unavailable` (its login has changed
        since), `Revoked`, `BadRequest` (another key), `Quota` (a device too many).
        """

    @abc.abstractmethod
    async def renew_session(
        self, spent: SpentChallenge, device: DeviceRow, session: SessionRow
    ) -> None:
        """Refresh a known device and its session, by its key alone.

        Raises `ChallengeRefused`, `NotFound` (no such device under this key), `Revoked`, `SignInAgain`.
        """

    @abc.abstractmethod
    async def device(self, account: bytes, device: bytes) -> DeviceRow | None:
        """A device of an account, or None."""

    @abc.abstractmethod
    async def devices(self, account: bytes) -> list[DeviceRow]:
        """Every device that ever signed in or was admitted, the first ones first."""

    @abc.abstractmethod
    async def session(self, token_hash: bytes) -> SessionRow | None:
        """The session of a token, expired or not, or None."""

    @abc.abstractmethod
    async def end_session(self, token_hash: bytes) -> None:
        """Forget the session; no error if there is none."""

    @abc.abstractmethod
    async def keyrings(self, account: bytes, after: int) -> list[Keyring]:
        """All versions above `after`, in order."""

    @abc.abstractmethod
    async def newest_keyring(self, account: bytes) -> Keyring:
        """The newest version; raises `NotFound`."""

    @abc.abstractmethod
    async def wraps(self, account: bytes) -> list[Wrap]:
        """All wrapped vault keys of an account."""

    @abc.abstractmethod
    async def put_keyring(
        self, spent: SpentChallenge, account: bytes, change: KeyringChange
    ) -> int:
        """Compare and set: the version must be the next one. The same bytes again answer the same.

        New vaults of `wraps` are made, removed devices lose their sessions. Raises `ChallengeRefused`, `NotFound` (no
        such account), `KeyringBehind`, `NameTaken`, `BadRequest` (another account's vault or device, a device to admit
        that was removed or has another key), `Quota` (a device too many).
        """

    @abc.abstractmethod
    async def put_epoch(
        self,
        spent: SpentChallenge,
        account: bytes,
        change: KeyringChange,
        vaults: Sequence[VaultEpoch],
    ) -> int:
        """As `put_keyring`, with new minimum epochs; all other devices than that of the keyring are signed out.

        Also raises `Behind` (with the sequence) where a vault stands elsewhere, `BadRequest` where these are not the
        account's vaults, each with its next epoch.
        """

    @abc.abstractmethod
    async def holdings(self, account: bytes) -> Holdings:
        """Everything beside the vaults' contents, in one snapshot; raises `NotFound`."""

    @abc.abstractmethod
    async def close_account(self, spent: SpentChallenge, closing: ClosingRow) -> None:
        """Delete everything of the account and keep the statement; what was sealed leaves the files with `purge`.

        Raises `ChallengeRefused`, `NotFound`.
        """

    @abc.abstractmethod
    async def closing(self, account: bytes) -> ClosingRow | None:
        """The statement with which an account was closed, or None."""

    # invitations
    @abc.abstractmethod
    async def add_invitations(self, rows: Sequence[InvitationRow]) -> None:
        """Keep invitations until they are used, withdrawn or over."""

    @abc.abstractmethod
    async def open_invitations(self, now: int) -> list[int]:
        """When each invitation that can still be used ends, the soonest first."""

    @abc.abstractmethod
    async def withdraw_invitation(self, code_hash: bytes) -> bool:
        """Forget one; whether it was there."""

    @abc.abstractmethod
    async def withdraw_invitations(self) -> int:
        """Forget all; how many there were."""

    # vaults
    @abc.abstractmethod
    async def vaults_of(self, account: bytes) -> list[tuple[bytes, int]]:
        """(vault, sequence) of every vault that the account holds."""

    @abc.abstractmethod
    async def sequence(self, account: bytes, vault: bytes) -> int:
        """The vault's sequence; raises `NotFound` alike for foreign and missing vaults."""

    @abc.abstractmethod
    async def standing(self, account: bytes, vault: bytes, digest: bytes) -> Standing:
        """The vault's sequence and that of a digest in it; raises `NotFound` as `sequence` does."""

    @abc.abstractmethod
    async def commit(self, commit: NewCommit) -> int:
        """Take a commit (docs/protocol.md, Commits, step 5); its sequence, of a known digest that of the first time.

        Raises `NotFound`, `Behind` (with the sequence), `EpochStale`, `BlobMissing`, `NumberStale` (with the record),
        in this order.
        """

    @abc.abstractmethod
    async def page(self, vault: bytes, since: int, cursor: Cursor | None) -> Page:
        """One page of a pull, in one snapshot (docs/protocol.md, Pulling and verifying); raises `NotFound`."""

    @abc.abstractmethod
    async def head(self, vault: bytes) -> Head | None:
        """The newest head, None at sequence 0; raises `NotFound`."""

    @abc.abstractmethod
    async def history(self, vault: bytes, record: bytes, before: int | None) -> History:
        """One page of a record's earlier revisions below number `before` (None: of all), in one snapshot.

        Empty for what is not there (docs/protocol.md, History).
        """

    # upkeep
    @abc.abstractmethod
    async def thin_history(self, now: int) -> int:
        """Thin by the published schedule (docs/protocol.md, History); how many revisions went.

        0, with nothing done, when the clock is not believable. One transaction a vault: commits go on meanwhile.
        """

    @abc.abstractmethod
    async def purge(self) -> bool:
        """Leave no byte of ciphertext that was removed or replaced; False where nothing was since the last purge.

        Commits wait while it runs. Killed, it has changed nothing, and the next one does it. Raises `Unavailable` where
        something reads the file and holds the old bytes back: then the next one does it too.
        """

    @abc.abstractmethod
    async def forget_expired(self, now: int) -> None:
        """Drop spent challenges, sessions, invitations and statements of closing that are over."""

    @abc.abstractmethod
    async def ready(self) -> None:
        """Raises `Unavailable` when the store cannot be read, or takes nothing since a write failed."""

    @abc.abstractmethod
    async def close(self) -> None:
        """Finish what was accepted, then let go of every resource."""
