"""The server's only cryptography: signatures, sealed login rows, tokens and challenges (docs/protocol.md, Login).

Nothing here can open what a client sealed. Everything hangs on the login secret, which rests outside the database:
whoever has the database alone can neither list names nor test passphrases.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from goldseam.errors import ChallengeRefused, ServerError, SettingsError
from goldseam.protocol.accounts import SLOT_BYTES, LoginKeys, Slot
from goldseam.protocol.encoding import label, u8, u32
from goldseam.protocol.limits import CHALLENGE_SECONDS

LEAST_SECRET_BYTES = 32
TOKEN_BYTES = 32
_NONCE_BYTES = 12
_TIME_BYTES = 4
_RANDOM_BYTES = 12
_MAC_BYTES = 16


@dataclass(frozen=True, repr=False)
class ServerKeys:
    """What the login secret becomes: one 32-byte key for each use."""

    name: bytes
    row: bytes
    challenge: bytes
    decoy: bytes
    fingerprint: bytes


class Login(msgspec.Struct, frozen=True):
    """What a login row holds sealed."""

    name: str
    salt: bytes
    login_keys: LoginKeys
    slots: list[Slot]


@dataclass(frozen=True)
class CheckedChallenge:
    """A challenge that fits; spending it is the storage's part."""

    challenge_hash: bytes
    expires_at: int


def server_keys(secret: bytes) -> ServerKeys:
    """The keys of a login secret; raises `SettingsError` for one shorter than 32 bytes."""
    if len(secret) < LEAST_SECRET_BYTES:
        raise SettingsError(f"The login secret is shorter than {LEAST_SECRET_BYTES} bytes.")
    return ServerKeys(
        *(_mac(secret, label(f"goldseam/server/{use}")) for use in ServerKeys.__annotations__)
    )


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature (RFC 8032) verifies; False also for a key or signature of a wrong form."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def name_key(keys: ServerKeys, name: str) -> bytes:
    """The 32 bytes under which a canonical name is looked up."""
    return _mac(keys.name, name.encode())


def seal_login(keys: ServerKeys, account: bytes, login: Login) -> bytes:
    """A login row's secret part: nonce(12) ‖ AES-256-GCM, bound to its account."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(keys.row).encrypt(nonce, msgspec.msgpack.encode(login), _row_aad(account))


def open_login(keys: ServerKeys, account: bytes, sealed: bytes) -> Login:
    """The opposite of `seal_login`; raises `ServerError` when it was sealed under another secret or was damaged."""
    nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return msgspec.msgpack.decode(
            AESGCM(keys.row).decrypt(nonce, box, _row_aad(account)), type=Login
        )
    except (InvalidTag, ValueError) as error:
        raise ServerError("A login row does not open under the login secret.") from error


def decoy_salt(keys: ServerKeys, name: str) -> bytes:
    """The salt of a name that does not exist: the same every time, and like any other."""
    return _mac(keys.decoy, name.encode())[:16]


def decoy_login() -> Login:
    """A login of the usual size whose keys nobody holds: unknown names are verified against it."""
    public = [Ed25519PrivateKey.generate().public_key().public_bytes_raw() for _ in range(2)]
    slots = [
        Slot(secrets.token_bytes(16), slot_type, 1, secrets.token_bytes(SLOT_BYTES))
        for slot_type in (1, 2)
    ]
    return Login("", bytes(16), LoginKeys(*public), slots)


def new_token() -> bytes:
    """A session token: 32 random bytes."""
    return secrets.token_bytes(TOKEN_BYTES)


def token_hash(token: bytes) -> bytes:
    """The form in which a token is stored and looked up."""
    return hashlib.sha256(token).digest()


def invitation_hash(code: str) -> bytes:
    """The form in which an invitation is stored and looked up; a code has 100 random bits, so no key is needed."""
    return hashlib.sha256(label("goldseam/server/invitation") + code.encode()).digest()


def make_challenge(keys: ServerKeys, name_key: bytes, purpose: int, now: int) -> bytes:
    """32 bytes bound to a name and a purpose: expiry(4) ‖ random(12) ‖ MAC(16). Nothing is stored until it is spent."""
    start = u32(now + CHALLENGE_SECONDS) + secrets.token_bytes(_RANDOM_BYTES)
    return start + _challenge_mac(keys, start, name_key, purpose)


def check_challenge(
    keys: ServerKeys, challenge: bytes, name_key: bytes, purpose: int, now: int
) -> CheckedChallenge:
    """Raises `ChallengeRefused` for a challenge that is over, or of another server, name or purpose.

    One that lasts longer than a challenge can was made by a clock that was ahead.
    """
    start, mac = challenge[:-_MAC_BYTES], challenge[-_MAC_BYTES:]
    expires_at = int.from_bytes(start[:_TIME_BYTES], "big")
    genuine = hmac.compare_digest(mac, _challenge_mac(keys, start, name_key, purpose))
    if not genuine or not 0 < expires_at - now <= CHALLENGE_SECONDS:
        raise ChallengeRefused
    return CheckedChallenge(hashlib.sha256(challenge).digest(), expires_at)


def _challenge_mac(keys: ServerKeys, start: bytes, name_key: bytes, purpose: int) -> bytes:
    return _mac(keys.challenge, start + name_key + u8(purpose))[:_MAC_BYTES]


def _row_aad(account: bytes) -> bytes:
    return label("goldseam/server/login-row") + account


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
