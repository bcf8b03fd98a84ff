"""Ways in: making an account, signing in, signing in again, unlocking (docs/protocol.md, Login)."""

from dataclasses import dataclass
from functools import partial

import msgspec

from goldseam.client.calls import insist
from goldseam.client.desk import Desk, open_vault, personal_vault
from goldseam.client.effects import Change, Procedure, get, write
from goldseam.client.held import (
    ACCOUNT_KEY,
    ALARM_KEY,
    CHECKPOINT_KEY,
    KEYRING_KEY,
    SECRETS_KEY,
    Enrolled,
    HeldKeyring,
    Secrets,
    parsed,
)
from goldseam.client.joining import join
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.accepting import accept_newest
from goldseam.crypto.chain import Checkpoint, checkpoint_bytes
from goldseam.crypto.keys import AccountKeys, account_keys, local_key, login_key, stretch
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.recovery import recovery_secret
from goldseam.crypto.seal import open_local, seal_local
from goldseam.crypto.slots import open_slot, seal_slot, seal_wrap
from goldseam.crypto.suite import KEY_BYTES, Random, Secret, SigningKey, signing_key
from goldseam.errors import Damaged, GoldseamError, KeyringMismatch, WrongSecret
from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    DeviceBody,
    Keyring,
    LoginKeys,
    Registration,
    Session,
    Slot,
    Wrap,
)
from goldseam.protocol.encoding import ID_BYTES, canonical_name

SALT_BYTES = 16


class NotEntered(GoldseamError):
    """There is no account in the folder."""

    code = "not_entered"
    sentence = "There is no account in this folder yet: begin with goldseam login."


class AlreadyEntered(GoldseamError):
    """Another account is in the folder: two never share one, for their pages would mix."""

    code = "already_entered"
    sentence = "This folder holds another account: give a folder of its own with --state."


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """Who enters, with what, from which device on which day (YYYY-MM-DD). `origin` is what is dialled.

    `invitation` is canonical, and looked at where an account is made.
    """

    origin: str
    name: str
    passphrase: str
    device_name: str
    today: str
    invitation: str | None = None

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class _Made:
    """An account that this device made, before anybody was told."""

    registration: Registration
    account_key: Secret
    device_key: SigningKey
    login: LoginSigner

    def __repr__(self) -> str:
        return "<redacted>"


def sign_up(entry: Entry, recovery_code: str, random: Random) -> Procedure[Desk]:
    """Make an account with its first vault, and this as its first device.

    Raises `AlreadyEntered`, `BadRequest` for a name that cannot be one, `NameTaken`, `SuiteRefused`, `Silence`.
    """
    name = canonical_name(entry.name)
    if (yield from enrolled_here()) is not None:
        raise AlreadyEntered
    made = _make_account(entry, name, recovery_code, random)
    prover = Prover(entry.origin, name, made.device_key, made.login, random)
    session = yield from insist(partial(_register, prover, made.registration))
    body = made.registration
    pinned = accept_newest(
        account_keys(made.account_key, body.account), body.keyring, made.login.key.public
    )
    enrolled = Enrolled(entry.origin, name, body.account, body.salt, body.device, body.slots)
    held = HeldKeyring(body.keyring, body.wraps)
    desk = desk_of(enrolled, made.account_key, made.device_key, session.token, pinned, held, random)
    return (yield from enter(desk, held))


def sign_in(entry: Entry, random: Random) -> Procedure[Desk]:
    """Enter an account from a new device and add the device to its keyring; or, on a device of it, a new session.

    Raises `AlreadyEntered`, `LoginRefused`, `SuiteRefused`, `WrongSecret`, `KeyringMismatch`, `Silence`.
    """
    name = canonical_name(entry.name)
    enrolled = yield from enrolled_here()
    if enrolled is None:
        return (yield from _sign_in_new(entry, name, random))
    if enrolled.name != name:
        raise AlreadyEntered
    return (yield from _sign_in_again(entry, random))


def unlock(passphrase: str, random: Random) -> Procedure[Desk]:
    """Open what rests here; needs no network. Raises `NotEntered`, `WrongSecret`, `Damaged`."""
    desk, _ = yield from _unlocked(passphrase, random)
    return desk


def enrolled_here() -> Procedure[Enrolled | None]:
    """The account that this device is of, or None; rests in clear."""
    data = yield from get("device", ACCOUNT_KEY)
    return None if data is None else parsed(Enrolled, data)


