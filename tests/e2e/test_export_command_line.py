"""Exports that are not sealed, from the command line: readable and full, chosen, and never over what is there."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.serving import Server

PASSPHRASE = "gentle otter under seven quiet maples"


@pytest.fixture(scope="module")
def device(server: Server, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Give a device with two pages, one of which has a tag."""
    device = CommandLine(tmp_path_factory.mktemp("export") / "laptop", PASSPHRASE)
    device.sign_up(server.origin, "anna-of-exports")
    device.write("Gold in the seam 金継ぎ.", "--title", "Größe", "--tag", "evening")
    device.write("It broke.\n\nIt holds.")
    return device


def test_a_readable_export_is_a_zip_of_markdown(device: CommandLine, tmp_path: Path) -> None:
    """Fails when a page is not there as Markdown, or the person is not told that it is not sealed."""
    out = tmp_path / "journal.zip"
    said = device.run("export", "--readable", "--to", str(out))
    assert "holds 2 files" in said
    assert "not sealed" in said
    with zipfile.ZipFile(out) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
        assert all(name.endswith(".md") and name.startswith("20") for name in archive.namelist())
    assert any(text.endswith("---\n\nGold in the seam 金継ぎ.\n") for text in texts)
    device.run("export", "--readable", "--to", str(out), status=2)


def test_a_choice_goes_into_a_new_folder(device: CommandLine, tmp_path: Path) -> None:
    """Fails when a choice is not heeded, or the JSON is not that of `show`."""
    out = tmp_path / "out"
    device.run("export", "--full", "--tag", "evening", "--to", str(out))
    (file,) = [path for path in out.rglob("*") if path.is_file()]
    shown = json.loads(device.run("show", device.id_of("Größe"), "--json"))
    assert json.loads(file.read_bytes()) == shown["record"]
    assert file.name == f"{shown['id']}.json"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--tag", "evening"),
        ("--readable", "--recipient", "age1nobody"),
        ("--readable", "--full"),
        ("--readable", "--from", "yesterday"),
        ("--readable", "--person", "Nobody"),
    ],
)
def test_what_makes_no_sense_writes_nothing(
    device: CommandLine, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Fails when an export goes on with less or more than was asked, or an unsealed one where a lock was named."""
    device.run("export", *arguments, "--to", str(tmp_path / "out.zip"), status=2)
    assert list(tmp_path.iterdir()) == []
