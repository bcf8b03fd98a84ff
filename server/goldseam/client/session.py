"""Ways in: making an account, signing in, unlocking, renewing, the keyring (docs/protocol.md, Login, Keyring)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from goldseam.client.calls import ask
from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, get, write
from goldseam.client.held import (
    ACCOUNT_KEY,
    ALARM_KEY,
    KEYRING_KEY,
    SECRETS_KEY,
    Enrolled,
    HeldKeyring,
    Secrets,
    parsed,
)
from goldseam.crypto import keyring as rings
from goldseam.crypto.keys import (
    AccountKeys,
    VaultKeys,
    account_keys,
    local_key,
    login_key,
    stretch,
    vault_keys,
)
from goldseam.crypto.login import LoginSigner, prove, require_suite
from goldseam.crypto.recovery import recovery_secret
from goldseam.crypto.seal import open_local, seal_local
from goldseam.crypto.slots import open_slot, open_wrap, seal_slot, seal_wrap
from goldseam.crypto.suite import KEY_BYTES, Random, Secret, SigningKey, signing_key
from goldseam.errors import Damaged, KeyringBehind, KeyringMismatch, SessionStale, WrongSecret
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    PURPOSE_RENEW,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    Challenge,
    ChallengeRequest,
    DeviceBody,
    Keyring,
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
    LoginKeys,
    Registration,
    Renewal,
    Session,
    Slot,
    Wrap,
)
from goldseam.protocol.encoding import ID_BYTES, canonical_name

SALT_BYTES = 16
KEYRING_TRIES = 5

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """Who enters, with what, from which device on which day (YYYY-MM-DD). `origin` is what is dialled."""

    origin: str
    name: str
    passphrase: str
    device_name: str
    today: str

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class Prover:
    """What a device proves itself with towards one server."""

    origin: str
    name: str
    device_key: SigningKey
    login: LoginSigner | None
    random: Random


def challenge_for(prover: Prover, purpose: int) -> Procedure[Challenge]:
    """A fresh challenge. Raises `SuiteRefused` before anything is derived from a passphrase."""
    body = ChallengeRequest(prover.name, purpose)
    challenge = yield from ask("POST", "/v1/challenges", Challenge, body=body)
    require_suite(challenge)
    return challenge


def proven(
    prover: Prover,
    purpose: int,
    challenge: Challenge,
    route: tuple[str, str],
    body: DeviceBody | KeyringWrite | Registration,
    kind: type[S],
    token: bytes | None = None,
) -> Procedure[S]:
    """The answer to a proven request on `route` (method, path)."""
    request = prove(
        purpose=purpose,
        origin=prover.origin,
        name=prover.name,
        challenge=challenge,
        body=body,
        device_key=prover.device_key,
        login=prover.login,
        random=prover.random,
    )
    return (yield from ask(*route, kind, body=request, token=token))


def sign_up(entry: Entry, recovery_code: str, random: Random) -> Procedure[Desk]:
    """Make an account with its first vault, and this as its first device. Raises `NameTaken`, `Silence`."""
    name = canonical_name(entry.name)
    device, account, vault = random(ID_BYTES), random(ID_BYTES), random(ID_BYTES)
    device_key = signing_key(Secret(random(KEY_BYTES)))
    salt, account_key, vault_key = (
        random(SALT_BYTES),
        Secret(random(KEY_BYTES)),
        Secret(random(KEY_BYTES)),
    )
    secrets = {
        TYPE_PASSPHRASE: stretch(entry.passphrase, name, salt),
        TYPE_RECOVERY: recovery_secret(recovery_code),
    }
    slots = [
        seal_slot(
            secret,
            account_key,
            account=account,
            slot_type=slot_type,
            slot=random(ID_BYTES),
            epoch=1,
            random=random,
        )
        for slot_type, secret in secrets.items()
    ]
    keys = account_keys(account_key, account)
    wrap = seal_wrap(keys, vault_key, account_epoch=1, vault=vault, epoch=1, random=random)
    signers = {kind: LoginSigner(kind, login_key(secret, kind)) for kind, secret in secrets.items()}
    login_keys = LoginKeys(signers[TYPE_PASSPHRASE].key.public, signers[TYPE_RECOVERY].key.public)
    raw = rings.with_device(
        rings.first_document(slots=slots, login_keys=login_keys, wraps=[wrap]),
        device,
        entry.device_name,
        device_key.public,
        entry.today,
    )
    login = signers[TYPE_PASSPHRASE]
    keyring = rings.seal_keyring(
        keys, raw, device=device, device_key=device_key, login=login, random=random
    )
    prover = Prover(entry.origin, name, device_key, login, random)
    challenge = yield from challenge_for(prover, PURPOSE_REGISTER)
    registration = Registration(account, salt, device, login_keys, slots, [wrap], keyring)
    session = yield from proven(
        prover, PURPOSE_REGISTER, challenge, ("POST", "/v1/accounts"), registration, Session
    )
    enrolled = Enrolled(entry.origin, name, account, salt, device, slots)
    pinned = rings.accept_newest(keys, keyring, login.key.public)
    held = HeldKeyring(keyring, [wrap])
    return (
        yield from _enrol(enrolled, account_key, device_key, session.token, pinned, held, random)
    )


def sign_in(entry: Entry, random: Random) -> Procedure[Desk]:
    """Enter an account from a new device, and add the device to its keyring.

    Raises `LoginRefused`, `SuiteRefused`, `WrongSecret`, `KeyringMismatch`, `Silence`.
    """
    name = canonical_name(entry.name)
    device, device_key = random(ID_BYTES), signing_key(Secret(random(KEY_BYTES)))
    challenge = yield from challenge_for(
        Prover(entry.origin, name, device_key, None, random), PURPOSE_LOGIN
    )
    secret = stretch(entry.passphrase, name, challenge.salt)
    login = LoginSigner(TYPE_PASSPHRASE, login_key(secret, TYPE_PASSPHRASE))
    prover = Prover(entry.origin, name, device_key, login, random)
    body = DeviceBody(device)
    session = yield from proven(
        prover, PURPOSE_LOGIN, challenge, ("POST", "/v1/sessions"), body, Session
    )
    account_key = _open_any(secret, session.account, session.slots)
    keys = account_keys(account_key, session.account)
    if not session.keyrings:
        raise KeyringMismatch
    newest = session.keyrings[-1]
    pinned = rings.accept_newest(keys, newest, login.key.public)
    slots = rings.listed_slots(pinned.document, session.slots)
    _open_any(
        secret, session.account, slots
    )  # The slot that opened must be one that the keyring names.
    joined, pinned = yield from _join(
        prover, keys, pinned, device, (entry.device_name, entry.today), session.token
    )
    wraps = rings.listed_wraps(pinned.document, session.wraps)
    enrolled = Enrolled(entry.origin, name, session.account, challenge.salt, device, slots)
    held = HeldKeyring(joined, wraps)
    return (
        yield from _enrol(enrolled, account_key, device_key, session.token, pinned, held, random)
    )


def unlock(passphrase: str, random: Random) -> Procedure[Desk]:
    """Open what rests here; needs no network. Raises `WrongSecret`, `Damaged`."""
    data = yield from get("device", ACCOUNT_KEY)
    if data is None:
        raise Damaged("There is no account in this folder yet: sign in first.")
    enrolled = parsed(Enrolled, data)
    secret = stretch(passphrase, enrolled.name, enrolled.salt)
    account_key = _open_any(secret, enrolled.account, enrolled.slots)
    local = local_key(account_key, enrolled.device)
    secrets = parsed(Secrets, (yield from _resting(local, SECRETS_KEY)))
    held = parsed(HeldKeyring, (yield from _resting(local, KEYRING_KEY)))
    keys = account_keys(account_key, enrolled.account)
    # It was accepted before it was stored, and the seal under LK says that nobody changed it since.
    pinned = rings.pin(held.keyring, rings.open_keyring(keys, held.keyring))
    return _desk(
        enrolled,
        keys,
        local,
        signing_key(Secret(secrets.device_seed)),
        secrets.token,
        pinned,
        held.wraps,
        random,
    )


def call(
    desk: Desk, method: str, path: str, kind: type[S], body: msgspec.Struct | bytes | None = None
) -> Procedure[S]:
    """A request in this device's session; a stale one is renewed once. Raises as `ask`, and `SignInAgain`."""
    try:
        return (yield from ask(method, path, kind, body=body, token=desk.token))
    except SessionStale:
        yield from renew(desk)
        return (yield from ask(method, path, kind, body=body, token=desk.token))


