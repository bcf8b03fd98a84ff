"""A backup of every released format opens, verifies, is listed and restores for ever (tests/backups)."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from goldseam.client.commands import main
from goldseam.client.restoring import fates, keep_restored, record_in, records_in
from goldseam.crypto.age_recipients import Passphrase
from goldseam.crypto.backup import Backup, open_backup
from goldseam.crypto.seal import derived_record_id
from tests.backups.made import backup_bytes
from tests.server.simulated import World
from tests.server.test_restoring import LATER, states

FOLDER = Path(__file__).resolve().parents[1] / "backups"
KEPT = sorted(path.stem for path in FOLDER.glob("*.age"))


def expected(name: str) -> dict[str, Any]:
    """What is in a backup."""
    kept: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return kept


def opened(name: str) -> Backup:
    """The backup, verified as a whole."""
    file = BytesIO((FOLDER / f"{name}.age").read_bytes())
    return open_backup(file, Passphrase(expected(name)["passphrase"]))


def test_there_is_one_for_each_format() -> None:
    """Fails when a kept backup is gone."""
    assert KEPT == ["0.1"]


@pytest.mark.parametrize("name", KEPT)
def test_it_opens_and_verifies(name: str) -> None:
    """Every file, count and record is as it was."""
    backup, kept = opened(name), expected(name)
    manifest = backup.manifest
    assert {path: manifest.files[path].sha256 for path in backup.paths()} == kept["files"]
    for field in ("made", "records", "pages", "checkpoint"):
        assert getattr(manifest, field) == kept[field]
    assert len(manifest.left_out) == len(kept["left_out"])
    contents = {one.hex(): record_in(backup, one) for one in records_in(backup)}
    assert contents == kept["contents"]


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("verb", ["verify", "list"])
def test_it_is_verified_and_listed_on_the_command_line(
    name: str, verb: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Both verbs end with status 0, and `verify` shows no word of what is inside."""
    secret = tmp_path / "secret"
    secret.write_text(expected(name)["passphrase"])
    file = str(FOLDER / f"{name}.age")
    assert main(["backup", verb, file, "--backup-passphrase-file", str(secret)]) == 0
    out = capfdbinary.readouterr().out
    assert (b"pages/" in out) == (verb == "list")
    assert verb == "list" or (b"Gre" not in out and b"entry" not in out)


@pytest.mark.parametrize("name", KEPT)
def test_it_is_restored(name: str, world: World) -> None:
    """An account that has nothing has every record after it, settings in their place, once."""
    device, backup, kept = world.devices[0], opened(name), expected(name)
    ids = records_in(backup)
    for count in (len(ids), 0):
        found = world.run(device, fates(device.desk, ids, lambda one: record_in(backup, one)))
        keep = keep_restored(found, lambda one: record_in(backup, one), kept["made"], LATER)
        assert device.do(keep) == count
        world.sync(device)
    wanted = {bytes.fromhex(record): value for record, value in kept["contents"].items()}
    settings = next(r for r, value in wanted.items() if value["kind"] == "settings")
    wanted[derived_record_id(device.desk.keys[1], "settings")] = wanted.pop(settings)
    assert states(device) == wanted


def test_the_format_of_today_is_the_one_that_is_kept() -> None:
    """Fails when what is written changed: then it is a new format, with a number and a kept backup of its own."""
    assert (FOLDER / "0.1.age").read_bytes() == backup_bytes()
