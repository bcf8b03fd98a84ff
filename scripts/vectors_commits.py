"""Vectors of Commits: digest, chain, items, tag, signature, checkpoint."""

from collections.abc import Iterator, Sequence

import msgspec

from goldseam.crypto.chain import Checkpoint, VaultMark, checkpoint_bytes
from goldseam.crypto.recovery import checkpoint_words
from goldseam.crypto.tag import fold, head_tag, item
from goldseam.protocol.commits import CommitBody, chain_over, chain_start, commit_digest
from goldseam.protocol.revisions import Revision, row_bytes, sealed_hash
from scripts.vectors_account import LAPTOP, PHONE, VAULT
from scripts.vectors_case import Case, a_hash, a_secret, an_id, case, flip
from scripts.vectors_vault import (
    FRESH,
    KEYS,
    LATER_VAULT_KEY,
    STEP_1,
    STEP_2,
    STEP_3,
    STEP_4,
    STEPS,
    VAULT_KEY,
    A,
    B,
    C,
    Step,
    entry,
    revision,
    shown_state,
    step,
)

AREA = "commits"
TRUSTED = {"vault_keys": {"1": VAULT_KEY, "2": LATER_VAULT_KEY}, "vault": VAULT}
PLACE_1 = {"vault_key": VAULT_KEY, "first_key": VAULT_KEY, "vault": VAULT, "epoch": 1}
PLACE_2 = {**PLACE_1, "vault_key": LATER_VAULT_KEY, "epoch": 2}


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _digests()
    yield from _bad_digests()
    yield from _chains()
    yield from _sums()
    yield from _tags()
    yield from _bad_tags()
    yield from _bad_signatures()
    yield from _built()
    yield from _checkpoints()


def _digest_inputs(base: int, device: bytes, body: CommitBody) -> dict[str, object]:
    return {"vault": VAULT, "base": base, "device": device, "body": body}


def _digests() -> Iterator[Case]:
    empty, full = STEP_4.built.body, STEP_1.built.body
    change = msgspec.structs.replace
    ids = sorted([an_id("blob"), an_id("other blob")])
    good = {
        "two-rows": ("rows sorted by record", 0, full),
        "empty": ("a commit may have no revisions", 3, empty),
        "erase": ("records to erase are covered", 2, STEP_3.built.body),
        "blobs": ("blobs are covered", 0, change(full, blobs=ids)),
        "drop": ("drop is covered, apart from blobs", 0, change(full, drop=ids)),
        "large-base": ("the base is a u64", 2**53 - 1, full),
        "epoch-2": ("the epoch is covered, in rows too", 0, change(full, epoch=2)),
        "tag-and-signature": (
            "tag, signature, keyring version and the commit before are not covered",
            0,
            change(
                full, tag=a_hash("tag"), signature=bytes(64), keyring_version=9, after=a_hash("x")
            ),
        ),
    }
    for name, (reason, base, body) in good.items():
        inputs = _digest_inputs(base, PHONE.id, body)
        outputs = {"commit": commit_digest(VAULT, base, PHONE.id, body)}
        yield case(AREA, "digest", name, reason, inputs, outputs)


def _bad_digests() -> Iterator[Case]:
    change, body = msgspec.structs.replace, STEP_3.built.body
    first, second = body.revisions
    good = {**_digest_inputs(2, PHONE.id, body), "commit": STEP_3.built.digest}
    yield case(AREA, "check-digest", "good", "the digest is of this body", good, {})
    bodies: dict[str, tuple[str, CommitBody]] = {
        "other-epoch": ("another epoch", change(body, epoch=2)),
        "row-left-out": ("a revision is left out", change(body, revisions=[first])),
        "row-more": (
            "a revision too many",
            change(body, revisions=[*body.revisions, revision(A, 9, entry("more"))]),
        ),
        "swapped-seals": (
            "the seals of two records are exchanged",
            change(
                body,
                revisions=[
                    change(first, sealed=second.sealed),
                    change(second, sealed=first.sealed),
                ],
            ),
        ),
        "other-record": (
            "a revision stands under another record",
            change(body, revisions=[change(first, record=an_id("other record")), second]),
        ),
        "other-number": (
            "a revision has another number",
            change(body, revisions=[change(first, number=first.number + 1), second]),
        ),
        "sealed-bit": (
            "one bit of a seal",
            change(body, revisions=[change(first, sealed=flip(first.sealed, 77)), second]),
        ),
        "sealed-cut": (
            "a seal is cut",
            change(body, revisions=[change(first, sealed=first.sealed[:-1]), second]),
        ),
        "erase-left-out": ("erase is left out", change(body, erase=[])),
        "erase-other": ("another record is erased", change(body, erase=[C])),
        "erase-as-drop": ("erase became drop", change(body, erase=[], drop=[B])),
        "blob-more": ("a blob is declared", change(body, blobs=[an_id("blob")])),
    }
    for name, (reason, changed) in bodies.items():
        yield case(AREA, "check-digest", name, reason, {**good, "body": changed}, "bad_request")
    places: dict[str, tuple[str, dict[str, object]]] = {
        "other-vault": ("another vault", {"vault": an_id("other vault")}),
        "other-base": ("another base", {"base": 3}),
        "other-device": ("another device", {"device": LAPTOP.id}),
        "commit-bit": ("one bit of the digest", {"commit": flip(STEP_3.built.digest, 0)}),
    }
    for name, (reason, changes) in places.items():
        yield case(AREA, "check-digest", name, reason, {**good, **changes}, "bad_request")


