"""Ways in: making an account, signing in, signing in again, unlocking (docs/protocol.md, Login)."""

from dataclasses import dataclass
from functools import partial

import msgspec

from goldseam.client.calls import insist
from goldseam.client.changing import change_ways
from goldseam.client.desk import Desk, Holder, open_vault, personal_vault
from goldseam.client.effects import Procedure
from goldseam.client.held import Enrolled, HeldKeyring
from goldseam.client.joining import Newcomer, Standing, join, standing
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.resting import desk_of, enrolled_here, enter, opened_desk
from goldseam.client.returning import AlreadyEntered, sign_in_again
from goldseam.client.typed import Typed, both_ways
from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.accepting import accept_newest
from goldseam.crypto.keys import AccountKeys, account_keys, stretch
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.recovery import recovery_secret
from goldseam.crypto.slots import seal_wrap
from goldseam.crypto.suite import KEY_BYTES, Random, Secret, SigningKey, signing_key
from goldseam.errors import GoldseamError, KeyringMismatch
from goldseam.protocol.accounts import (
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    DeviceBody,
    Keyrings,
    Registration,
    Session,
    Wrap,
)
from goldseam.protocol.encoding import ID_BYTES, canonical_name

SALT_BYTES = 16


class NotEntered(GoldseamError):
    """There is no account in the folder."""

    code = "not_entered"
    sentence = "There is no account in this folder yet: begin with goldseam login."


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
        return (yield from _enter_new(entry, name, None, None, random))
    known = yield from _returning(entry, name, enrolled, random)
    typed = Typed(TYPE_PASSPHRASE, stretched(entry.passphrase, name, enrolled.salt))
    return (yield from sign_in_again(known, typed, random)).desk


def unlock(passphrase: str, random: Random) -> Procedure[Desk]:
    """Open what rests here; needs no network. Raises `NotEntered`, `WrongSecret`, `Damaged`."""
    return (yield from hold(passphrase, random)).desk


def hold(passphrase: str, random: Random) -> Procedure[Holder]:
    """As `unlock`, with what only the passphrase gives, for what needs a fresh signature."""
    enrolled = yield from enrolled_here()
    if enrolled is None:
        raise NotEntered
    typed = Typed(TYPE_PASSPHRASE, stretched(passphrase, enrolled.name, enrolled.salt))
    account_key = typed.open(enrolled.account, enrolled.slots)
    desk = yield from opened_desk(enrolled, account_key, random)
    return Holder(desk, account_key, typed.login)


def recover(entry: Entry, code: str, new_code: str, random: Random) -> Procedure[Desk]:
    """Enter by the recovery code alone: `entry` has the new passphrase, and the old code is dead afterwards.

    A new device is added; a device of the account keeps what rests on it. Raises as `sign_in`, and `KeyringBehind`.
    """
    name, typed = canonical_name(entry.name), Typed(TYPE_RECOVERY, recovery_secret(code))
    new = Typed(TYPE_RECOVERY, recovery_secret(new_code))
    enrolled = yield from enrolled_here()
    if enrolled is None:
        return (yield from _enter_new(entry, name, typed, new, random))
    known = yield from _returning(entry, name, enrolled, random)
    holder = yield from sign_in_again(known, typed, random)
    passphrase = Typed(TYPE_PASSPHRASE, stretched(entry.passphrase, name, enrolled.salt))
    yield from change_ways(holder, (passphrase, new))
    return holder.desk


def stretched(passphrase: str, name: str, salt: bytes) -> Secret:
    """The secret of a passphrase; `name` is canonical. Takes about a third of a second and 64 MiB."""
    return stretch(passphrase, name, salt)


def _returning(entry: Entry, name: str, enrolled: Enrolled, random: Random) -> Procedure[Enrolled]:
    """The device that comes back, perhaps at another address of the server. Raises `AlreadyEntered`."""
    if enrolled.name != name:
        raise AlreadyEntered
    if (
        not enrolled.device_seed
    ):  # A folder of before there were new keys: its own passphrase opens the device key.
        enrolled = (yield from unlock(entry.passphrase, random)).enrolled
    return msgspec.structs.replace(enrolled, origin=entry.origin)


