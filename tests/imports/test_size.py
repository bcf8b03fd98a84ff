"""R-32. How much memory an archive of 100,000 pages takes: printed, and bounded."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.imports.casing import MEMBER_TIME

PAGES = 100_000
MAX_MEBIBYTES = 300


def test_a_hundred_thousand_pages_come_in_within_bounds(tmp_path: Path) -> None:
    """Members are read one after the other: what is held for each is small, and no words are."""
    path = tmp_path / "many.zip"
    _write(path)
    told = subprocess.run(
        [sys.executable, "-m", "tests.imports.sized_reader", str(path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=900,
    )
    records, pages, before, peak = (int(number) for number in told.stdout.split())
    size = path.stat().st_size >> 20
    print(f"{pages} pages, {size} MiB: {peak} MiB at most, {before} before the archive was opened")
    assert (records, pages) == (PAGES, PAGES)
    assert peak - before < MAX_MEBIBYTES


def _write(path: Path) -> None:
    body = "Words of a day that was like others. " * 10
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(PAGES):
            info = zipfile.ZipInfo(f"{number // 1000}/{number}.md", MEMBER_TIME)
            archive.writestr(info, f"---\ndate: 2024-03-01 21:15\ntags: [a]\n---\n{body}{number}")