def _sign_in_new(entry: Entry, name: str, random: Random) -> Procedure[Desk]:
    device, device_key = random(ID_BYTES), signing_key(Secret(random(KEY_BYTES)))
    challenge = yield from challenge_for(name, PURPOSE_LOGIN)
    secret = stretch(entry.passphrase, name, challenge.salt)
    login = LoginSigner(TYPE_PASSPHRASE, login_key(secret, TYPE_PASSPHRASE))
    prover = Prover(entry.origin, name, device_key, login, random)
    route, body = ("POST", "/v1/sessions"), DeviceBody(device)
    session = yield from proven(prover, PURPOSE_LOGIN, challenge, route, body, Session)
    account_key = _account_key(secret, session.account, session.slots)
    keys = account_keys(account_key, session.account)
    newest = _accepted(keys, session, login)
    named = entry.device_name, entry.today
    keyring, pinned = yield from join(prover, keys, newest, device, named, session.token)
    enrolled = Enrolled(entry.origin, name, session.account, challenge.salt, device, session.slots)
    held = HeldKeyring(keyring, rings.listed_wraps(pinned.document, session.wraps))
    desk = desk_of(enrolled, account_key, device_key, session.token, pinned, held, random)
    return (yield from enter(desk, held))


def _accepted(
    keys: AccountKeys, session: Session, login: LoginSigner
) -> tuple[Keyring, rings.PinnedKeyring]:
    """The newest keyring. Raises `KeyringMismatch`, also for slots that it does not name, and without the vault's key:
    a device that could not be opened must not be added.
    """
    if not session.keyrings:
        raise KeyringMismatch
    newest = session.keyrings[-1]
    pinned = accept_newest(keys, newest, login.key.public)
    if rings.listed_slots(pinned.document, session.slots) != session.slots:
        raise KeyringMismatch
    wraps = rings.listed_wraps(pinned.document, session.wraps)
    open_vault(keys, pinned, wraps, personal_vault(pinned))
    return newest, pinned


def _sign_in_again(entry: Entry, random: Random) -> Procedure[Desk]:
    """A new session for the device that this is, perhaps at another address of the server; what it knows stays."""
    desk, secret = yield from _unlocked(entry.passphrase, random)
    enrolled = msgspec.structs.replace(desk.enrolled, origin=entry.origin)
    login = LoginSigner(TYPE_PASSPHRASE, login_key(secret, TYPE_PASSPHRASE))
    prover = Prover(enrolled.origin, enrolled.name, desk.device_key, login, random)
    challenge = yield from challenge_for(enrolled.name, PURPOSE_LOGIN)
    route, body = ("POST", "/v1/sessions"), DeviceBody(enrolled.device)
    session = yield from proven(prover, PURPOSE_LOGIN, challenge, route, body, Session)
    if session.account != enrolled.account:
        raise AlreadyEntered
    desk.token, desk.enrolled = session.token, enrolled
    account = Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(enrolled))
    yield from write([account, _rest(desk, SECRETS_KEY, _secrets(desk))])
    return desk


def _register(prover: Prover, registration: Registration) -> Procedure[Session]:
    challenge = yield from challenge_for(prover.name, PURPOSE_REGISTER)
    route = ("POST", "/v1/accounts")
    return (yield from proven(prover, PURPOSE_REGISTER, challenge, route, registration, Session))


def _make_account(entry: Entry, name: str, recovery_code: str, random: Random) -> _Made:
    account, salt, device = random(ID_BYTES), random(SALT_BYTES), random(ID_BYTES)
    account_key, device_key = Secret(random(KEY_BYTES)), signing_key(Secret(random(KEY_BYTES)))
    secrets = {
        TYPE_PASSPHRASE: stretch(entry.passphrase, name, salt),
        TYPE_RECOVERY: recovery_secret(recovery_code),
    }
    slots = [_slot(kind, secret, account_key, account, random) for kind, secret in secrets.items()]
    public = {kind: login_key(secret, kind).public for kind, secret in secrets.items()}
    login = LoginSigner(TYPE_PASSPHRASE, login_key(secrets[TYPE_PASSPHRASE], TYPE_PASSPHRASE))
    login_keys = LoginKeys(public[TYPE_PASSPHRASE], public[TYPE_RECOVERY])
    keys = account_keys(account_key, account)
    wrap = _first_wrap(keys, random)
    raw = documents.first_document(slots=slots, login_keys=login_keys, wraps=[wrap])
    raw = documents.with_device(raw, device, entry.device_name, device_key.public, entry.today)
    keyring = rings.seal_keyring(
        keys, raw, device=device, device_key=device_key, login=login, random=random
    )
    made = (account, salt, device, login_keys, slots, [wrap], keyring)
    body = Registration(*made, entry.invitation)
    return _Made(body, account_key, device_key, login)


