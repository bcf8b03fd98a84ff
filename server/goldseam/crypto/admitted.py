"""What the old device tells the new one in the answer of a pairing (docs/protocol.md, Pairing)."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import Checkpoint, checkpoint_bytes, parse_checkpoint
from goldseam.crypto.suite import Secret
from goldseam.errors import BadRequest, Damaged, WrongSecret
from goldseam.protocol.accounts import Keyring, Slot, Wrap
from goldseam.protocol.encoding import Epoch, canonical_name
from goldseam.protocol.limits import MAX_SLOTS, MAX_WRAPS

T = TypeVar("T")

HexId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
HexKey = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
HexBytes = Annotated[str, Meta(pattern="^([0-9a-f]{2})+$")]


@dataclass(frozen=True, slots=True, repr=False)
class Admitted:
    """An account as a device enters it that typed no passphrase. `epoch` is the account epoch."""

    account: bytes
    name: str
    salt: bytes
    account_key: Secret
    epoch: int
    keyring: Keyring
    slots: list[Slot]
    wraps: list[Wrap]
    checkpoint: Checkpoint

    def __repr__(self) -> str:
        return "<redacted>"


class _Fields(msgspec.Struct, frozen=True):
    account: HexId
    name: str
    salt: HexId
    account_key: HexKey
    epoch: Epoch
    keyring: HexBytes
    slots: Annotated[list[HexBytes], Meta(max_length=MAX_SLOTS)]
    wraps: Annotated[list[HexBytes], Meta(max_length=MAX_WRAPS)]
    checkpoint: HexBytes


def admitted_to_json(admitted: Admitted) -> JsonObject:
    """The document that is sealed."""
    return {
        "account": admitted.account.hex(),
        "name": admitted.name,
        "salt": admitted.salt.hex(),
        "account_key": admitted.account_key.value.hex(),
        "epoch": admitted.epoch,
        "keyring": _packed(admitted.keyring),
        "slots": [_packed(slot) for slot in admitted.slots],
        "wraps": [_packed(wrap) for wrap in admitted.wraps],
        "checkpoint": checkpoint_bytes(admitted.checkpoint).hex(),
    }


def admitted_from_json(value: JsonObject) -> Admitted:
    """What an opened answer says. Raises `WrongSecret` for anything else."""
    try:
        fields = msgspec.convert(value, _Fields)
        if canonical_name(fields.name) != fields.name:
            raise WrongSecret
        return Admitted(
            bytes.fromhex(fields.account),
            fields.name,
            bytes.fromhex(fields.salt),
            Secret(bytes.fromhex(fields.account_key)),
            fields.epoch,
            _unpacked(fields.keyring, Keyring),
            [_unpacked(slot, Slot) for slot in fields.slots],
            [_unpacked(wrap, Wrap) for wrap in fields.wraps],
            parse_checkpoint(bytes.fromhex(fields.checkpoint)),
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, Damaged, BadRequest) as error:
        raise WrongSecret from error


def _packed(value: Keyring | Slot | Wrap) -> str:
    return msgspec.msgpack.encode(value).hex()


def _unpacked(text: str, kind: type[T]) -> T:
    return msgspec.msgpack.decode(bytes.fromhex(text), type=kind)
