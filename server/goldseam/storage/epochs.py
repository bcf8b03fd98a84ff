"""Whether an account takes new keys: the tests that need a store (docs/protocol.md, Epochs)."""

from collections.abc import Mapping, Sequence

from goldseam.errors import BadRequest, Behind
from goldseam.protocol.epochs import VaultEpoch


def check_epochs(held: Mapping[bytes, tuple[int, int]], vaults: Sequence[VaultEpoch]) -> None:
    """`held` gives the sequence and the minimum epoch of every vault of the account.

    Raises `BadRequest` unless each of them has its next epoch, `Behind` where one stands at another sequence.
    """
    asked = {raised.vault: raised for raised in vaults}
    if len(asked) != len(vaults) or asked.keys() != held.keys():
        raise BadRequest("New keys name every vault of the account once.")
    for vault, (_, minimum_epoch) in held.items():
        if asked[vault].epoch != minimum_epoch + 1:
            raise BadRequest("The epoch of a vault is not its next one.")
    for vault, (sequence, _) in held.items():
        if asked[vault].sequence != sequence:
            raise Behind(sequence=sequence)
