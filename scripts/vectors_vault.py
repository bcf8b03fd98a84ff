"""A vault with a history, from which the vectors of commits and pulls are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldseam.crypto import keys
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.commit import BuiltCommit, build_commit
from goldseam.crypto.seal import seal_revision
from goldseam.crypto.state import VaultState, fresh_state
from goldseam.protocol.revisions import Head, Revision, StoredRevision
from scripts.vectors_account import LAPTOP, PHONE, VAULT, Device
from scripts.vectors_case import a_secret, an_id, source

VAULT_KEY, LATER_VAULT_KEY = a_secret("vault key"), a_secret("vault key of epoch 2")
KEYS = {
    1: keys.vault_keys(VAULT_KEY, VAULT_KEY, VAULT, 1),
    2: keys.vault_keys(LATER_VAULT_KEY, VAULT_KEY, VAULT, 2),
}
A, B, C, D = (an_id(f"record {name}") for name in "ABCD")
REMOVED: JsonObject = {"deleted": True, "erase": True}


@dataclass(frozen=True)
class Step:
    """One commit of the history and what the server stores of it."""

    built: BuiltCommit
    head: Head
    revisions: Sequence[StoredRevision]

    @property
    def state(self) -> VaultState:
        """The state after the commit."""
        return self.built.state


def entry(body: str) -> JsonObject:
    """A page with a body."""
    return {"kind": "entry", "v": 1, "title": "", "body": body, "tags": []}


def revision(record: bytes, number: int, value: JsonObject, epoch: int = 1) -> Revision:
    """A sealed revision, its nonce made from its place and content."""
    nonce = source(f"{record.hex()} {number} {epoch} {value}")
    return Revision(record, number, seal_revision(KEYS[epoch], record, number, value, nonce))


def step(
    state: VaultState,
    revisions: Sequence[Revision],
    *,
    device: Device = PHONE,
    epoch: int = 1,
    keyring_version: int = 1,
    erase: Sequence[bytes] = (),
) -> Step:
    """A commit of a device upon a state."""
    built = build_commit(
        KEYS,
        state,
        epoch=epoch,
        keyring_version=keyring_version,
        device=device.id,
        device_key=device.key,
        revisions=revisions,
        erase=erase,
    )
    sequence = built.state.sequence
    head = Head(
        sequence,
        epoch,
        keyring_version,
        device.id,
        built.digest,
        built.body.tag,
        built.body.signature,
    )
    stored = [StoredRevision(r.record, r.number, epoch, sequence, r.sealed) for r in revisions]
    return Step(built, head, stored)


FRESH = fresh_state(VAULT)
STEP_1 = step(FRESH, [revision(A, 1, entry("one")), revision(B, 1, entry("two"))])
STEP_2 = step(
    STEP_1.state,
    [revision(A, 2, entry("one and more"))],
    device=LAPTOP,
    keyring_version=2,
)
STEP_3 = step(
    STEP_2.state,
    [revision(B, 2, REMOVED), revision(C, 1, entry("three"))],
    keyring_version=2,
    erase=[B],
)
STEP_4 = step(STEP_3.state, [], device=LAPTOP, keyring_version=2)
STEPS = (STEP_1, STEP_2, STEP_3, STEP_4)


def changed_after(sequence: int, steps: Sequence[Step] = STEPS) -> list[StoredRevision]:
    """The newest revision of every record that changed after a sequence, as the server orders them."""
    newest: dict[bytes, StoredRevision] = {}
    for later in steps[sequence:]:
        newest |= {revision.record: revision for revision in later.revisions}
    return sorted(newest.values(), key=lambda stored: (stored.sequence, stored.record))


def digests(steps: Sequence[Step]) -> bytes:
    """The digests of commits, concatenated."""
    return b"".join(later.built.digest for later in steps)


def shown_state(state: VaultState) -> dict[str, object]:
    """A state as vectors hold it: D in 32 bytes, rows by record."""
    rows: Mapping[bytes, object] = {
        record: {"number": row.number, "epoch": row.epoch, "hash": row.hash}
        for record, row in sorted(state.rows.items())
    }
    return {
        "sequence": state.sequence,
        "chain": state.chain,
        "commit": state.commit,
        "keyring_version": state.keyring_version,
        "total": state.total.to_bytes(32, "big"),
        "rows": rows,
    }
