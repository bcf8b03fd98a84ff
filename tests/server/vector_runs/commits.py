"""The operations of the area "commits"."""

from collections.abc import Mapping

from goldseam.crypto import keys, suite
from goldseam.crypto.chain import Checkpoint, VaultMark, checkpoint_bytes, parse_checkpoint
from goldseam.crypto.commit import build_commit
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.recovery import checkpoint_words
from goldseam.crypto.state import HeldRow, VaultState
from goldseam.crypto.suite import signing_key
from goldseam.crypto.tag import fold, head_tag, is_commit_signed, item
from goldseam.errors import BadRequest, BadSignature, TagMismatch
from goldseam.protocol.commits import CommitBody, chain_over, chain_start, commit_digest
from goldseam.protocol.revisions import Revision
from scripts.vectors_vault import shown_state
from tests.server.vector_runs.inputs import Inputs, Outputs
from tests.server.vector_runs.revisions import vault_keys


def keys_by_epoch(given: Inputs) -> Mapping[int, VaultKeys]:
    """The keys of a vault: vault_keys by epoch, vault."""
    by_epoch = given.inner("vault_keys")
    first, vault = by_epoch.secret("1"), given.data("vault")
    return {
        int(epoch): keys.vault_keys(by_epoch.secret(epoch), first, vault, int(epoch))
        for epoch in by_epoch.members
    }


def held_state(given: Inputs, vault: bytes) -> VaultState:
    """A state as vectors hold it."""
    rows = given.inner("rows")
    return VaultState(
        vault,
        given.number("sequence"),
        given.data("chain"),
        given.data("commit"),
        given.number("keyring_version"),
        int.from_bytes(given.data("total"), "big"),
        {bytes.fromhex(record): _row(rows.inner(record)) for record in rows.members},
    )


def _row(given: Inputs) -> HeldRow:
    return HeldRow(given.number("number"), given.number("epoch"), given.data("hash"))


def _digest_of(given: Inputs) -> bytes:
    body = given.struct("body", CommitBody)
    return commit_digest(given.data("vault"), given.number("base"), given.data("device"), body)


def _digest(given: Inputs) -> Outputs:
    return {"commit": _digest_of(given)}


def _check_digest(given: Inputs) -> Outputs:
    if _digest_of(given) != given.data("commit"):
        raise BadRequest
    return {}


def _chain(given: Inputs) -> Outputs:
    return {"chain": chain_over(chain_start(given.data("vault")), given.datas("commits"))}


def _item(given: Inputs) -> Outputs:
    return {"item": item(vault_keys(given), given.data("row")).to_bytes(32, "big")}


def _sum(given: Inputs) -> Outputs:
    added, removed = (
        [int.from_bytes(value, "big") for value in given.datas(name)]
        for name in ("added", "removed")
    )
    return {"total": fold(0, added, removed).to_bytes(32, "big")}


def _tag_of(given: Inputs) -> bytes:
    return head_tag(
        vault_keys(given),
        sequence=given.number("sequence"),
        keyring_version=given.number("keyring_version"),
        records=given.number("records"),
        chain=given.data("chain"),
        total=int.from_bytes(given.data("total"), "big"),
    )


def _tag(given: Inputs) -> Outputs:
    return {"tag": _tag_of(given)}


def _check_tag(given: Inputs) -> Outputs:
    if not suite.equal(_tag_of(given), given.data("tag")):
        raise TagMismatch
    return {}


def _check_signature(given: Inputs) -> Outputs:
    public, signature = given.data("public"), given.data("signature")
    if not is_commit_signed(public, signature, given.data("commit"), given.data("tag")):
        raise BadSignature
    return {}


def _build(given: Inputs) -> Outputs:
    built = build_commit(
        keys_by_epoch(given),
        held_state(given.inner("state"), given.data("vault")),
        epoch=given.number("epoch"),
        keyring_version=given.number("keyring_version"),
        device=given.data("device"),
        device_key=signing_key(given.secret("device_seed")),
        revisions=given.structs("revisions", Revision),
        erase=given.datas("erase"),
    )
    return {"commit": built.digest, "body": built.body, "state": shown_state(built.state)}


def mark(given: Inputs) -> VaultMark:
    """A place in the history of a vault."""
    return VaultMark(given.data("vault"), given.number("sequence"), given.data("chain"))


def _checkpoint(given: Inputs) -> Outputs:
    marks = tuple(mark(inner) for inner in given.inners("vaults"))
    version, digest = given.number("keyring_version"), given.data("keyring_digest")
    checkpoint = Checkpoint(version, digest, marks)
    words = " ".join(checkpoint_words(checkpoint))
    return {"checkpoint": checkpoint_bytes(checkpoint), "words": words}


def _parse_checkpoint(given: Inputs) -> Outputs:
    checkpoint = parse_checkpoint(given.data("checkpoint"))
    return {
        "keyring_version": checkpoint.keyring_version,
        "keyring_digest": checkpoint.keyring_digest,
        "vaults": checkpoint.vaults,
    }


RUNS = {
    "digest": _digest,
    "check-digest": _check_digest,
    "chain": _chain,
    "item": _item,
    "sum": _sum,
    "tag": _tag,
    "check-tag": _check_tag,
    "check-signature": _check_signature,
    "build": _build,
    "checkpoint": _checkpoint,
    "parse-checkpoint": _parse_checkpoint,
}