def _enter_new(
    entry: Entry, name: str, typed: Typed | None, new_code: Typed | None, random: Random
) -> Procedure[Desk]:
    """A device more, by what was typed, else by the passphrase; with a new code both ways in are new."""
    device, device_key = random(ID_BYTES), signing_key(Secret(random(KEY_BYTES)))
    challenge = yield from challenge_for(name, PURPOSE_LOGIN)
    passphrase = Typed(TYPE_PASSPHRASE, stretched(entry.passphrase, name, challenge.salt))
    typed = typed or passphrase
    prover = Prover(entry.origin, name, device_key, typed.login, random)
    route, body = ("POST", "/v1/sessions"), DeviceBody(device)
    session = yield from proven(prover, PURPOSE_LOGIN, challenge, route, body, Session)
    account, account_key = session.account, typed.open(session.account, session.slots)
    keys = account_keys(account_key, account)
    newest = _accepted(keys, session, typed.login)
    epoch = newest.pinned.document.epoch
    ways = None
    if new_code is not None:
        ways = both_ways(
            passphrase, new_code, account_key, account=account, epoch=epoch, random=random
        )
    newcomer = Newcomer(device, entry.device_name, entry.today, ways)
    stands = yield from join(prover, keys, newest, newcomer, session.token)
    enrolled = Enrolled(entry.origin, name, account, challenge.salt, device, stands.slots)
    held = HeldKeyring(stands.keyring, stands.wraps)
    desk = desk_of(enrolled, account_key, device_key, session.token, stands.pinned, held, random)
    return (yield from enter(desk, held))


def _accepted(keys: AccountKeys, session: Session, login: LoginSigner) -> Standing:
    """The newest keyring. Raises `KeyringMismatch`, also for slots that it does not name, and without the vault's key:
    a device that could not be opened must not be added.
    """
    if not session.keyrings:
        raise KeyringMismatch
    newest = session.keyrings[-1]
    pinned = accept_newest(keys, newest, login.key.public)
    stands = standing(newest, pinned, Keyrings([newest], session.slots, session.wraps))
    if stands.slots != session.slots:
        raise KeyringMismatch
    open_vault(keys, pinned, stands.wraps, personal_vault(pinned))
    return stands


def _register(prover: Prover, registration: Registration) -> Procedure[Session]:
    challenge = yield from challenge_for(prover.name, PURPOSE_REGISTER)
    route = ("POST", "/v1/accounts")
    return (yield from proven(prover, PURPOSE_REGISTER, challenge, route, registration, Session))


def _make_account(entry: Entry, name: str, recovery_code: str, random: Random) -> _Made:
    account, salt, device = random(ID_BYTES), random(SALT_BYTES), random(ID_BYTES)
    account_key, device_key = Secret(random(KEY_BYTES)), signing_key(Secret(random(KEY_BYTES)))
    passphrase = Typed(TYPE_PASSPHRASE, stretched(entry.passphrase, name, salt))
    code = Typed(TYPE_RECOVERY, recovery_secret(recovery_code))
    ways = both_ways(passphrase, code, account_key, account=account, epoch=1, random=random)
    keys, login = account_keys(account_key, account), passphrase.login
    wrap = _first_wrap(keys, random)
    raw = documents.first_document(slots=ways.slots, login_keys=ways.login_keys, wraps=[wrap])
    raw = documents.with_device(raw, device, entry.device_name, device_key.public, entry.today)
    keyring = rings.seal_keyring(
        keys, raw, device=device, device_key=device_key, login=login, random=random
    )
    made = (account, salt, device, ways.login_keys, ways.slots, [wrap], keyring)
    return _Made(Registration(*made, entry.invitation), account_key, device_key, login)


def _first_wrap(keys: AccountKeys, random: Random) -> Wrap:
    vault, vault_key = random(ID_BYTES), Secret(random(KEY_BYTES))
    return seal_wrap(keys, vault_key, account_epoch=1, vault=vault, epoch=1, random=random)
