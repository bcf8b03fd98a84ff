"""What becomes of a record when a device rejoins (docs/protocol.md, Alarm and rejoin, Looking). No effects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from goldseam.client.lineage import Mark
from goldseam.crypto.chain import chain_next, chain_start
from goldseam.crypto.state import HeldRow

Kind: TypeAlias = Literal["same", "send", "take", "merge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`base`: for a merge the newest common mark, None without one."""

    kind: Kind
    base: Mark | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What this device knows of a record: its newest verified row, its marks, the hashes of its own attempts.

    `is_here`: whether there is anything of it, verified or waiting.
    """

    held: HeldRow | None
    marks: Sequence[Mark]
    attempts: Collection[bytes]
    is_here: bool


def chains_of(vault: bytes, digests: Sequence[bytes]) -> list[bytes]:
    """The chain at every sequence from 0 on."""
    chains = [chain_start(vault)]
    for digest in digests:
        chains.append(chain_next(chains[-1], digest))
    return chains


def is_common(mark: Mark, chains: Sequence[bytes]) -> bool:
    """Whether the row of a mark is in both histories."""
    return mark.sequence < len(chains) and chains[mark.sequence] == mark.chain


def judge(known: Known, theirs: HeldRow | None, chains: Sequence[bytes]) -> Verdict:
    """The first line of the specification's table that fits."""
    if theirs is None:
        return Verdict("send")
    if not known.is_here:
        return Verdict("take")
    if theirs == known.held:
        return Verdict("same")
    if theirs.hash in known.attempts or any(mark.hash == theirs.hash for mark in known.marks):
        return Verdict("send")
    common = [mark for mark in known.marks if is_common(mark, chains)]
    if known.held is not None and _is_made_over(theirs, known.held, common):
        return Verdict("take")
    return Verdict("merge", common[-1] if common else None)


def _is_made_over(theirs: HeldRow, held: HeldRow, common: Sequence[Mark]) -> bool:
    return theirs.number > held.number and any(mark.hash == held.hash for mark in common)
