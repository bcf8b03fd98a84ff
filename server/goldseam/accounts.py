"""The use cases of accounts: sign-up, sign-in, sessions and keyrings (docs/protocol.md, Login and Keyring).

The server checks all that can be checked without a key of the person.

[Note: Alike] A name that exists and one that does not run through the same steps and end in the same answer,
`login_refused`: for an unknown name a decoy stands in, whose keys nobody holds.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from goldseam import doorkeeper
from goldseam.doorkeeper import Login, ServerKeys, verify_signature
from goldseam.errors import (
    BadRequest,
    BadSignature,
    ChallengeRefused,
    InvitationRefused,
    KeyringBehind,
    LoginRefused,
    NameTaken,
    OriginRefused,
    RegistrationClosed,
    SessionStale,
    SignInAgain,
)
from goldseam.protocol.accounts import (
    DEVICE_ONLY_PURPOSES,
    PURPOSE_KEYRING,
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    SUITE,
    TYPE_NONE,
    TYPE_PASSPHRASE,
    Challenge,
    DeviceBody,
    Keyring,
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
    LoginKeys,
    ProvenRequest,
    Registration,
    Renewal,
    Session,
    Slot,
    Wrap,
    keyring_signed_bytes,
    proof_bytes,
)
from goldseam.protocol.encoding import HASH_BYTES, ID_BYTES, canonical_name
from goldseam.protocol.limits import CHALLENGE_SECONDS, RENEWAL_DAYS, SESSION_SECONDS, Admission
from goldseam.protocol.revisions import sealed_hash
from goldseam.storage.contract import (
    DeviceRow,
    KeyringChange,
    LoginRow,
    SessionRow,
    SpentChallenge,
    Storage,
    UsedInvitation,
)

DAY_SECONDS = 86_400
VERSION_BYTE = b"\x01"
NO_PREVIOUS = bytes(HASH_BYTES)
FIRST_EPOCH = 1
SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Claim:
    """A proof whose form, origin and challenge fit; whether its signatures hold is still open."""

    request: ProvenRequest
    name_key: bytes
    spent: SpentChallenge
    account: bytes
    login: Login
    is_known: bool


@dataclass(frozen=True)
class Accounts:
    """The use cases. `clock` gives UTC seconds; `origins` are the addresses that clients may dial.

    `admission` says who may make an account.
    """

    storage: Storage
    keys: ServerKeys
    origins: frozenset[str]
    clock: Callable[[], int]
    admission: Admission
    decoy: LoginRow = field(init=False)

    def __post_init__(self) -> None:
        account = secrets.token_bytes(ID_BYTES)
        sealed = doorkeeper.seal_login(self.keys, account, doorkeeper.decoy_login())
        object.__setattr__(self, "decoy", LoginRow(account, bytes(HASH_BYTES), sealed))

    async def make_challenge(self, name: str, purpose: int) -> Challenge:
        """What to sign next, and the salt of the name; unknown names: [Note: Alike].

        Raises `BadRequest` for a name that is not canonical.
        """
        key = self.name_key(name)
        _, login, is_known = await self._login(key)
        decoy = doorkeeper.decoy_salt(self.keys, name)
        challenge = doorkeeper.make_challenge(self.keys, key, purpose, self.clock())
        return Challenge(SUITE, login.salt if is_known else decoy, challenge, CHALLENGE_SECONDS)

    async def register(self, request: ProvenRequest, body: Registration) -> Session:
        """Make the account and its first vault, and sign in. The same account again answers as the first time."""
        claim = await self._claim(request, PURPOSE_REGISTER)
        if request.login_type != TYPE_PASSPHRASE:
            raise BadRequest("A registration is signed with the passphrase.")
        _require_proof(request, body.login_keys)
        _check_first_keyring(request, body)
        if _is_registered(claim, body):
            return await self._signed_in(claim, body.device)
        used = self._invitation(body)
        login = Login(request.name, body.salt, body.login_keys, body.slots)
        device, session, token = self._new_session(body.account, body.device, request.device_key)
        try:
            await self.storage.register(
                claim.spent,
                self._login_row(body.account, claim.name_key, login),
                body.keyring,
                body.wraps,
                device,
                session,
                used,
            )
        except (NameTaken, InvitationRefused):
            # Where two requests of one registration met, the other one won.
            claim = await self._claim(request, PURPOSE_REGISTER)
            if not _is_registered(claim, body):
                raise
            return await self._signed_in(claim, body.device)
        return Session(body.account, token, SESSION_SECONDS, body.slots, body.wraps, [body.keyring])

    async def sign_in(self, request: ProvenRequest, body: DeviceBody) -> Session:
        """A session for a device, with everything that the account's keys open."""
        claim = await self._claim(request, PURPOSE_LOGIN)
        _require_known(claim)
        return await self._signed_in(claim, body.device)

    async def renew(self, request: ProvenRequest, body: DeviceBody) -> Renewal:
        """A session for a device that signed in before; raises `SignInAgain` when it may not without the person."""
        claim = await self._claim(request, PURPOSE_RENEW)
        device = await self.storage.device(claim.account, body.device)
        _require_known(claim)
        # A strange device is told no more than a strange name is.
        if device is None or device.key != request.device_key:
            raise LoginRefused
        if device.revoked or self.clock() > device.renewed_at + RENEWAL_DAYS * DAY_SECONDS:
            raise SignInAgain
        row, session, token = self._new_session(claim.account, body.device, request.device_key)
        await self.storage.open_session(claim.spent, row, session)
        return Renewal(token, SESSION_SECONDS)

    async def session_of(self, token: bytes) -> SessionRow:
        """The live session of a token; raises `SessionStale`.

        One that lasts longer than a session can was opened by a clock that was ahead, and would last for years.
        """
        session = await self.storage.session(doorkeeper.token_hash(token))
        if session is None or not 0 < session.expires_at - self.clock() <= SESSION_SECONDS:
            raise SessionStale
        return session

    async def end_session(self, session: SessionRow) -> None:
        """Forget a session; the token is stale from now on."""
        await self.storage.end_session(session.token_hash)

    async def keyrings(self, account: bytes, after: int) -> Keyrings:
        """All versions above `after`, with the current slots and wraps."""
        row = await self.storage.login_of(account)
        login = doorkeeper.open_login(self.keys, account, row.sealed)
        versions = await self.storage.keyrings(account, after)
        return Keyrings(versions, login.slots, await self.storage.wraps(account))

    async def put_keyring(
        self, request: ProvenRequest, body: KeyringWrite
    ) -> tuple[bytes, KeyringAnswer]:
        """The account and its new version; the same keyring again is answered as the first time.

        A repetition changes nothing and spends nothing: so the same bytes, whose challenge is spent, are answered too.
        Raises `KeyringBehind`, `BadSignature`, `BadRequest` and what refuses a proof.
        """
        claim = await self._claim(request, PURPOSE_KEYRING)
        device = await self.storage.device(claim.account, body.keyring.device)
        if claim.is_known and await self._is_repeated(claim, device, body.keyring):
            return claim.account, KeyringAnswer(body.keyring.version)
        _require_known(claim)
        if device is None or device.key != request.device_key:
            raise LoginRefused
        change = await self._keyring_change(claim, body)
        try:
            version = await self.storage.put_keyring(claim.spent, claim.account, change)
        except ChallengeRefused:
            # Two copies of one request met: the other one spent the challenge.
            if not await self._is_repeated(claim, device, body.keyring):
                raise
            version = body.keyring.version
        return claim.account, KeyringAnswer(version)

    # proofs

    async def is_known_device(self, request: ProvenRequest, device: bytes) -> bool:
        """Whether a device of the account of that name asks, not revoked, and signed the request with its key."""
        row, _, _ = await self._login(self.name_key(request.name))
        known = await self.storage.device(row.account, device)
        if known is None or known.revoked or known.key != request.device_key:
            return False
        return verify_signature(known.key, proof_bytes(request), request.device_signature)

    def name_key(self, name: str) -> bytes:
        """The 32 bytes under which a name is looked up; raises `BadRequest` for one that is not canonical."""
        if canonical_name(name) != name:
            raise BadRequest("The name is not in its canonical form.")
        return doorkeeper.name_key(self.keys, name)

    async def _claim(self, request: ProvenRequest, purpose: int) -> Claim:
        now = self.clock()
        _check_form(request, purpose)
        if request.origin not in self.origins:
            raise OriginRefused
        key = self.name_key(request.name)
        checked = doorkeeper.check_challenge(self.keys, request.challenge, key, purpose, now)
        row, login, is_known = await self._login(key)
        spent = SpentChallenge(checked.challenge_hash, checked.expires_at)
        return Claim(request, key, spent, row.account, login, is_known)

    async def _login(self, key: bytes) -> tuple[LoginRow, Login, bool]:
        found = await self.storage.login_row(key)
        row = found or self.decoy
        return row, doorkeeper.open_login(self.keys, row.account, row.sealed), found is not None

    # sessions

    def _new_session(
        self, account: bytes, device: bytes, device_key: bytes
    ) -> tuple[DeviceRow, SessionRow, bytes]:
        now, token = self.clock(), doorkeeper.new_token()
        row = DeviceRow(account, device, device_key, renewed_at=now)
        token_hash = doorkeeper.token_hash(token)
        return (
            row,
            SessionRow(token_hash, account, device, device_key, now + SESSION_SECONDS),
            token,
        )

    async def _signed_in(self, claim: Claim, device: bytes) -> Session:
        row, session, token = self._new_session(claim.account, device, claim.request.device_key)
        await self.storage.open_session(claim.spent, row, session)
        newest = await self.storage.newest_keyring(claim.account)
        wraps = await self.storage.wraps(claim.account)
        return Session(claim.account, token, SESSION_SECONDS, claim.login.slots, wraps, [newest])

    def _invitation(self, body: Registration) -> UsedInvitation | None:
        """What a new account here uses up. Raises `RegistrationClosed`, `InvitationRefused`."""
        if self.admission == "closed":
            raise RegistrationClosed
        if self.admission == "open":
            return None
        if body.invitation is None:
            raise InvitationRefused
        return UsedInvitation(doorkeeper.invitation_hash(body.invitation), self.clock())

    # keyrings

    def _login_row(self, account: bytes, key: bytes, login: Login) -> LoginRow:
        return LoginRow(account, key, doorkeeper.seal_login(self.keys, account, login))

    async def _keyring_change(self, claim: Claim, body: KeyringWrite) -> KeyringChange:
        newest = await self.storage.newest_keyring(claim.account)
        # Read after the version that the set compares: a login that changes from here on moves it, and nothing is set.
        _, login, _ = await self._login(claim.name_key)
        current = replace(claim, login=login)
        _require_known(current)
        await self._check_next_keyring(current, newest, body)
        return KeyringChange(body.keyring, self._changed_login(current, body), body.wraps)

    def _changed_login(self, claim: Claim, body: KeyringWrite) -> LoginRow | None:
        if body.slots is None and body.login_keys is None:
            return None
        held = claim.login
        slots = held.slots if body.slots is None else body.slots
        login = Login(held.name, held.salt, body.login_keys or held.login_keys, slots)
        return self._login_row(claim.account, claim.name_key, login)

    async def _is_repeated(self, claim: Claim, device: DeviceRow | None, keyring: Keyring) -> bool:
        """Whether this keyring is the newest already. It may have changed the login keys: the device alone proves."""
        request = claim.request
        if device is None or device.key != request.device_key:
            return False
        if not verify_signature(device.key, proof_bytes(request), request.device_signature):
            return False
        return await self.storage.newest_keyring(claim.account) == keyring

    async def _check_next_keyring(self, claim: Claim, newest: Keyring, body: KeyringWrite) -> None:
        keyring = body.keyring
        follows = keyring.version == newest.version + 1
        if not follows or keyring.previous != sealed_hash(newest.sealed):
            raise KeyringBehind
        if keyring.epoch != newest.epoch:
            raise BadRequest("Epochs are reserved.")
        _check_sealed(keyring, body.slots or (), body.wraps or ())
        if body.wraps is not None:
            held = {vault for vault, _ in await self.storage.vaults_of(claim.account)}
            if {wrap.vault for wrap in body.wraps} != held:
                raise BadRequest("The wraps are not those of the account's vaults.")
        device_key, login_keys = claim.request.device_key, claim.login.login_keys
        _check_keyring_signatures(claim.account, keyring, device_key, login_keys)


