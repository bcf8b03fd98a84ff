"""A backup that somebody changed is refused whole; the other ways to damage one stand in the vectors."""

from pathlib import Path

import pytest

from tests.e2e.command_line import goldseam
from tests.faults.world import PASSPHRASE, World

BACKUP_PASSPHRASE = "a passphrase for the file"


@pytest.fixture(scope="module")
def backup(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a sound backup of the tablet's pages."""
    folder = tmp_path_factory.mktemp("backup")
    for name, secret in (("own", PASSPHRASE), ("file", BACKUP_PASSPHRASE)):
        (folder / name).write_text(f"{secret}\n")
    given = ["--state", str(world.tablet.folder), "--passphrase-file", str(folder / "own")]
    made = folder / "backup.age"
    goldseam("export", "--to", str(made), "--backup-passphrase-file", str(folder / "file"), *given)
    assert_verifies(made, made.read_bytes(), status=0)
    return made


@pytest.mark.threat("T-31", client="python")
@pytest.mark.parametrize("place", [30, 200, -1], ids=["head", "inside", "end"])
def test_one_changed_byte_is_refused(backup: Path, place: int) -> None:
    """Wherever it stands, nothing of the file is believed."""
    data = bytearray(backup.read_bytes())
    data[place] ^= 1
    assert_verifies(backup, bytes(data), status=1)


@pytest.mark.threat("T-31", client="python")
def test_an_end_cut_off_is_refused(backup: Path) -> None:
    """A copy that was broken off is no backup."""
    assert_verifies(backup, backup.read_bytes()[:-100], status=1)


def assert_verifies(backup: Path, data: bytes, *, status: int) -> None:
    """Looks at a copy of the backup that holds these bytes; fails when that ends with another status."""
    copy = backup.with_suffix(".copy")
    copy.write_bytes(data)
    secret = str(backup.parent / "file")
    goldseam("backup", "verify", str(copy), "--backup-passphrase-file", secret, status=status)
