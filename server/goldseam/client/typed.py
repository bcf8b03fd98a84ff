"""What a person typed, and what it gives: a login key, a way into slots, new slots (docs/protocol.md, Keyring)."""

from dataclasses import dataclass

from goldseam.crypto.keys import login_key
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.slots import open_slot, seal_slot
from goldseam.crypto.suite import Random, Secret
from goldseam.errors import WrongSecret
from goldseam.protocol.accounts import TYPE_PASSPHRASE, TYPE_RECOVERY, LoginKeys, Slot
from goldseam.protocol.encoding import ID_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """A passphrase, stretched (type 1), or a recovery code (type 2)."""

    type: int
    secret: Secret

    def __repr__(self) -> str:
        return "<redacted>"

    @property
    def login(self) -> LoginSigner:
        """The login key that it gives."""
        return LoginSigner(self.type, login_key(self.secret, self.type))

    def open(self, account: bytes, slots: list[Slot]) -> Secret:
        """The account key, from the one slot of this type. `WrongSecret` for all that can be wrong."""
        found = [slot for slot in slots if slot.type == self.type]
        if len(found) != 1:
            raise WrongSecret
        return open_slot(self.secret, account, found[0])

    def slot(self, account_key: Secret, account: bytes, epoch: int, random: Random) -> Slot:
        """A new slot that it opens, of an account epoch."""
        return seal_slot(
            self.secret,
            account_key,
            account=account,
            slot_type=self.type,
            slot=random(ID_BYTES),
            epoch=epoch,
            random=random,
        )


@dataclass(frozen=True, slots=True)
class Ways:
    """The whole set of slots, and the login keys that go with them."""

    slots: list[Slot]
    login_keys: LoginKeys


def both_ways(
    passphrase: Typed,
    code: Typed,
    account_key: Secret,
    *,
    account: bytes,
    epoch: int,
    random: Random,
) -> Ways:
    """The two ways in that every account has, both new."""
    slots = [way.slot(account_key, account, epoch, random) for way in (passphrase, code)]
    return Ways(slots, LoginKeys(passphrase.login.key.public, code.login.key.public))


def with_way(ways: Ways, new: Typed, account_key: Secret, account: bytes, random: Random) -> Ways:
    """The same ways in but for one, which takes the place of the one of its type."""
    epoch = ways.slots[0].epoch
    kept = [slot for slot in ways.slots if slot.type != new.type]
    public = {TYPE_PASSPHRASE: ways.login_keys.passphrase, TYPE_RECOVERY: ways.login_keys.recovery}
    public[new.type] = new.login.key.public
    slots = [new.slot(account_key, account, epoch, random), *kept]
    return Ways(slots, LoginKeys(public[TYPE_PASSPHRASE], public[TYPE_RECOVERY]))
