"""A backup comes back on the command line: on a new server, in a new account, and beside what differs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine, goldseam
from tests.e2e.serving import Server

PASSPHRASE = "gentle otter under seven quiet maples"
BACKUP_PASSPHRASE = "six words of another file entirely"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the file that holds what opens the backups."""
    file = tmp_path_factory.mktemp("secret") / "backup.passphrase"
    file.write_text(BACKUP_PASSPHRASE)
    return str(file)


@pytest.fixture(scope="module")
def anna(server: Server, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Give a device of an account with two pages."""
    device = CommandLine(tmp_path_factory.mktemp("anna") / "laptop", PASSPHRASE)
    device.sign_up(server.origin, "anna-of-backups")
    device.write("Gold in the seam 金継ぎ.", "--title", "Größe", "--tag", "evening")
    device.write("It broke.\n\nIt holds.")
    return device


def exported(device: CommandLine, file: Path, secret: str) -> Path:
    """A backup of a device."""
    device.run("export", "--to", str(file), "--backup-passphrase-file", secret)
    return file


def records_of(file: Path, secret: str) -> dict[str, bytes]:
    """The records in a backup, by name."""
    folder = file.with_suffix(".out")
    goldseam(
        "backup", "extract", str(file), "--to", str(folder), "--backup-passphrase-file", secret
    )
    return {path.name: path.read_bytes() for path in (folder / "records").iterdir()}


def test_a_backup_comes_back_on_a_new_server(
    anna: CommandLine, free_port: Callable[[], int], tmp_path: Path, secret: str
) -> None:
    """Fails when another account on another server has not the same records, byte for byte, or more at a second run."""
    file = exported(anna, tmp_path / "one.age", secret)
    verified = goldseam("backup", "verify", str(file), "--backup-passphrase-file", secret)
    assert "pages: 2, records: 2" in verified
    assert anna.run("checkpoint").split()[-8:] == verified.split()[-8:]
    assert "Gold" not in verified
    other = Server(tmp_path / "other", free_port())
    other.folder.mkdir()
    other.start()
    try:
        bob = CommandLine(tmp_path / "bob", "seven quiet otters under gentle maples")
        bob.sign_up(other.origin, "bob")
        restore = ("backup", "restore", str(file), "--backup-passphrase-file", secret)
        assert "2  are not here" in bob.run(*restore, "--dry-run")
        assert "Brought back: 2." in bob.run(*restore, "--yes")
        assert "nothing to bring back" in bob.run(*restore, "--yes")
        second = exported(bob, tmp_path / "two.age", secret)
    finally:
        other.stop()
    assert records_of(second, secret) == records_of(file, secret)


def test_nothing_here_is_written_over(anna: CommandLine, tmp_path: Path, secret: str) -> None:
    """Fails when a page that was edited since loses a word, or is copied though the server has what it said."""
    file = exported(anna, tmp_path / "one.age", secret)
    page = anna.id_of("Größe")
    anna.write("Nothing of that is left.", page)
    restore = ("backup", "restore", str(file), "--backup-passphrase-file", secret)
    said = anna.run(*restore, "--yes")
    assert "1  are here as they are" in said
    assert "1  are here with all their words" in said
    assert "Nothing of that is left." in anna.run("show", page)


def test_restoring_without_a_yes_changes_nothing(
    anna: CommandLine, tmp_path: Path, secret: str
) -> None:
    """Fails when a restore goes on where nobody can be asked, or a wrong passphrase ends in anything but status 1."""
    file = exported(anna, tmp_path / "one.age", secret)
    bob = CommandLine(tmp_path / "bob", PASSPHRASE)
    (tmp_path / "wrong").write_text("not this one")
    bob.run("backup", "restore", str(file), "--backup-passphrase-file", secret, status=1)
    wrong = ("--backup-passphrase-file", str(tmp_path / "wrong"))
    anna.run("backup", "restore", str(file), *wrong, "--yes", status=1)
