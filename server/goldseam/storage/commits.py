"""Whether a vault takes a commit: the tests that need a store (docs/protocol.md, Commits, end of step 4 and step 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldseam.errors import Behind, BlobMissing, EpochStale, NotFound, NumberStale
from goldseam.protocol.revisions import Head
from goldseam.storage.contract import NewCommit


@dataclass(frozen=True)
class Place:
    """What a vault says about itself and about a digest, when a commit with this digest arrives.

    `newest` is the digest of its newest commit, `NO_COMMIT` where there is none.
    """

    account: bytes
    sequence: int
    minimum_epoch: int
    newest: bytes
    answered: int | None


def admit(commit: NewCommit, place: Place | None, held: Mapping[bytes, int]) -> int | None:
    """The sequence of a commit that was taken before, None for one to be taken now.

    `held` maps records to the number held. Raises what `Storage.commit` lists; such a commit changes nothing.
    """
    if place is None or place.account != commit.account:
        raise NotFound
    if place.answered is not None:
        return place.answered
    if (place.sequence, place.newest) != (commit.base, commit.body.after):
        raise Behind(sequence=place.sequence)
    if commit.body.epoch < place.minimum_epoch:
        raise EpochStale
    if commit.body.blobs or commit.body.drop:
        raise BlobMissing
    for revision in commit.body.revisions:
        if revision.number <= held.get(revision.record, 0):
            raise NumberStale(record=revision.record)
    return None


def head_of(commit: NewCommit) -> Head:
    """The head that a taken commit makes."""
    return Head(
        sequence=commit.base + 1,
        epoch=commit.body.epoch,
        keyring_version=commit.body.keyring_version,
        device=commit.device,
        commit=commit.digest,
        tag=commit.body.tag,
        signature=commit.body.signature,
    )
