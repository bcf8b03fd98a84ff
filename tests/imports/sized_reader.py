"""Reads an archive in a process of its own, and says what that took: records, pages, MiB before and at most."""

import sys
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from goldseam.imports.item import Choices
from goldseam.imports.reading import look_at
from goldseam.imports.source import SourceFile, members_of
from tests.imports.casing import ID_KEY
from tests.imports.running import record_ids
from tests.memory import peak_bytes


def main(path: Path) -> None:
    """Read it whole, twice, as an import does."""

    def opened() -> BinaryIO:
        return path.open("rb")

    before = _peak_mib()
    choices = Choices(ZoneInfo("Europe/Berlin"), 1_795_370_400_000)
    source = [SourceFile(path.name, path.stat().st_size, 0, opened)]
    with members_of(source, is_folder=False) as members:
        found = look_at(members, choices, record_ids(ID_KEY.hex()))
        count = sum(1 for _ in found.records())
    print(count, found.preview.pages, before, _peak_mib())


def _peak_mib() -> int:
    return peak_bytes() >> 20


if __name__ == "__main__":
    main(Path(sys.argv[1]))