def _chains() -> Iterator[Case]:
    for length in (0, 1, 4):
        commits = [later.built.digest for later in STEPS[:length]]
        outputs = {"chain": chain_over(chain_start(VAULT), commits)}
        reason = f"the chain over {length} commits"
        inputs = {"vault": VAULT, "commits": commits}
        yield case(AREA, "chain", f"of-{length}", reason, inputs, outputs)
    commits = [STEP_2.built.digest, STEP_1.built.digest]
    outputs = {"chain": chain_over(chain_start(VAULT), commits)}
    inputs = {"vault": VAULT, "commits": commits}
    yield case(AREA, "chain", "reversed", "the order of commits counts", inputs, outputs)


def _rows(step_of: Step) -> list[bytes]:
    rows = step_of.state.rows.items()
    return [row_bytes(record, row.number, row.epoch, row.hash) for record, row in sorted(rows)]


def _sums() -> Iterator[Case]:
    row = _rows(STEP_1)[0]
    for name, place, epoch in (("epoch-1", PLACE_1, 1), ("epoch-2", PLACE_2, 2)):
        of_epoch = row_bytes(A, 1, epoch, row[28:])
        outputs = {"item": item(KEYS[epoch], of_epoch).to_bytes(32, "big")}
        inputs = {**place, "row": of_epoch}
        yield case(AREA, "item", name, "the keys of the row's epoch", inputs, outputs)
    top, one = (1 << 256) - 1, 1
    sums: dict[str, tuple[str, Sequence[int], Sequence[int]]] = {
        "nothing": ("D of no rows is zero", [], []),
        "wraps": ("sums wrap at 2^256", [top, 2], []),
        "borrows": ("differences wrap at 2^256", [], [one]),
        "replaced": (
            "a row replaces another",
            [item(KEYS[1], part) for part in _rows(STEP_2)],
            [item(KEYS[1], part) for part in _rows(STEP_1)],
        ),
    }
    for name, (reason, added, removed) in sums.items():
        terms = {
            "added": [value.to_bytes(32, "big") for value in added],
            "removed": [value.to_bytes(32, "big") for value in removed],
        }
        outputs = {"total": fold(0, added, removed).to_bytes(32, "big")}
        yield case(AREA, "sum", name, reason, terms, outputs)


def _tag_inputs(of: Step) -> dict[str, object]:
    return {
        **PLACE_1,
        "sequence": of.state.sequence,
        "keyring_version": of.state.keyring_version,
        "records": len(of.state.rows),
        "chain": of.state.chain,
        "total": of.state.total.to_bytes(32, "big"),
    }


def _tags() -> Iterator[Case]:
    for later in STEPS:
        name, reason = f"sequence-{later.state.sequence}", "the tag of the state after a commit"
        outputs = {"tag": later.head.tag}
        yield case(AREA, "tag", name, reason, _tag_inputs(later), outputs)
    tag = head_tag(
        KEYS[2], sequence=5, keyring_version=0, records=3, chain=a_hash("chain"), total=0
    )
    inputs = {
        **PLACE_2,
        "sequence": 5,
        "keyring_version": 0,
        "records": 3,
        "chain": a_hash("chain"),
        "total": bytes(32),
    }
    yield case(AREA, "tag", "epoch-2", "the head key of the head's epoch", inputs, {"tag": tag})


def _bad_tags() -> Iterator[Case]:
    good = {**_tag_inputs(STEP_3), "tag": STEP_3.head.tag}
    yield case(AREA, "check-tag", "good", "the tag is of this state", good, {})
    total = STEP_3.state.total.to_bytes(32, "big")
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": ("another vault key", {"vault_key": a_secret("another vault key")}),
        "other-vault": ("another vault", {"vault": an_id("other vault")}),
        "other-epoch": ("another epoch", {"epoch": 2}),
        "other-sequence": ("another sequence", {"sequence": 4}),
        "other-keyring": ("another keyring version", {"keyring_version": 1}),
        "count-less": ("a record less", {"records": 2}),
        "count-more": ("a record more", {"records": 4}),
        "other-chain": ("the chain of another history", {"chain": STEP_2.state.chain}),
        "chain-bit": ("one bit of the chain", {"chain": flip(STEP_3.state.chain, 31)}),
        "sum-bit": ("one bit of D", {"total": flip(total, 31)}),
        "sum-reversed": ("D with its bytes reversed", {"total": total[::-1]}),
        "tag-bit": ("one bit of the tag", {"tag": flip(STEP_3.head.tag, 0)}),
        "tag-cut": ("31 bytes", {"tag": STEP_3.head.tag[:31]}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "check-tag", name, reason, {**good, **changes}, "tag_mismatch")