def _check_form(request: ProvenRequest, purpose: int) -> None:
    """Raises `ChallengeRefused` for a proof of something else, `BadRequest` without the signatures of its purpose."""
    if request.purpose != purpose:
        raise ChallengeRefused
    if purpose in DEVICE_ONLY_PURPOSES:
        fits = request.login_type == TYPE_NONE and not request.login_signature
    else:
        fits = request.login_type != TYPE_NONE and len(request.login_signature) == SIGNATURE_BYTES
    if not fits:
        raise BadRequest("The proof does not carry the signatures of its purpose.")


def _require_known(claim: Claim) -> None:
    """Raises `LoginRefused` unless the name exists and the proof holds; verifies in either case ([Note: Alike])."""
    _require_proof(claim.request, claim.login.login_keys)
    if not claim.is_known:
        raise LoginRefused


def _require_proof(request: ProvenRequest, login_keys: LoginKeys) -> None:
    signed = proof_bytes(request)
    by_device = verify_signature(request.device_key, signed, request.device_signature)
    by_login = request.login_type == TYPE_NONE or verify_signature(
        _login_key(login_keys, request.login_type), signed, request.login_signature
    )
    if not (by_device and by_login):
        raise LoginRefused


def _login_key(login_keys: LoginKeys, login_type: int) -> bytes:
    return login_keys.passphrase if login_type == TYPE_PASSPHRASE else login_keys.recovery


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
    _check_sealed(keyring, body.slots, body.wraps)
    _check_keyring_signatures(body.account, keyring, request.device_key, body.login_keys)


