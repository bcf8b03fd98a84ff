"""Write every vector: `python -m scripts.vectors [folder]`, by default tests/vectors.

The same tree gives the same bytes: nothing here is random, and the clock is not read.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from scripts import (
    vectors_backup,
    vectors_commits,
    vectors_edits,
    vectors_encoding,
    vectors_epochs,
    vectors_keyring,
    vectors_login,
    vectors_merge,
    vectors_page,
    vectors_pairing,
    vectors_pull,
    vectors_pull_epochs,
    vectors_recovery,
    vectors_rejoin,
    vectors_revisions,
    vectors_slots,
    vectors_suite,
)
from scripts.vectors_case import Case

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "vectors"
AREAS = (
    vectors_encoding,
    vectors_suite,
    vectors_slots,
    vectors_keyring,
    vectors_epochs,
    vectors_edits,
    vectors_login,
    vectors_pairing,
    vectors_revisions,
    vectors_recovery,
    vectors_commits,
    vectors_pull,
    vectors_pull_epochs,
    vectors_rejoin,
    vectors_page,
    vectors_backup,
)


def all_cases() -> Iterator[Case]:
    """Every vector of the areas that are made here."""
    for area in AREAS:
        yield from area.cases()


def case_bytes(case: Case) -> bytes:
    """The file of a vector. ASCII only, so that what looks alike is told apart."""
    return (json.dumps(asdict(case), indent=2) + "\n").encode("ascii")


def write(folder: Path) -> None:
    """Replace the vectors of every area in `folder`, those of merging too."""
    for area in {area.AREA for area in AREAS}:
        shutil.rmtree(folder / area, ignore_errors=True)
    for case in all_cases():
        path = folder / case.area / f"{case.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise ValueError(f"two vectors are called {case.area}/{case.name}")
        path.write_bytes(case_bytes(case))
    vectors_merge.write(folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
