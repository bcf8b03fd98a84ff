"""Reads an archive in a process of its own, and says what that took: records, pages, MiB before and at most."""

import resource
import sys
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from goldseam.imports.item import Choices
from goldseam.imports.reading import look_at
from goldseam.imports.source import SourceFile, members_of
from tests.imports.casing import ID_KEY
from tests.imports.running import record_ids


def main(path: Path) -> None:
    """Read it whole, twice, as an import does."""

    def opened() -> BinaryIO:
        return path.open("rb")

    before = _peak()
    choices = Choices(ZoneInfo("Europe/Berlin"), 1_795_370_400_000)
    source = [SourceFile(path.name, path.stat().st_size, 0, opened)]
    with members_of(source, is_folder=False) as members:
        found = look_at(members, choices, record_ids(ID_KEY.hex()))
        count = sum(1 for _ in found.records())
    print(count, found.preview.pages, before, _peak())


def _peak() -> int:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main(Path(sys.argv[1]))