def _slot(kind: int, secret: Secret, account_key: Secret, account: bytes, random: Random) -> Slot:
    slot = random(ID_BYTES)
    return seal_slot(
        secret, account_key, account=account, slot_type=kind, slot=slot, epoch=1, random=random
    )


def _first_wrap(keys: AccountKeys, random: Random) -> Wrap:
    vault, vault_key = random(ID_BYTES), Secret(random(KEY_BYTES))
    return seal_wrap(keys, vault_key, account_epoch=1, vault=vault, epoch=1, random=random)


def _account_key(secret: Secret, account: bytes, slots: list[Slot]) -> Secret:
    """The account key from the passphrase slot. `WrongSecret` for all that can be wrong."""
    found = [slot for slot in slots if slot.type == TYPE_PASSPHRASE]
    if len(found) != 1:
        raise WrongSecret
    return open_slot(secret, account, found[0])


def _unlocked(passphrase: str, random: Random) -> Procedure[tuple[Desk, Secret]]:
    """The device, unlocked, and the stretched passphrase."""
    enrolled = yield from enrolled_here()
    if enrolled is None:
        raise NotEntered
    secret = stretch(passphrase, enrolled.name, enrolled.salt)
    account_key = _account_key(secret, enrolled.account, enrolled.slots)
    local = local_key(account_key, enrolled.device)
    secrets = parsed(Secrets, (yield from _resting(local, SECRETS_KEY)))
    held = parsed(HeldKeyring, (yield from _resting(local, KEYRING_KEY)))
    keys = account_keys(account_key, enrolled.account)
    # It was accepted before it was stored, and the seal under LK says that nobody changed it since.
    pinned = rings.pin(held.keyring, rings.open_keyring(keys, held.keyring))
    device_key = signing_key(Secret(secrets.device_seed))
    desk = desk_of(enrolled, account_key, device_key, secrets.token, pinned, held, random)
    return desk, secret


def desk_of(
    enrolled: Enrolled,
    account_key: Secret,
    device_key: SigningKey,
    token: bytes,
    pinned: rings.PinnedKeyring,
    held: HeldKeyring,
    random: Random,
) -> Desk:
    """What this device works with, unlocked; `held` is its keyring with the wraps that it names."""
    keys, local = (
        account_keys(account_key, enrolled.account),
        local_key(account_key, enrolled.device),
    )
    vault = personal_vault(pinned)
    opened = open_vault(keys, pinned, held.wraps, vault)
    return Desk(enrolled, keys, local, device_key, random, vault, pinned, opened, token)


def enter(desk: Desk, held: HeldKeyring, checkpoint: Checkpoint | None = None) -> Procedure[Desk]:
    """Store, in one transaction, all that this device is, and the checkpoint that its first pull must continue."""
    mark = None if checkpoint is None else checkpoint_bytes(checkpoint)
    changes = [
        Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(desk.enrolled)),
        Change("device", ALARM_KEY, None),
        _rest(desk, SECRETS_KEY, _secrets(desk)),
        _rest(desk, KEYRING_KEY, held),
        Change("device", CHECKPOINT_KEY, mark and _sealed_at(desk, CHECKPOINT_KEY, mark)),
    ]
    yield from write(changes)
    return desk


def _secrets(desk: Desk) -> Secrets:
    return Secrets(desk.device_key.seed.value, desk.token)


# These are sealed before there is a driver that knows LK, so they do not go through the effects.
def _rest(desk: Desk, key: bytes, value: msgspec.Struct) -> Change:
    return Change("device", key, _sealed_at(desk, key, msgspec.msgpack.encode(value)))


def _sealed_at(desk: Desk, key: bytes, plaintext: bytes) -> bytes:
    return seal_local(desk.local, "device", key.hex(), plaintext, desk.random)


def _resting(local: Secret, key: bytes) -> Procedure[bytes]:
    value = yield from get("device", key)
    if value is None:
        raise Damaged
    return open_local(local, "device", key.hex(), value)
