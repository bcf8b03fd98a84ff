"""How long a fuzzer runs and from which seed: a moment in the suite, as long as it is told by scripts/fuzz.

A finding is told with the seed of its one run, and `GOLDSEAM_SEED=<seed> GOLDSEAM_FUZZ_SECONDS=0` runs just that.
"""

import os
import time
from collections.abc import Iterator
from typing import Final

FIRST_SEED: Final = int(os.environ.get("GOLDSEAM_SEED", "0"))
TOLD_SECONDS: Final = os.environ.get("GOLDSEAM_FUZZ_SECONDS")


def seeds(at_least: int, name: str) -> Iterator[int]:
    """Seeds for the runs of a fuzzer: so many in the suite; told how long, until that is over, and one at least."""
    count, end = 0, time.monotonic() + float(TOLD_SECONDS or 0)
    while count < 1 or (time.monotonic() < end if TOLD_SECONDS else count < at_least):
        yield FIRST_SEED + count
        count += 1
    print(f"fuzz: {name}: {count} runs from seed {FIRST_SEED}")