def renew(desk: Desk) -> Procedure[None]:
    """A new session, proven by the device key alone. Raises `SignInAgain`, `Revoked`, `Silence`."""
    enrolled = desk.enrolled
    prover = Prover(enrolled.origin, enrolled.name, desk.device_key, None, desk.random)
    challenge = yield from challenge_for(prover, PURPOSE_RENEW)
    route = ("POST", "/v1/sessions/renew")
    body = DeviceBody(enrolled.device)
    renewal = yield from proven(prover, PURPOSE_RENEW, challenge, route, body, Renewal)
    desk.token = renewal.token
    secrets = Secrets(desk.device_key.seed.value, renewal.token)
    yield from write([_rest(desk.local, SECRETS_KEY, secrets, desk.random)])


def refresh_keyring(desk: Desk) -> Procedure[None]:
    """Fetch and accept all newer versions of the keyring. Raises `KeyringMismatch`."""
    path = f"/v1/keyrings?after={desk.keyring.version}"
    news = yield from call(desk, "GET", path, Keyrings)
    if not news.keyrings:
        return
    pinned = rings.accept_all(desk.account_keys, desk.keyring, news.keyrings)
    wraps = rings.listed_wraps(pinned.document, news.wraps)
    slots = rings.listed_slots(pinned.document, news.slots)
    enrolled = msgspec.structs.replace(desk.enrolled, slots=slots)
    held = HeldKeyring(news.keyrings[-1], wraps)
    yield from write(
        [
            Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(enrolled)),
            _rest(desk.local, KEYRING_KEY, held, desk.random),
        ]
    )
    desk.enrolled, desk.keyring = enrolled, pinned
    desk.keys = open_vault(desk.account_keys, pinned, wraps, desk.vault)


