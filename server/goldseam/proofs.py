"""Who asks: what a proven request has to show before anything is done for it (docs/protocol.md, Login).

[Note: Alike] A name that exists and one that does not run through the same steps and end in the same answer,
`login_refused`: for an unknown name a decoy stands in, whose keys nobody holds.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from goldseam import doorkeeper
from goldseam.doorkeeper import Login, ServerKeys, verify_signature
from goldseam.errors import BadRequest, ChallengeRefused, LoginRefused, OriginRefused, Revoked
from goldseam.protocol.accounts import (
    DEVICE_ONLY_PURPOSES,
    TYPE_NONE,
    TYPE_PASSPHRASE,
    LoginKeys,
    ProvenRequest,
    proof_bytes,
)
from goldseam.protocol.encoding import HASH_BYTES, ID_BYTES, canonical_name
from goldseam.storage.contract import DeviceRow, LoginRow, SpentChallenge, Storage

SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Claim:
    """A proof whose form, origin and challenge fit; whether its signatures hold is still open."""

    request: ProvenRequest
    name_key: bytes
    spent: SpentChallenge
    row: LoginRow
    login: Login
    is_known: bool

    @property
    def account(self) -> bytes:
        return self.row.account


@dataclass(frozen=True)
class Proofs:
    """What proofs are checked against. `clock` gives UTC seconds; `origins` are the addresses that clients may dial."""

    storage: Storage
    keys: ServerKeys
    origins: frozenset[str]
    clock: Callable[[], int]
    decoy: LoginRow = field(init=False)

    def __post_init__(self) -> None:
        account = secrets.token_bytes(ID_BYTES)
        sealed = doorkeeper.seal_login(self.keys, account, doorkeeper.decoy_login())
        object.__setattr__(self, "decoy", LoginRow(account, bytes(HASH_BYTES), sealed))

    async def claim(self, request: ProvenRequest, purpose: int) -> Claim:
        """Raises `ChallengeRefused`, `OriginRefused`, `BadRequest` for a proof that cannot be one of this purpose."""
        now = self.clock()
        _check_form(request, purpose)
        if request.origin not in self.origins:
            raise OriginRefused
        key = self.name_key(request.name)
        checked = doorkeeper.check_challenge(self.keys, request.challenge, key, purpose, now)
        row, login, is_known = await self.login(key)
        spent = SpentChallenge(checked.challenge_hash, checked.expires_at)
        return Claim(request, key, spent, row, login, is_known)

    async def login(self, key: bytes) -> tuple[LoginRow, Login, bool]:
        """The row of a name, what it holds, and whether there is one: else those of a decoy ([Note: Alike])."""
        found = await self.storage.login_row(key)
        row = found or self.decoy
        return row, doorkeeper.open_login(self.keys, row.account, row.sealed), found is not None

    async def proving_device(self, claim: Claim, device: bytes) -> DeviceRow:
        """The device of the account that proves; raises `LoginRefused`, and `Revoked` for one that was removed.

        A strange device is told no more than a strange name is.
        """
        known = await self.storage.device(claim.account, device)
        require_known(claim)
        if known is None or known.key != claim.request.device_key:
            raise LoginRefused
        if known.revoked:
            raise Revoked
        return known

    async def is_known_device(self, request: ProvenRequest, device: bytes) -> bool:
        """Whether a device of the account of that name asks, not revoked, and signed the request with its key."""
        row, _, _ = await self.login(self.name_key(request.name))
        known = await self.storage.device(row.account, device)
        return known is not None and not known.revoked and is_signed_by(request, known)

    def name_key(self, name: str) -> bytes:
        """The 32 bytes under which a name is looked up; raises `BadRequest` for one that is not canonical."""
        if canonical_name(name) != name:
            raise BadRequest("The name is not in its canonical form.")
        return doorkeeper.name_key(self.keys, name)

    def login_row(self, account: bytes, key: bytes, login: Login) -> LoginRow:
        """The row that holds a login, sealed anew."""
        return LoginRow(account, key, doorkeeper.seal_login(self.keys, account, login))


def is_signed_by(request: ProvenRequest, device: DeviceRow) -> bool:
    """Whether the request is one of this device, whatever its login key says."""
    if device.key != request.device_key:
        return False
    return verify_signature(device.key, proof_bytes(request), request.device_signature)


def require_known(claim: Claim) -> None:
    """Raises `LoginRefused` unless the name exists and the proof holds; verifies in either case ([Note: Alike])."""
    require_proof(claim.request, claim.login.login_keys)
    if not claim.is_known:
        raise LoginRefused


def require_proof(request: ProvenRequest, login_keys: LoginKeys) -> None:
    """Raises `LoginRefused` unless both signatures of the request hold, the login's under one of these keys."""
    signed = proof_bytes(request)
    by_device = verify_signature(request.device_key, signed, request.device_signature)
    by_login = request.login_type == TYPE_NONE or verify_signature(
        login_key(login_keys, request.login_type), signed, request.login_signature
    )
    if not (by_device and by_login):
        raise LoginRefused


def login_key(login_keys: LoginKeys, login_type: int) -> bytes:
    """The public key of a way to sign in, type 1 or 2."""
    return login_keys.passphrase if login_type == TYPE_PASSPHRASE else login_keys.recovery


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
