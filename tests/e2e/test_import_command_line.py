"""`goldseam import` against a real server: a preview, then pages on every device, then nothing more."""

import json
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.serving import Server

PASSPHRASE = "gentle otter under seven quiet maples"
FILES = Path(__file__).resolve().parents[1] / "imports" / "files"
DAY_ONE = FILES / "day_one" / "good" / "Export.zip"
ZONE = ("--zone", "Europe/Berlin")


@pytest.fixture(scope="module")
def two(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CommandLine, CommandLine]:
    """Give two devices of one account."""
    folder = tmp_path_factory.mktemp("importers")
    laptop = CommandLine(folder / "laptop", PASSPHRASE)
    desktop = CommandLine(folder / "desktop", PASSPHRASE)
    laptop.sign_up(server.origin, "ida")
    desktop.sign_in(server.origin, "ida")
    return laptop, desktop


def _pages(device: CommandLine) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(device.run("ls", "--json"))
    return listed


def test_a_preview_keeps_nothing(two: tuple[CommandLine, CommandLine]) -> None:
    """With --dry-run, and where nobody says yes, the journal is as it was."""
    laptop, _ = two
    told = laptop.run("import", str(DAY_ONE), "--dry-run", *ZONE)
    assert "Day One, from Export.zip" in told
    assert "3 pages, from 2021-03-03 to 2021-03-05" in told
    assert "2021-03-03 22:48, 2021-03-03 22:48, 2021-03-05 23:10" in told
    assert "place: 1" in told
    laptop.run("import", str(DAY_ONE), *ZONE, status=2)
    assert _pages(laptop) == []


def test_pages_come_in_once_on_every_device(
    two: tuple[CommandLine, CommandLine], tmp_path: Path
) -> None:
    """What one device took in is on the other one, and importing it there changes nothing."""
    laptop, desktop = two
    report = tmp_path / "report.txt"
    told = laptop.run("import", str(DAY_ONE), "--yes", "--report", str(report), *ZONE)
    assert "Taken in: 3." in told
    assert "photos/11111111111111111111111111111111.jpeg" in report.read_text()
    desktop.run("pull")
    assert len(_pages(desktop)) == 3
    again = desktop.run("import", str(DAY_ONE), "--yes", *ZONE)
    assert "3 of the pages are here already" in again
    assert "Taken in: 0." in again
    assert len(_pages(desktop)) == 3


def test_a_folder_comes_in_covered(two: tuple[CommandLine, CommandLine], tmp_path: Path) -> None:
    """Every page of a folder is taken in, with its own path as its name; a link in it is passed over."""
    laptop, _ = two
    before = {page["id"] for page in _pages(laptop)}
    folder = tmp_path / "notes"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "2024-03-01 A walk.md").write_text("Words of a walk", encoding="utf-8")
    (folder / "secret.md").symlink_to("/etc/hostname")
    told = laptop.run("import", str(folder), "--yes", "--cover", *ZONE)
    assert "Taken in: 1." in told
    (page,) = [page["id"] for page in _pages(laptop) if page["id"] not in before]
    record = json.loads(laptop.run("show", str(page), "--json"))["record"]
    assert (record["cover"], record["body"]) == (True, "Words of a walk")
    assert record["origin"] == {"app": "markdown", "original_id": "2024/2024-03-01 A walk.md"}


def test_what_cannot_be_taken_in_says_so(
    two: tuple[CommandLine, CommandLine], tmp_path: Path
) -> None:
    """A hostile archive, a backup, a file without pages and a wrong zone each end with a status and words."""
    laptop, _ = two
    before = _pages(laptop)
    hostile = FILES / "archive" / "traversal" / "pages.zip"
    assert "nothing of it was taken in" in laptop.run("import", str(hostile), "--yes", status=1)
    backup = FILES / "archive" / "own-backup" / "pages.zip"
    assert "goldseam backup restore" in laptop.run("import", str(backup), "--yes", status=1)
    nothing = FILES / "archive" / "no-format" / "pages.zip"
    told = laptop.run("import", str(nothing), "--yes", status=1)
    assert "nothing in it" in told
    assert told.count("a.bin") == 1
    laptop.run("import", str(DAY_ONE), "--zone", "Mars/Base", status=2)
    laptop.run("import", str(tmp_path / "not there.zip"), status=2)
    assert _pages(laptop) == before


def test_words_are_kept_while_the_server_is_away(
    two: tuple[CommandLine, CommandLine], server: Server, tmp_path: Path
) -> None:
    """`import` ends with status 3 when it could only keep; the next `pull` sends."""
    laptop, desktop = two
    page = tmp_path / "alone.md"
    page.write_text("---\ntitle: Alone\n---\nNobody listens", encoding="utf-8")
    server.stop()
    try:
        told = laptop.run("import", str(page), "--yes", *ZONE, status=3)
    finally:
        server.start()
    assert "Nothing is lost" in told
    laptop.run("pull")
    desktop.run("pull")
    assert "Nobody listens" in desktop.run("show", desktop.id_of("Alone"))