def _bad_signatures() -> Iterator[Case]:
    good = {
        "public": PHONE.key.public,
        "commit": STEP_3.built.digest,
        "tag": STEP_3.head.tag,
        "signature": STEP_3.head.signature,
    }
    yield case(AREA, "check-signature", "good", "the device signed this", good, {})
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "other-device": ("another device", {"public": LAPTOP.key.public}),
        "other-commit": ("another commit", {"commit": STEP_2.built.digest}),
        "other-tag": ("another tag", {"tag": STEP_2.head.tag}),
        "exchanged": (
            "commit and tag are exchanged",
            {"commit": STEP_3.head.tag, "tag": STEP_3.built.digest},
        ),
        "commit-bit": ("one bit of the commit", {"commit": flip(STEP_3.built.digest, 4)}),
        "tag-bit": ("one bit of the tag", {"tag": flip(STEP_3.head.tag, 4)}),
        "signature-bit": (
            "one bit of the signature",
            {"signature": flip(STEP_3.head.signature, 4)},
        ),
        "empty": ("no signature", {"signature": b""}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "check-signature", name, reason, {**good, **changes}, "bad_signature")


def _built() -> Iterator[Case]:
    first = revision(A, 1, entry("one"))
    second = revision(B, 1, entry("two"))
    mixed = step(STEP_3.state, [revision(A, 3, entry("of epoch 2"), 2)], epoch=2, keyring_version=2)
    stories: dict[str, tuple[str, Step, Step | None, Sequence[Revision], Sequence[bytes]]] = {
        "first": ("the first commit of a vault", STEP_1, None, [second, first], []),
        "update": (
            "a revision replaces another",
            STEP_2,
            STEP_1,
            STEP_2.built.body.revisions,
            [],
        ),
        "erase": ("a removal that erases", STEP_3, STEP_2, STEP_3.built.body.revisions, [B]),
        "empty": ("no revisions", STEP_4, STEP_3, [], []),
        "epoch-2": (
            "rows of two epochs, each under its own key",
            mixed,
            STEP_3,
            mixed.built.body.revisions,
            [],
        ),
    }
    for name, (reason, later, before, revisions, erase) in stories.items():
        device = LAPTOP if later.head.device == LAPTOP.id else PHONE
        inputs = {
            **TRUSTED,
            "state": shown_state(before.state if before else FRESH),
            "epoch": later.head.epoch,
            "keyring_version": later.head.keyring_version,
            "device": device.id,
            "device_seed": device.key,
            "revisions": revisions,
            "erase": erase,
        }
        outputs = {
            "commit": later.built.digest,
            "body": later.built.body,
            "state": shown_state(later.state),
        }
        yield case(AREA, "build", name, reason, inputs, outputs)


def _checkpoints() -> Iterator[Case]:
    digest = sealed_hash(b"a keyring")
    marks = [
        VaultMark(VAULT, 4, STEP_4.state.chain),
        VaultMark(an_id("other vault"), 0, chain_start(an_id("other vault"))),
    ]
    for name, vaults in (("none", []), ("one", marks[:1]), ("two", marks), ("turned", marks[::-1])):
        checkpoint = Checkpoint(3, digest, tuple(vaults))
        inputs = {"keyring_version": 3, "keyring_digest": digest, "vaults": vaults}
        data = checkpoint_bytes(checkpoint)
        outputs = {"checkpoint": data, "words": " ".join(checkpoint_words(checkpoint))}
        yield case(AREA, "checkpoint", name, "vaults sorted by their id", inputs, outputs)
    good = checkpoint_bytes(Checkpoint(3, digest, tuple(marks)))
    sorted_marks = sorted(marks, key=lambda mark: mark.vault)
    outputs_of = {"keyring_version": 3, "keyring_digest": digest, "vaults": sorted_marks}
    inputs = {"checkpoint": good}
    yield case(AREA, "parse-checkpoint", "two", "what was written is read", inputs, outputs_of)
    turned = good[:40] + good[96:] + good[40:96]
    bad = {
        "nothing": ("no bytes", b""),
        "cut": ("the last byte is cut off", good[:-1]),
        "longer": ("one byte too many", good + b"\x00"),
        "not-sorted": ("vaults out of order", turned),
        "repeated": ("a vault twice", good[:96] + good[40:96]),
        "large-version": ("a version of 2^53", b"\x00\x20" + good[2:]),
        "large-sequence": ("a sequence of 2^53", good[:56] + b"\x00\x20" + good[58:]),
    }
    for name, (reason, data) in bad.items():
        yield case(AREA, "parse-checkpoint", name, reason, {"checkpoint": data}, "damaged")
