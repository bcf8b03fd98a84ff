"""Properties of pulling: any honest way of telling a history is accepted, any other is an alarm."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.crypto.state import VaultState, fresh_state
from goldseam.crypto.verify import Pull, Trust, gather, needs_keyring, verify_pull
from goldseam.errors import Alarm, ChainMismatch
from goldseam.protocol.revisions import Cursor, Head, Page, StoredRevision
from scripts.vectors_account import LAPTOP, PHONE, PINNED_2, VAULT
from scripts.vectors_case import an_id
from scripts.vectors_vault import (
    KEYS,
    STEPS,
    A,
    Step,
    changed_after,
    digests,
    entry,
    revision,
    step,
)

TRUST = Trust(KEYS, PINNED_2)
RECORDS = [an_id(f"property record {n}") for n in range(5)]


class Story(NamedTuple):
    """A history of commits, a place in it where a device stands, and a head up to which it pulls."""

    steps: Sequence[Step]
    held: VaultState
    pull: Pull


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A random history in which some records change, some often, and a device that is somewhere behind."""
    commits = draw(st.lists(st.sets(st.sampled_from(RECORDS), max_size=4), min_size=2, max_size=7))
    state, steps, numbers = fresh_state(VAULT), list[Step](), dict.fromkeys(RECORDS, 0)
    for at, changed in enumerate(commits):
        for record in changed:
            numbers[record] += draw(st.integers(1, 3))
        made = [revision(record, numbers[record], entry(f"{at}")) for record in sorted(changed)]
        device = PHONE if at % 2 else LAPTOP
        steps.append(step(state, made, device=device, keyring_version=2))
        state = steps[-1].state
    behind = draw(st.integers(0, len(steps) - 1))
    held = steps[behind - 1].state if behind else fresh_state(VAULT)
    return Story(steps, held, pull_after(steps, held))


def pull_after(steps: Sequence[Step], held: VaultState) -> Pull:
    """What an honest server tells a device that stands at `held`."""
    news = tuple(changed_after(held.sequence, steps))
    return Pull(news, len(steps), steps[-1].head, digests(steps[held.sequence :]))


@settings(deadline=None, max_examples=60)
@given(stories(), st.randoms())
def test_an_honest_pull_leads_to_the_state_of_the_writer(story: Story, random: Random) -> None:
    """Rows in any order, some of them twice, lead to exactly the state that the last writer had."""
    rows = [
        *story.pull.revisions,
        *random.sample(story.pull.revisions, len(story.pull.revisions) // 2),
    ]
    random.shuffle(rows)
    pull = Pull(tuple(rows), story.pull.sequence, story.pull.head, story.pull.commits)
    assert verify_pull(TRUST, story.held, pull).state == story.steps[-1].state


@settings(deadline=None, max_examples=60)
@given(stories(), st.data())
def test_a_pull_without_one_row_is_an_alarm(story: Story, data: st.DataObject) -> None:
    """Whichever row is left out, the tag does not fit."""
    rows = list(story.pull.revisions)
    if not rows:
        return
    rows.pop(data.draw(st.integers(0, len(rows) - 1)))
    pull = Pull(tuple(rows), story.pull.sequence, story.pull.head, story.pull.commits)
    with pytest.raises(Alarm):
        verify_pull(TRUST, story.held, pull)


@settings(deadline=None, max_examples=60)
@given(stories(), st.data())
def test_a_pull_with_one_changed_row_is_an_alarm(story: Story, data: st.DataObject) -> None:
    """Another record, number, epoch or seal in any row does not fit."""
    rows = list(story.pull.revisions)
    if not rows:
        return
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = data.draw(st.sampled_from(changes_of(rows[at])))
    pull = Pull(tuple(rows), story.pull.sequence, story.pull.head, story.pull.commits)
    with pytest.raises(Alarm):
        verify_pull(TRUST, story.held, pull)


def changes_of(row: StoredRevision) -> list[StoredRevision]:
    """The row, changed in each way once."""
    change = msgspec.structs.replace
    return [
        change(row, record=an_id("nobody's record")),
        change(row, number=row.number + 1),
        change(row, epoch=2),
        change(row, sealed=row.sealed[:-1]),
        change(row, sealed=row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])),
    ]


@settings(deadline=None, max_examples=60)
@given(stories(), st.sampled_from(["commit", "tag", "signature", "device"]), st.integers(0, 127))
def test_a_head_with_one_changed_bit_is_an_alarm(story: Story, field: str, bit: int) -> None:
    """No bit of commit, tag, signature or device can be turned."""
    head = story.pull.head
    assert isinstance(head, Head)
    changed = bytearray(getattr(head, field))
    changed[bit // 8] ^= 1 << bit % 8
    forged = msgspec.structs.replace(head, **{field: bytes(changed)})
    pull = Pull(story.pull.revisions, story.pull.sequence, forged, story.pull.commits)
    with pytest.raises(Alarm):
        verify_pull(TRUST, story.held, pull)


@settings(deadline=None, max_examples=60)
@given(stories())
def test_branches_that_parted_never_meet(story: Story) -> None:
    """R-04. A device that accepted another commit at a sequence refuses every later head of the other branch."""
    mine = step(story.held, [revision(RECORDS[0], 99, entry("mine"))], keyring_version=2)
    if len(story.steps) < mine.state.sequence:
        return
    with pytest.raises(Alarm):
        verify_pull(TRUST, mine.state, pull_after(story.steps, mine.state))


def test_an_alarm_leaves_the_held_state_as_it_was() -> None:
    """R-06. A pull that is refused changes nothing that the device holds."""
    held = STEPS[1].state
    rows = dict(held.rows)
    with pytest.raises(Alarm):
        verify_pull(TRUST, held, Pull((), 4, STEPS[3].head, digests(STEPS[2:])))
    assert held.rows == rows


def test_a_commit_that_others_would_refuse_is_not_built() -> None:
    """R-06. An older keyring version, or a number that does not grow, stops before anything is signed."""
    held = STEPS[1].state
    with pytest.raises(ValueError, match="older keyring"):
        step(held, [], keyring_version=1)
    with pytest.raises(ValueError, match="grows"):
        step(held, [revision(A, 2, entry("again"))], keyring_version=2)


def test_a_newer_keyring_is_asked_for() -> None:
    """A head of a keyring that this device has not accepted says so before it is judged."""
    pull = pull_after(STEPS, fresh_state(VAULT))
    head = msgspec.structs.replace(STEPS[3].head, keyring_version=3)
    assert not needs_keyring(pull, PINNED_2)
    assert needs_keyring(Pull(pull.revisions, 4, head, pull.commits), PINNED_2)
    assert not needs_keyring(Pull((), 0, None, b""), PINNED_2)


@pytest.mark.parametrize("pages", [[], [Page([], Cursor(1, RECORDS[0], 1))]])
def test_pages_without_an_end_are_no_pull(pages: list[Page]) -> None:
    """A pull whose last page has a cursor, or that has no page, is not whole."""
    with pytest.raises(ChainMismatch):
        gather(pages)
