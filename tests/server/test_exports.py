"""Readable exports: the files of docs/exports.md, YAML for any reader, and read again by an import without loss."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from goldseam.client.placing import folder_beside, zip_beside
from goldseam.client.readable import Choice, full_files, readable_files
from goldseam.client.terminal import Unusable
from goldseam.crypto.canonical import Json, JsonObject, canonical_json
from goldseam.imports.item import Choices
from goldseam.imports.reading import look_at
from goldseam.imports.source import SourceFile, members_of
from goldseam.imports.text import one_line, text_of, trimmed
from tests.exports.generate import CHOICES, FILE, NOON, file_bytes, records
from tests.made_journal import made_journal

RECORDS = {bytes.fromhex(record): value for record, value in records().items()}
EVERYTHING = Choice(with_covered=True)
PAGES = dict(readable_files(RECORDS, EVERYTHING))


def test_the_files_of_both_implementations_stand_in_the_fixture() -> None:
    """Fails when the code writes other bytes than tests/exports/readable.json; `python -m tests.exports.generate`."""
    assert FILE.read_bytes() == file_bytes()


def test_covered_pages_and_names_are_there_only_if_asked() -> None:
    """Nothing of a covered page, nor a covered person's name, is in an export that did not ask for it."""
    without = b"".join(data for _, data in readable_files(RECORDS, Choice()))
    assert b"With them." not in without
    assert b"Ben" not in without
    assert b"With them." in b"".join(PAGES.values())
    covered = {record for record, value in RECORDS.items() if value.get("cover") is True}
    paths = {path for path, _ in full_files(RECORDS, Choice())}
    assert not {f"records/{record.hex()}.json" for record in covered} & paths


def test_a_full_export_is_canonical_json_of_what_is_there() -> None:
    """Every record but removals, the trash and settings among them, byte for byte."""
    there = {r: value for r, value in RECORDS.items() if "deleted" not in value}
    expected = {f"records/{r.hex()}.json": canonical_json(value) for r, value in there.items()}
    assert dict(full_files(RECORDS, EVERYTHING)) == expected


def test_front_matter_is_yaml() -> None:
    """A YAML reader takes every page, with title and kind as they are."""
    for data in PAGES.values():
        front = yaml.safe_load(data.decode().split("---\n", 2)[1])
        value = RECORDS[bytes.fromhex(front["id"])]
        assert front["title"] == value.get("title", "")
        assert front["kind"] == value["kind"]


def test_a_readable_export_imports_again(tmp_path: Path) -> None:
    """Title, date, tags, people, zone, cover and body of every page come back."""
    archive = tmp_path / "out.zip"
    zip_beside(archive, PAGES.items(), is_forced=False)
    back = imported(archive.read_bytes())
    pages = {
        r: v
        for r, v in RECORDS.items()
        if v.get("kind") == "entry" and v.get("body") and "trashed_at" not in v
    }
    assert len(pages) > 5
    for record, value in pages.items():
        found = back[record.hex()]
        for name in ("title", "created_at", "updated_at", "tags", "cover"):
            assert found.get(name) == value.get(name) or not value.get(name), name
        assert found["tz"] == value["tz"]
        assert str(found["body"]).startswith(str(value["body"]).strip("\n").rstrip())
    people = back["0" * 31 + "2"]["people"]
    assert isinstance(people, list)
    names = [back[str(person)]["name_shown"] for person in people]
    assert names == ["Anna, \u201cA.\u201d", "Ben"]


def test_long_and_odd_words_import_again(tmp_path: Path) -> None:
    """Title, date, tags, people and body of every page of a journal of all kinds come back, as an import writes words
    (docs/imports.md): without space at the ends of a body, and with plain line ends."""
    journal = made_journal(600, seed=6, now=NOON)
    archive = tmp_path / "out.zip"
    zip_beside(archive, readable_files(journal, EVERYTHING), is_forced=False)
    back = imported(archive.read_bytes())
    pages = {r: v for r, v in journal.items() if v["kind"] == "entry" and "trashed_at" not in v}
    assert len(pages) > 200
    names = {r.hex(): plain(v["name_shown"]) for r, v in journal.items() if "name_shown" in v}
    for record, value in pages.items():
        if not (page := back.get(record.hex(), {})):
            assert not value.get("title")
            assert not trimmed(text_of(value.get("body", "")))
            continue
        found_people = [back[str(one)]["name_shown"] for one in listed(page, "people")]
        assert found_people == [names[one] for one in listed(value, "people") if one in names]
        assert page["created_at"] == int(str(value["created_at"])) // 1000 * 1000
        assert page.get("title", "") == plain(value.get("title", ""))
        assert listed(page, "tags") == [*dict.fromkeys(plain(tag) for tag in listed(value, "tags"))]
        assert str(page.get("body", "")).startswith(trimmed(text_of(value.get("body", ""))))


def listed(record: JsonObject, name: str) -> list[Json]:
    """A field that is a list, empty where it is absent."""
    found = record.get(name, [])
    assert isinstance(found, list)
    return found


def plain(line: Json) -> str:
    """A title, tag or name as an import writes it."""
    return one_line(text_of(line))


def imported(archive: bytes) -> dict[str, JsonObject]:
    """What an import makes of a zip: pages by the id that they had, people by theirs."""
    chosen = Choices(ZoneInfo("Europe/Vienna"), NOON)

    def record_id(kind: str, _: str, original: str) -> bytes:
        return original.encode() if kind == "person" else bytes.fromhex(original)

    source = SourceFile("out.zip", len(archive), 0, lambda: io.BytesIO(archive))
    with members_of([source], is_folder=False) as members:
        found = look_at(members, chosen, record_id)
        return {one.record.hex(): one.value for one in found.records()}


def test_a_zip_opens_and_a_folder_has_the_same_files(tmp_path: Path) -> None:
    """Both hold every file, and a folder that is there is not touched."""
    zip_beside(tmp_path / "out.zip", PAGES.items(), is_forced=False)
    folder_beside(tmp_path / "out", PAGES.items())
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == PAGES
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in written} == PAGES
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    with pytest.raises(Unusable):
        folder_beside(tmp_path / "out", PAGES.items())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.zip"]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Neither a zip nor a folder, under its name or beside it."""

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"one"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        zip_beside(tmp_path / "out.zip", failing(), is_forced=False)
    with pytest.raises(OSError, match="full"):
        folder_beside(tmp_path / "out", failing())
    assert list(tmp_path.iterdir()) == []


def test_every_choice_chooses_something_and_not_all() -> None:
    """Fails when a part of a choice that the fixture has is not heeded."""
    cases = json.loads(FILE.read_text())["cases"]
    whole = len(cases["covered"]["readable"])
    for name in CHOICES.keys() - {"covered"}:
        assert 0 < len(cases[name]["readable"]) < whole, name
