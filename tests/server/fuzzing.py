"""How long a fuzzer runs and from which seed: a moment in the suite, as long as it is told by scripts/fuzz.

A finding is told with the seed of its one run, and `GOLDSEAM_SEED=<seed> GOLDSEAM_FUZZ_SECONDS=0` runs just that.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FIRST_SEED: Final = int(os.environ.get("GOLDSEAM_SEED", "0"))
TOLD_SECONDS: Final = os.environ.get("GOLDSEAM_FUZZ_SECONDS")


@dataclass
class Fuzzer:
    """One fuzzer while it runs, by the name that scripts/fuzz gives it; `operations` is what it carried out."""

    name: str
    operations: int = 0

    def seeds(self, at_least: int, *, part: float = 1) -> Iterator[int]:
        """Seeds for its runs: so many in the suite; told how long, for that part of the time, and one at least."""
        count, end = 0, time.monotonic() + float(TOLD_SECONDS or 0) * part
        while count < 1 or (time.monotonic() < end if TOLD_SECONDS else count < at_least):
            yield FIRST_SEED + count
            count += 1
        print(
            f"\nfuzz: {self.name}: {count} runs, {self.operations} operations, seed {FIRST_SEED}",
            flush=True,
        )

    def found(self, seed: int, what: object) -> str:
        """What is told of a finding, and how it is seen again."""
        return (
            f'seed {seed}: {what}\nsee it again: scripts/fuzz --replay "{self.name}" --seed {seed}'
        )
