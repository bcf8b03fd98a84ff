"""Vectors of Pulling and verifying: a held state and pages, and the state or the alarm that follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.canonical import canonical_json
from goldseam.crypto.chain import VaultMark
from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.state import VaultState
from goldseam.crypto.verify import Trust, gather, verify_pull
from goldseam.protocol.encoding import label, u32, u64
from goldseam.protocol.revisions import Cursor, Page, Revision, StoredRevision
from scripts.vectors_account import LAPTOP, PHONE, PINNED_2, STRANGER, VAULT, shown
from scripts.vectors_case import Case, a_hash, case, flip, source
from scripts.vectors_vault import (
    FRESH,
    KEYS,
    LATER_VAULT_KEY,
    STEP_1,
    STEP_2,
    STEP_3,
    STEPS,
    VAULT_KEY,
    A,
    B,
    C,
    D,
    Step,
    changed_after,
    digests,
    entry,
    revision,
    shown_state,
    step,
)

AREA = "pull"
HEAD = STEPS[-1].head
ONE_EPOCH = {"1": VAULT_KEY}
BOTH_EPOCHS = {"1": VAULT_KEY, "2": LATER_VAULT_KEY}


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _good()
    yield from _good_heads()
    yield from _good_marks()
    yield from _rolled_back()
    yield from _chain_mismatch()
    yield from _keyring_mismatch()
    yield from _number_reversed()
    yield from _tag_mismatch()
    yield from _signature_mismatch()
    yield from _unreadable()


def page_of(
    state: VaultState,
    steps: Sequence[Step] = STEPS,
    revisions: Sequence[StoredRevision] | None = None,
    **head_changes: object,
) -> Page:
    """The whole pull of an honest server after `state`, in one page; fields of the head may be changed."""
    changed = changed_after(state.sequence, steps) if revisions is None else list(revisions)
    head = msgspec.structs.replace(steps[-1].head, **head_changes)
    commits = digests(steps[state.sequence :])
    return Page(changed, None, steps[-1].state.sequence, head, commits)


def _cut(page: Page, revisions: int, commits: int) -> list[Page]:
    """The same pull in two pages; the first one with so many revisions and digests."""
    place = page.revisions[revisions - 1]
    cursor = Cursor(place.sequence, place.record, commits)
    begins, ends = page.commits[: 32 * commits], page.commits[32 * commits :]
    rest = msgspec.structs.replace(page, revisions=page.revisions[revisions:], commits=ends)
    return [Page(page.revisions[:revisions], cursor, commits=begins), rest]


def _inputs(
    state: VaultState,
    pages: Sequence[Page],
    keyring: PinnedKeyring = PINNED_2,
    mark: VaultMark | None = None,
    vault_keys: object = ONE_EPOCH,
) -> dict[str, object]:
    return {
        "vault_keys": vault_keys,
        "vault": VAULT,
        "keyring": shown(keyring),
        "mark": mark,
        "state": shown_state(state),
        "pages": pages,
    }


def accepted(
    name: str,
    reason: str,
    state: VaultState,
    pages: Sequence[Page],
    keyring: PinnedKeyring = PINNED_2,
    mark: VaultMark | None = None,
    vault_keys: object = ONE_EPOCH,
) -> Case:
    """A vector of a pull that is taken."""
    verified = verify_pull(Trust(KEYS, keyring, mark), state, gather(pages))
    outputs = {
        "state": shown_state(verified.state),
        "records": {
            record: canonical_json(value).decode()
            for record, value in sorted(verified.records.items())
        },
        "aside": sorted(verified.aside),
    }
    inputs = _inputs(state, pages, keyring, mark, vault_keys)
    return case(AREA, "verify", name, reason, inputs, outputs)


def refused(
    name: str,
    reason: str,
    code: str,
    page: Page,
    state: VaultState = FRESH,
    keyring: PinnedKeyring = PINNED_2,
    mark: VaultMark | None = None,
    vault_keys: object = ONE_EPOCH,
) -> Case:
    """A vector of a pull that is no later state of what is held."""
    inputs = _inputs(state, [page], keyring, mark, vault_keys)
    return case(AREA, "verify", name, reason, inputs, code)


def _good() -> Iterator[Case]:
    for before, name in ((FRESH, "first"), (STEP_1.state, "from-1"), (STEP_2.state, "from-2")):
        reason = f"a pull from sequence {before.sequence}"
        yield accepted(name, reason, before, [page_of(before)])
    yield accepted("from-3", "a commit without revisions", STEP_3.state, [page_of(STEP_3.state)])
    now = STEPS[-1].state
    yield accepted("nothing-new", "the same head again", now, [page_of(now)])
    none = Page([], None, 0, None, b"")
    yield accepted("empty-vault", "a vault without commits", FRESH, [none])
    whole = page_of(FRESH)
    single = [Page([part], Cursor(part.sequence, part.record, 0)) for part in whole.revisions[:-1]]
    last = msgspec.structs.replace(whole, revisions=whole.revisions[-1:])
    yield accepted("pages", "one revision a page", FRESH, [*single, last])
    first = changed_after(0, STEPS[:1])
    raced = Page(first[:1], Cursor(1, first[0].record, 0))
    reason = "a record changed while its pages were read: the later one counts"
    yield accepted("raced", reason, FRESH, [raced, page_of(FRESH)])
    reason = "the digests come with several pages"
    yield accepted("digests-paged", reason, FRESH, _cut(whole, 1, 2))
    reason = "a page that brings digests only"
    none_yet = Page([], Cursor(0, bytes(16), 1), commits=whole.commits[:32])
    rest = msgspec.structs.replace(whole, commits=whole.commits[32:])
    yield accepted("digests-only", reason, FRESH, [none_yet, rest])
    again = [*changed_after(2), *changed_after(1, STEPS[:2])]
    page = page_of(STEP_2.state, revisions=again)
    yield accepted("repeated", "a row that is held comes again", STEP_2.state, [page])
    twice = [*changed_after(2), *changed_after(2)]
    page = page_of(STEP_2.state, revisions=twice)
    yield accepted("doubled", "every row comes twice", STEP_2.state, [page])
    turned = page_of(FRESH, revisions=changed_after(0)[::-1])
    yield accepted("any-order", "the order of rows does not count", FRESH, [turned])


def _good_heads() -> Iterator[Case]:
    later = step(STEP_3.state, [revision(A, 3, entry("of epoch 2"), 2)], epoch=2, keyring_version=2)
    page = page_of(FRESH, (*STEPS[:3], later))
    reason = "rows of two epochs, each under its own key"
    yield accepted("epochs", reason, FRESH, [page], vault_keys=BOTH_EPOCHS)
    unknown = step(STEP_3.state, [Revision(D, 1, b"\x02" + bytes(90))], keyring_version=2)
    page = page_of(STEP_3.state, (*STEPS[:3], unknown))
    reason = "a revision of an unknown version is kept aside"
    yield accepted("aside", reason, STEP_3.state, [page])
    page = page_of(FRESH, STEPS[:1])
    yield accepted("older-keyring", "a head of a keyring before", FRESH, [page])
    reason = "the device was revoked after this head"
    yield accepted("revoked-since", reason, FRESH, [page_of(FRESH)], _without_laptop())


def _good_marks() -> Iterator[Case]:
    mark = VaultMark(VAULT, 2, STEP_2.state.chain)
    yield accepted("mark", "the history continues a checkpoint", FRESH, [page_of(FRESH)], mark=mark)
    now = VaultMark(VAULT, 4, STEPS[-1].state.chain)
    yield accepted("mark-at-head", "a checkpoint at the head", FRESH, [page_of(FRESH)], mark=now)
    page = page_of(STEP_2.state)
    yield accepted("mark-held", "a checkpoint at the state held", STEP_2.state, [page], mark=mark)


def _without_laptop() -> PinnedKeyring:
    raw = documents.without_device(rings.next_document(PINNED_2), LAPTOP.id, "2026-12-01")
    return PinnedKeyring(3, a_hash("keyring 3"), documents.parse_document(raw))


def _rolled_back() -> Iterator[Case]:
    code, now = "rolled_back", STEPS[-1].state
    older = Page([], None, 2, STEP_2.head, b"")
    yield refused("older", "the head is older than the one held", code, older, now)
    none = Page([], None, 0, None, b"")
    yield refused("emptied", "the vault is empty again", code, none, STEP_1.state)
    news = page_of(now, revisions=changed_after(2))
    yield refused("news-at-head", "no commit, yet revisions", code, news, now)
    own = page_of(now, revisions=changed_after(0))
    yield refused("held-at-head", "no commit, yet held revisions", code, own, now)
    mark = VaultMark(VAULT, 4, now.chain)
    page = page_of(FRESH, STEPS[:3])
    yield refused("before-mark", "the history ends before the checkpoint", code, page, mark=mark)


def _chain_mismatch() -> Iterator[Case]:
    code, change, page = "chain_mismatch", msgspec.structs.replace, page_of(FRESH)
    commits = digests(STEPS)
    other = step(STEP_3.state, [], keyring_version=2)
    now = STEPS[-1].state
    pages = {
        "digest-missing": ("a digest is left out", change(page, commits=commits[32:])),
        "digest-more": ("a digest too many", change(page, commits=commits + commits[-32:])),
        "cut": ("a digest is cut", change(page, commits=commits[:-1])),
        "no-digests": ("the digests are empty", change(page, commits=b"")),
        "no-sequence": ("the sequence is missing", change(page, sequence=None)),
        "no-head": ("the head is missing", change(page, head=None)),
        "head-sequence": ("the head is of another sequence", page_of(FRESH, sequence=3)),
        "head-commit": ("the head is of another commit", page_of(FRESH, commit=STEP_3.head.commit)),
        "last-digest": (
            "the last digest is of another commit",
            change(page, commits=commits[:-32] + other.head.commit),
        ),
    }
    for name, (reason, changed) in pages.items():
        yield refused(name, reason, code, changed)
    twice = _cut(page, 1, 2)
    twice[1] = change(twice[1], commits=commits[32:])
    inputs = _inputs(FRESH, twice)
    yield case(AREA, "verify", "digest-twice", "a digest comes with two pages", inputs, code)
    fork = change(page_of(now), head=other.head)
    yield refused("fork-at-head", "another commit at the held sequence", code, fork, now)
    for name, chain in (("mark-bit", flip(STEP_2.state.chain, 0)), ("mark-fork", a_hash("fork"))):
        mark = VaultMark(VAULT, 2, chain)
        yield refused(name, "the checkpoint is of another history", code, page, mark=mark)


def _keyring_mismatch() -> Iterator[Case]:
    code, page = "keyring_mismatch", page_of(STEP_2.state)
    below = page_of(STEP_2.state, keyring_version=1)
    reason = "a keyring version below that of the last head"
    yield refused("keyring-below", reason, code, below, STEP_2.state)
    above = page_of(STEP_2.state, keyring_version=3)
    reason = "a keyring version that was not accepted"
    yield refused("keyring-above", reason, code, above, STEP_2.state)
    none = page_of(STEP_2.state, keyring_version=0)
    yield refused("keyring-zero", "zero is for shared vaults", code, none, STEP_2.state)
    epoch = page_of(STEP_2.state, epoch=2)
    yield refused("no-epoch-key", "an epoch without a key", code, epoch, STEP_2.state)
    held = replace(STEP_2.state, keyring_version=3)
    yield refused("keyring-back", "the held head was of a later keyring", code, page, held)


def _number_reversed() -> Iterator[Case]:
    code, change = "number_reversed", msgspec.structs.replace
    new, old = changed_after(2), changed_after(0, STEPS[:1])
    held = STEP_2.state
    older = page_of(held, revisions=[*new, old[0] if old[0].record == A else old[1]])
    yield refused("older-number", "a number below the held one", code, older, held)
    a_held = next(part for part in changed_after(1, STEPS[:2]) if part.record == A)
    other = change(a_held, sealed=revision(A, 2, entry("another")).sealed)
    changed = page_of(held, revisions=[*new, other])
    yield refused("other-hash", "other bytes at the held number", code, changed, held)
    b_new = next(part for part in new if part.record == B)
    b_old = next(part for part in old if part.record == B)
    turned = page_of(FRESH, revisions=[*changed_after(0), b_old])
    yield refused("reversed-within", "two revisions, the older one last", code, turned)
    forged = change(b_new, sealed=flip(b_new.sealed, -1))
    twice = page_of(FRESH, revisions=[*changed_after(0), forged])
    yield refused("twice-within", "two revisions of one number", code, twice)
    above = page_of(held, revisions=[change(part, epoch=2) for part in new])
    yield refused("epoch-above-head", "a row of an epoch above the head's", code, above, held)


def _tag_mismatch() -> Iterator[Case]:
    code, change = "tag_mismatch", msgspec.structs.replace
    all_of, page, commits = changed_after(0), page_of(FRESH), digests(STEPS)
    old = {part.record: part for part in changed_after(0, STEPS[:1])}
    stale = [old[A] if part.record == A else part for part in all_of]
    junk = StoredRevision(D, 1, 1, 4, revision(D, 1, entry("forged")).sealed)
    renamed = [change(part, record=D) if part.record == C else part for part in all_of]
    numbered = [change(part, number=9) if part.record == C else part for part in all_of]
    bit = [
        change(part, sealed=flip(part.sealed, 40)) if part.record == C else part for part in all_of
    ]
    rows = {
        "left-out": ("a revision is left out", all_of[:-1]),
        "none": ("all revisions are left out", []),
        "stale": ("an older revision in place of the newest", stale),
        "more": ("a revision that no device made, under the right key", [*all_of, junk]),
        "renamed": ("a revision under another record", renamed),
        "renumbered": ("a revision under another number", numbered),
        "sealed-bit": ("one bit of a seal", bit),
        "swapped": ("the seals of two records are exchanged", _swapped(all_of)),
    }
    for name, (reason, revisions) in rows.items():
        yield refused(f"tag-{name}", reason, code, page_of(FRESH, revisions=revisions))
    swapped = commits[32:64] + commits[:32] + commits[64:]
    digest_bit = flip(commits, 40)
    tag_pages = {
        "digests-swapped": ("two digests are exchanged", change(page, commits=swapped)),
        "digest-bit": ("one bit of a digest in between", change(page, commits=digest_bit)),
        "bit": ("one bit of the tag", page_of(FRESH, tag=flip(HEAD.tag, 0))),
        "other-tag": ("the tag of another head", page_of(FRESH, tag=STEP_3.head.tag)),
        "keyring-version": ("another keyring version", page_of(FRESH, keyring_version=1)),
    }
    for name, (reason, changed) in tag_pages.items():
        yield refused(f"tag-{name}", reason, code, changed)
    now = STEPS[-1].state
    again = page_of(now, tag=flip(HEAD.tag, 0))
    yield refused("tag-at-head", "the held head with another tag", code, again, now)
    yield from _forks()


def _swapped(revisions: Sequence[StoredRevision]) -> list[StoredRevision]:
    first, second, *rest = revisions
    change = msgspec.structs.replace
    return [change(first, sealed=second.sealed), change(second, sealed=first.sealed), *rest]


def _forks() -> Iterator[Case]:
    mine = step(STEP_2.state, [revision(C, 1, entry("mine"))], keyring_version=2)
    reason = "another commit was accepted at this sequence: the branches differ"
    yield refused("tag-fork", reason, "tag_mismatch", page_of(mine.state), mine.state)
    both = [revision(B, 2, {"deleted": True, "erase": True}), revision(C, 1, entry("three"))]
    same = step(STEP_2.state, both, device=LAPTOP, keyring_version=2)
    reason = "the branches have the same rows, but not the same history"
    yield refused("tag-fork-same-rows", reason, "tag_mismatch", page_of(same.state), same.state)
    other = replace(STEP_2.state, total=(STEP_2.state.total + 1) % 2**256)
    yield refused(
        "tag-held-sum", "the held D is not that of the rows", "tag_mismatch", page_of(other), other
    )


def _signature_mismatch() -> Iterator[Case]:
    code = "signature_mismatch"
    stranger = step(STEP_3.state, [], device=STRANGER, keyring_version=2)
    as_laptop = step(STEP_3.state, [], device=replace(LAPTOP, key=STRANGER.key), keyring_version=2)
    pages = {
        "stranger": ("a device that is not in the keyring", page_of(FRESH, (*STEPS[:3], stranger))),
        "other-device": ("another device of the keyring", page_of(FRESH, device=PHONE.id)),
        "other-key": ("another key in a device's name", page_of(FRESH, (*STEPS[:3], as_laptop))),
        "signature-bit": ("one bit", page_of(FRESH, signature=flip(HEAD.signature, 0))),
        "no-signature": ("64 zeros", page_of(FRESH, signature=bytes(64))),
        "other-signature": (
            "the signature of another head",
            page_of(FRESH, signature=STEP_2.head.signature),
        ),
    }
    for name, (reason, page) in pages.items():
        yield refused(name, reason, code, page)
    now = STEPS[-1].state
    again = page_of(now, signature=flip(HEAD.signature, 0))
    yield refused("signature-at-head", "the held head, not signed", code, again, now)
    revoked = step(STEP_3.state, [], device=LAPTOP, keyring_version=3)
    page = page_of(FRESH, (*STEPS[:3], revoked))
    reason = "the device is revoked in the keyring of the head"
    yield refused("revoked", reason, code, page, keyring=_without_laptop())


def _unreadable() -> Iterator[Case]:
    good = revision(D, 1, entry("good"))
    of_c = revision(C, 1, entry("good"))
    sealed = {
        "unreadable": ("a seal that does not open", flip(good.sealed, -1)),
        "unreadable-record": ("sealed for another record", of_c.sealed),
        "unreadable-number": ("sealed for another number", revision(D, 2, entry("good")).sealed),
        "unreadable-epoch": ("sealed under the key of another epoch", _of_epoch_2()),
        "unreadable-padding": ("not padded", _plain(b"\x01" + canonical_json(entry("good")))),
        "unreadable-json": ("no JSON object", _plain(b"\x01[]".ljust(512, b"\x00"))),
        "unreadable-empty": ("no bytes", b""),
    }
    for name, (reason, data) in sealed.items():
        bad = step(STEP_3.state, [Revision(D, 1, data)], keyring_version=2)
        page = page_of(STEP_3.state, (*STEPS[:3], bad))
        yield accepted(name, f"tagged, but {reason}: kept aside", STEP_3.state, [page])


def _of_epoch_2() -> bytes:
    return revision(D, 1, entry("good"), 2).sealed


def _plain(plaintext: bytes) -> bytes:
    aad = label("goldseam/1/revision") + b"\x01" + VAULT + D + u64(1) + u32(1)
    return seal_envelope(KEYS[1].seal, plaintext, aad, source("unreadable"))