def _check_sealed(keyring: Keyring, slots: Sequence[Slot], wraps: Sequence[Wrap]) -> None:
    """What can be seen of sealed things from outside: version byte, epoch, and that none stands twice."""
    sealed = [keyring.sealed, *(s.sealed for s in slots), *(w.sealed for w in wraps)]
    if any(box[:1] != VERSION_BYTE for box in sealed):
        raise BadRequest("A sealed thing is of another version.")
    epochs = [*(s.epoch for s in slots), *(w.epoch for w in wraps)]
    if any(epoch > keyring.epoch for epoch in epochs):
        raise BadRequest("A slot or wrap is of a later epoch than the keyring.")
    slot_ids = {slot.slot for slot in slots}
    wrap_ids = {(wrap.vault, wrap.epoch) for wrap in wraps}
    if len(slot_ids) != len(slots) or len(wrap_ids) != len(wraps):
        raise BadRequest("A slot or wrap stands twice.")


def _check_keyring_signatures(
    account: bytes, keyring: Keyring, device_key: bytes, login_keys: LoginKeys
) -> None:
    signed = keyring_signed_bytes(account, keyring)
    login_key = _login_key(login_keys, keyring.login_type)
    by_device = verify_signature(device_key, signed, keyring.device_signature)
    if not (by_device and verify_signature(login_key, signed, keyring.login_signature)):
        raise BadSignature