def open_vault(
    keys: AccountKeys, pinned: rings.PinnedKeyring, wraps: list[Wrap], vault: bytes
) -> Mapping[int, VaultKeys]:
    """The vault's keys by epoch. Raises `KeyringMismatch` when a wrap does not open or epoch 1 is missing."""
    try:
        opened = {
            wrap.epoch: open_wrap(keys, pinned.document.epoch, wrap)
            for wrap in wraps
            if wrap.vault == vault
        }
    except Damaged as error:
        raise KeyringMismatch from error
    if 1 not in opened:
        raise KeyringMismatch
    return {epoch: vault_keys(key, opened[1], vault, epoch) for epoch, key in opened.items()}


def _join(
    prover: Prover,
    keys: AccountKeys,
    pinned: rings.PinnedKeyring,
    device: bytes,
    named: tuple[str, str],
    token: bytes,
) -> Procedure[tuple[Keyring, rings.PinnedKeyring]]:
    """Add this device to the keyring; where another version came first, accept it and try again."""
    if prover.login is None:
        raise ValueError("joining needs the login key")
    for _ in range(KEYRING_TRIES):
        raw = rings.with_device(
            rings.next_document(pinned), device, named[0], prover.device_key.public, named[1]
        )
        keyring = rings.seal_keyring(
            keys,
            raw,
            device=device,
            device_key=prover.device_key,
            login=prover.login,
            random=prover.random,
        )
        challenge = yield from challenge_for(prover, PURPOSE_KEYRING)
        body = KeyringWrite(keyring)
        route = ("PUT", "/v1/keyrings")
        try:
            yield from proven(prover, PURPOSE_KEYRING, challenge, route, body, KeyringAnswer, token)
        except KeyringBehind:
            path = f"/v1/keyrings?after={pinned.version}"
            news = yield from ask("GET", path, Keyrings, token=token)
            pinned = rings.accept_all(keys, pinned, news.keyrings)
            continue
        return keyring, rings.accept_next(keys, pinned, keyring)
    raise KeyringBehind


def _open_any(secret: Secret, account: bytes, slots: list[Slot]) -> Secret:
    """The account key from the passphrase slot. One error for all that can be wrong."""
    passphrase_slots = [slot for slot in slots if slot.type == TYPE_PASSPHRASE]
    if len(passphrase_slots) != 1:
        raise WrongSecret
    return open_slot(secret, account, passphrase_slots[0])


def _enrol(
    enrolled: Enrolled,
    account_key: Secret,
    device_key: SigningKey,
    token: bytes,
    pinned: rings.PinnedKeyring,
    held: HeldKeyring,
    random: Random,
) -> Procedure[Desk]:
    """Store, in one transaction, all that this device is."""
    keys = account_keys(account_key, enrolled.account)
    local = local_key(account_key, enrolled.device)
    desk = _desk(enrolled, keys, local, device_key, token, pinned, held.wraps, random)
    secrets = Secrets(device_key.seed.value, token)
    yield from write(
        [
            Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(enrolled)),
            Change("device", ALARM_KEY, None),
            _rest(local, SECRETS_KEY, secrets, random),
            _rest(local, KEYRING_KEY, held, random),
        ]
    )
    return desk


def _desk(
    enrolled: Enrolled,
    keys: AccountKeys,
    local: Secret,
    device_key: SigningKey,
    token: bytes,
    pinned: rings.PinnedKeyring,
    wraps: list[Wrap],
    random: Random,
) -> Desk:
    personal = [v for v, entry in pinned.document.vaults.items() if entry.kind == "personal"]
    if len(personal) != 1:
        raise KeyringMismatch
    vault = personal[0]
    opened = open_vault(keys, pinned, wraps, vault)
    return Desk(enrolled, keys, local, device_key, random, vault, pinned, opened, token)


# The device's own secrets are sealed before there is a driver that knows LK, so they do not go through the effects.
def _rest(local: Secret, key: bytes, value: msgspec.Struct, random: Random) -> Change:
    plaintext = msgspec.msgpack.encode(value)
    return Change("device", key, seal_local(local, "device", key.hex(), plaintext, random))


def _resting(local: Secret, key: bytes) -> Procedure[bytes]:
    value = yield from get("device", key)
    if value is None:
        raise Damaged
    return open_local(local, "device", key.hex(), value)
