"""The use cases of accounts: sign-up, sign-in and sessions (docs/protocol.md, Login).

The server checks all that can be checked without a key of the person.
"""

from dataclasses import dataclass

from goldseam import doorkeeper
from goldseam.doorkeeper import Login
from goldseam.errors import (
    BadRequest,
    InvitationRefused,
    NameTaken,
    RegistrationClosed,
    SessionStale,
    SignInAgain,
)
from goldseam.keyrings import check_sealed, check_signatures
from goldseam.proofs import Claim, Proofs, require_known, require_proof
from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    SUITE,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    Challenge,
    DeviceBody,
    ProvenRequest,
    Registration,
    Renewal,
    Session,
)
from goldseam.protocol.encoding import HASH_BYTES
from goldseam.protocol.limits import (
    CHALLENGE_SECONDS,
    MAX_DEVICES,
    RENEWAL_DAYS,
    SESSION_SECONDS,
    Admission,
)
from goldseam.storage.contract import DeviceRow, SessionRow, UsedInvitation

DAY_SECONDS = 86_400
NO_PREVIOUS = bytes(HASH_BYTES)
FIRST_EPOCH = 1


@dataclass(frozen=True)
class Accounts:
    """The use cases; `admission` says who may make an account."""

    proofs: Proofs
    admission: Admission

    async def make_challenge(self, name: str, purpose: int) -> Challenge:
        """What to sign next, and the salt of the name; unknown names: [Note: Alike].

        Raises `BadRequest` for a name that is not canonical.
        """
        key = self.proofs.name_key(name)
        _, login, is_known = await self.proofs.login(key)
        decoy = doorkeeper.decoy_salt(self.proofs.keys, name)
        challenge = doorkeeper.make_challenge(self.proofs.keys, key, purpose, self.proofs.clock())
        return Challenge(SUITE, login.salt if is_known else decoy, challenge, CHALLENGE_SECONDS)

    async def register(self, request: ProvenRequest, body: Registration) -> Session:
        """Make the account and its first vault, and sign in. The same account again answers as the first time."""
        claim = await self.proofs.claim(request, PURPOSE_REGISTER)
        if request.login_type != TYPE_PASSPHRASE:
            raise BadRequest("A registration is signed with the passphrase.")
        require_proof(request, body.login_keys)
        _check_first_keyring(request, body)
        if _is_registered(claim, body):
            return await self._signed_in(claim, body.device)
        used = self._invitation(body)
        login = Login(request.name, body.salt, body.login_keys, body.slots)
        device, session, token = self._new_session(body.account, body.device, request.device_key)
        try:
            await self.proofs.storage.register(
                claim.spent,
                self.proofs.login_row(body.account, claim.name_key, login),
                body.keyring,
                body.wraps,
                device,
                session,
                used,
            )
        except (NameTaken, InvitationRefused):
            # Where two requests of one registration met, the other one won.
            claim = await self.proofs.claim(request, PURPOSE_REGISTER)
            if not _is_registered(claim, body):
                raise
            return await self._signed_in(claim, body.device)
        return Session(body.account, token, SESSION_SECONDS, body.slots, body.wraps, [body.keyring])

    async def sign_in(self, request: ProvenRequest, body: DeviceBody) -> Session:
        """A session for a device, with everything that the account's keys open."""
        claim = await self.proofs.claim(request, PURPOSE_LOGIN)
        require_known(claim)
        return await self._signed_in(claim, body.device)

    async def renew(self, request: ProvenRequest, body: DeviceBody) -> Renewal:
        """A session for a device that signed in before, or was admitted.

        Raises `SignInAgain` when it may not without the person, `Revoked` for one that was removed.
        """
        claim = await self.proofs.claim(request, PURPOSE_RENEW)
        device = await self.proofs.proving_device(claim, body.device)
        is_away = self.proofs.clock() > device.renewed_at + RENEWAL_DAYS * DAY_SECONDS
        if is_away or device.signed_out:
            raise SignInAgain
        row, session, token = self._new_session(claim.account, body.device, request.device_key)
        await self.proofs.storage.renew_session(claim.spent, row, session)
        return Renewal(token, SESSION_SECONDS)

    async def session_of(self, token: bytes) -> SessionRow:
        """The live session of a token; raises `SessionStale`.

        One that lasts longer than a session can was opened by a clock that was ahead, and would last for years.
        """
        session = await self.proofs.storage.session(doorkeeper.token_hash(token))
        if session is None or not 0 < session.expires_at - self.proofs.clock() <= SESSION_SECONDS:
            raise SessionStale
        return session

    async def end_session(self, session: SessionRow) -> None:
        """Forget a session; the token is stale from now on."""
        await self.proofs.storage.end_session(session.token_hash)

    # sessions

    def _new_session(
        self, account: bytes, device: bytes, device_key: bytes
    ) -> tuple[DeviceRow, SessionRow, bytes]:
        now, token = self.proofs.clock(), doorkeeper.new_token()
        row = DeviceRow(account, device, device_key, renewed_at=now, added_at=now)
        token_hash = doorkeeper.token_hash(token)
        return (
            row,
            SessionRow(token_hash, account, device, device_key, now + SESSION_SECONDS),
            token,
        )

    async def _signed_in(self, claim: Claim, device: bytes) -> Session:
        row, session, token = self._new_session(claim.account, device, claim.request.device_key)
        # Whoever filled the account's devices must not keep the person out who has the recovery words.
        most = 2 * MAX_DEVICES if claim.request.login_type == TYPE_RECOVERY else MAX_DEVICES
        await self.proofs.storage.open_session(claim.spent, claim.row, row, session, most)
        newest = await self.proofs.storage.newest_keyring(claim.account)
        wraps = await self.proofs.storage.wraps(claim.account)
        return Session(claim.account, token, SESSION_SECONDS, claim.login.slots, wraps, [newest])

    def _invitation(self, body: Registration) -> UsedInvitation | None:
        """What a new account here uses up. Raises `RegistrationClosed`, `InvitationRefused`."""
        if self.admission == "closed":
            raise RegistrationClosed
        if self.admission == "open":
            return None
        if body.invitation is None:
            raise InvitationRefused
        return UsedInvitation(doorkeeper.invitation_hash(body.invitation), self.proofs.clock())


def _is_registered(claim: Claim, body: Registration) -> bool:
    """Whether the account is there already: its registration comes again, because the answer was lost."""
    is_same = claim.account == body.account and claim.login.login_keys == body.login_keys
    return claim.is_known and is_same


def _check_first_keyring(request: ProvenRequest, body: Registration) -> None:
    keyring = body.keyring
    starts = keyring.version == 1 and keyring.previous == NO_PREVIOUS
    if not starts or keyring.epoch != FIRST_EPOCH or keyring.device != body.device:
        raise BadRequest("The first keyring is version 1, of epoch 1, by the registering device.")
    if len({wrap.vault for wrap in body.wraps}) != 1:
        raise BadRequest("An account begins with one vault.")
    check_sealed(keyring, body.slots, body.wraps)
    check_signatures(body.account, keyring, request.device_key, body.login_keys)
