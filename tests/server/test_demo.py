"""`goldseam demo`, and the journals for tests that are made of the same sentences."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goldseam.client import commands
from goldseam.client.demo import LANGUAGES, Ending, demo_id, demo_records, load_demo
from goldseam.client.kinds import VERSIONS
from goldseam.crypto.backup import open_zip
from goldseam.crypto.canonical import Json, canonical_json
from tests.demo.journals import MANY, PEOPLE, backup_of, empty, ten_years, two_weeks, whole

LAST = date(2026, 11, 22)
ENDING = Ending(LAST, "UTC", UTC)
PASSPHRASE = "cocoa tidal ember willow gravel lantern"
PLACES = ("id:", "day:", "at:")


def texts(value: Json) -> list[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase of a backup."""
    file = tmp_path / "secret"
    file.write_text(PASSPHRASE)
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_its_value(language: str) -> None:
    """Fails when a record says `day:-3` in place of a day, or has no id of its own."""
    demo = load_demo(language)
    records = demo_records(demo, ENDING)
    assert len(records) == len(demo.records)
    said = [text for value in records.values() for text in texts(value)]
    assert [text for text in said if text.startswith(PLACES)] == []


def test_the_journal_ends_on_its_last_day() -> None:
    """Fails when days do not move with the last one."""
    records = demo_records(load_demo("en"), ENDING)
    trip = records[demo_id("r_trip")]
    assert trip["happened"] == {"date": "2026-11-15", "precision": "day", "part": "evening"}
    assert trip["look_again"] == LAST.isoformat()
    assert trip["created_at"] == datetime(2026, 11, 15, 20, 15, tzinfo=UTC).timestamp() * 1_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_writes_a_backup_that_is_whole(
    language: str, tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fails when what `demo` writes is not a backup, or is not said to be made up."""
    to = tmp_path / "made-up.age"
    lock = ["--backup-passphrase-file", str(secret)]
    assert commands.main(["demo", "--to", str(to), "--language", language, *lock]) == 0
    assert "Everything in it is made up." in capsys.readouterr().err
    assert commands.main(["backup", "verify", str(to), *lock]) == 0
    assert f"records: {len(whole(language))}." in capsys.readouterr().out


def test_demo_never_writes_over_a_file(
    tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fails when a backup of one's own is lost to made-up pages."""
    to = tmp_path / "mine.age"
    to.write_bytes(b"mine")
    asked = ["demo", "--to", str(to), "--backup-passphrase-file", str(secret)]
    assert commands.main(asked) == 2
    assert "is there already" in capsys.readouterr().err
    assert to.read_bytes() == b"mine"


def test_journals_are_the_same_every_time() -> None:
    """Fails when a measurement or a picture of today is of another journal than yesterday's."""
    assert empty() == {}
    assert two_weeks() == two_weeks()
    assert set(two_weeks()) < set(whole())
    assert ten_years(200) == ten_years(200)


def test_ten_years_are_of_all_kinds_and_of_known_people() -> None:
    """Fails when ten years are fewer records than asked for, of fewer kinds, or about nobody."""
    journal = ten_years(MANY // 10)
    assert len(journal) == MANY // 10
    kinds = [value["kind"] for value in journal.values()]
    assert set(kinds) == VERSIONS.keys() - {"settings", "pack_override", "rejoined"}
    people = {record.hex() for record, value in journal.items() if value["kind"] == "person"}
    assert len(people) == PEOPLE
    named = {one for value in journal.values() for one in texts(value.get("people"))}
    assert named <= people
    assert max(len(canonical_json(value)) for value in journal.values()) < 10_000


def test_a_journal_becomes_a_backup_without_a_lock(tmp_path: Path) -> None:
    """Fails when a test cannot restore a journal."""
    with backup_of(two_weeks(), tmp_path / "journal.zip").open("rb") as file:
        assert open_zip(file).manifest.records == len(two_weeks())
