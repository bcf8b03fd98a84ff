"""Vectors of Pulling after new keys: `after`, and heads of an epoch before (docs/protocol.md, Epochs)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from goldseam.crypto import keyring_document as documents
from goldseam.crypto.canonical import Json
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.state import VaultState
from goldseam.protocol.revisions import Page
from scripts.vectors_account import LAPTOP, VAULT
from scripts.vectors_case import Case, a_hash
from scripts.vectors_pull import BOTH_EPOCHS, accepted, page_of, refused
from scripts.vectors_renewed import ON, PINNED_RENEWED, RAW_RENEWED
from scripts.vectors_vault import (
    FRESH,
    STEP_2,
    STEP_3,
    STEP_4,
    STEPS,
    A,
    Step,
    entry,
    revision,
    step,
)

AREA = "pull"
OF_NEW_KEYS = step(
    STEP_3.state, [revision(A, 3, entry("of epoch 2"), 2)], epoch=2, keyring_version=3
)
NOTHING_WRITTEN = step(STEP_3.state, [], epoch=2, keyring_version=3)


def cases() -> Iterator[Case]:
    """All vectors of pulling with a keyring of new keys, made at sequence 3."""
    yield from _good()
    yield from _bad()
    yield from _other_histories()


def _steps(*later: Step) -> Sequence[Step]:
    return (*STEPS[:3], *later)


def _accepted(name: str, reason: str, state: VaultState, steps: Sequence[Step]) -> Case:
    page = page_of(state, steps)
    return accepted(name, reason, state, [page], PINNED_RENEWED, vault_keys=BOTH_EPOCHS)


def _good() -> Iterator[Case]:
    reason = "a head of the new keys, from the beginning"
    yield _accepted("new-keys", reason, FRESH, _steps(OF_NEW_KEYS))
    reason = "a head of the new keys, from before them"
    yield _accepted("new-keys-from-2", reason, STEP_2.state, _steps(OF_NEW_KEYS))
    reason = "a head of the new keys, from where they were made"
    yield _accepted("new-keys-from-3", reason, STEP_3.state, _steps(OF_NEW_KEYS))
    reason = "the first commit of the new keys may have no revisions"
    yield _accepted("new-keys-nothing", reason, STEP_3.state, _steps(NOTHING_WRITTEN))
    reason = "the head at which the new keys were made is of the old ones"
    yield _accepted("new-keys-at-head", reason, FRESH, _steps())
    yield _accepted("new-keys-held", reason, STEP_3.state, _steps())


def _refused(
    name: str,
    reason: str,
    code: str,
    page: Page,
    state: VaultState = FRESH,
    keyring: PinnedKeyring = PINNED_RENEWED,
) -> Case:
    return refused(name, reason, code, page, state, keyring, vault_keys=BOTH_EPOCHS)


def _bad() -> Iterator[Case]:
    reason = "the history ends before the new keys were made"
    older = page_of(FRESH, STEPS[:2])
    yield _refused("before-new-keys", reason, "rolled_back", older)
    none = Page([], None, 0, None, b"")
    yield _refused("emptied-before-new-keys", reason, "rolled_back", none)
    reason = "a head of the old keys beyond where the new ones were made"
    yield _refused("old-epoch-beyond", reason, "keyring_mismatch", page_of(FRESH))
    beyond = page_of(STEP_3.state)
    yield _refused("old-epoch-beyond-3", reason, "keyring_mismatch", beyond, STEP_3.state)
    held = page_of(STEP_4.state)
    yield _refused("old-epoch-held", reason, "keyring_mismatch", held, STEP_4.state)
    claimed = step(STEP_3.state, [], device=LAPTOP, epoch=1, keyring_version=3)
    reason = "a head of the old keys that names the new keyring"
    lie = page_of(FRESH, _steps(claimed))
    yield _refused("old-epoch-new-keyring", reason, "keyring_mismatch", lie)
    forged = page_of(FRESH, _steps(STEP_4), epoch=2)
    reason = "a head of the old keys that is called one of the new"
    yield _refused("old-epoch-renamed", reason, "tag_mismatch", forged)


def _other_histories() -> Iterator[Case]:
    other = _made_at(3, a_hash("another chain").hex())
    page = page_of(FRESH, _steps(OF_NEW_KEYS))
    reason = "the new keys were made on another history"
    yield _refused("after-other-chain", reason, "chain_mismatch", page, keyring=other)
    page = page_of(STEP_3.state, _steps(OF_NEW_KEYS))
    reason = "the new keys were made on another history, at the very head held"
    code = "chain_mismatch"
    yield _refused("after-other-chain-held", reason, code, page, STEP_3.state, other)
    at_head = page_of(STEP_3.state, _steps())
    reason = "the new keys were made on another history, and nothing is new"
    yield _refused("after-other-chain-at-head", reason, code, at_head, STEP_3.state, other)
    later = _made_at(4, STEP_4.state.chain.hex())
    page = page_of(FRESH, _steps(OF_NEW_KEYS))
    reason = "the chain where the new keys were made is that of another commit"
    yield _refused("after-other-commit", reason, "chain_mismatch", page, keyring=later)


def _made_at(sequence: int, chain: str) -> PinnedKeyring:
    vaults = documents.member(RAW_RENEWED, "vaults")
    place: Json = {"sequence": sequence, "chain": chain, "on": ON}
    entry_of_vault = documents.member(vaults, VAULT.hex()) | {"after": place}
    raw = RAW_RENEWED | {"vaults": {VAULT.hex(): entry_of_vault}}
    return replace(PINNED_RENEWED, document=documents.parse_document(raw))
