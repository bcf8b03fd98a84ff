"""Every kind of record passes through the command-line client as it is (docs/records.md)."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Answer, Change, Procedure, Send, Table, write
from goldseam.client.held import Outgoing, stored
from goldseam.client.kinds import VERSIONS
from goldseam.client.merge.schemas import Schema, schema_of
from goldseam.client.page_text import ENVELOPE, facts_of, line_of, text_of
from goldseam.client.pages import KeptPage, Now, Words, find, is_trashed, keep
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.suite import Secret
from tests.specified_records import SPECIFICATION, TABLES

TESTS = Path(__file__).parents[1]
RECORDS: dict[str, JsonObject] = json.loads((TESTS / "fixtures" / "records.json").read_text())
RECORD = bytes(range(16))
LATER = Now(1_795_370_400_000, "UTC")


@dataclass
class Shelf:
    """Tables in memory."""

    tables: dict[tuple[Table, bytes], bytes] = field(default_factory=dict)

    def get(self, table: Table, key: bytes) -> bytes | None:
        return self.tables.get((table, key))

    def scan(self, table: Table) -> list[tuple[bytes, bytes]]:
        return sorted((key, value) for (name, key), value in self.tables.items() if name == table)

    def write(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            assert change.value is not None
            self.tables[change.table, change.key] = change.value


def no_network(_request: Send) -> Answer | None:
    """Nothing here asks the server."""
    raise AssertionError


def device_with(record: JsonObject) -> Driver:
    """An unlocked device on which this record waits to be sent."""
    driver = Driver(Shelf(), no_network, bytes, Secret(bytes(32)))

    def place() -> Procedure[None]:
        yield from write([(yield from stored("outbox", RECORD, Outgoing(canonical_json(record))))])

    driver.run(place())
    return driver


def keep_title(driver: Driver, title: str) -> None:
    """Another title for the record."""
    # A record that is there already needs nothing of a desk.
    driver.run(keep(cast(Desk, SimpleNamespace()), RECORD, Words(title=title), LATER))


def shown(driver: Driver) -> KeptPage:
    """The record as the client has it."""
    return driver.run(find(RECORD.hex()))


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_shown_as_it_was_written(kind: str) -> None:
    """What `show --json` prints of a record of any kind, known or not, is the record."""
    value = shown(device_with(RECORDS[kind])).value
    assert json.loads(json.dumps(value)) == RECORDS[kind]


@pytest.mark.parametrize("kind", RECORDS)
def test_an_edit_keeps_every_other_field(kind: str) -> None:
    """Other words in a record of any kind change the words and the moment, and nothing else."""
    driver = device_with(RECORDS[kind])
    keep_title(driver, "Other")
    expected = RECORDS[kind] | {"title": "Other", "updated_at": LATER.at}
    assert shown(driver).value == expected


@pytest.mark.parametrize(
    ("kind", "own", "after"),
    [
        ("entry", 1, VERSIONS["entry"]),
        ("repair", None, VERSIONS["repair"]),
        ("line", 9, 9),
        ("moon", 1, 1),
    ],
)
def test_an_edit_raises_the_version_to_ours(kind: str, own: int | None, after: int) -> None:
    """An edit gives a record of a known kind the greater version; an unknown kind keeps its own."""
    driver = device_with({"kind": kind, "body": "B"} | ({} if own is None else {"v": own}))
    keep_title(driver, "Other")
    assert shown(driver).value["v"] == after


def test_the_versions_of_kinds_are_those_of_the_specification() -> None:
    """Each kind of docs/records.md has the version that its heading says, and no kind more has one."""
    headings = re.findall(r"^## `(.+)`, version (\d+)$", SPECIFICATION, re.MULTILINE)
    assert {kind: int(version) for kind, version in headings} == VERSIONS


def types_of(schema: Schema, prefix: str = "") -> dict[str, str]:
    """The types of a schema by path; what it does not name is a scalar."""
    found: dict[str, str] = {}
    for name, kind in schema.items():
        if isinstance(kind, str):
            found[prefix + name] = kind
            continue
        nested: dict[str, Any] = {**kind}
        ((word, inner),) = nested.items()
        found[prefix + name] = word
        found |= types_of(inner, f"{prefix}{name}{'[]' if word == 'things' else ''}.")
    return found


BOOKKEEPING = {"v", "updated_at", "also", "merged", "kept_after_remove"}


@pytest.mark.parametrize("kind", TABLES)
def test_fields_are_merged_as_the_specification_says(kind: str) -> None:
    """Each field of docs/records.md has the type of merging that stands beside it, and no field more has one."""
    common = types_of(schema_of(None))
    found = types_of(schema_of(kind)) if kind else common
    told = {name: merge for name, _, merge in TABLES[kind] if merge not in {"", "scalar"}}
    own = {path: word for path, word in found.items() if not kind or path not in common}
    assert told == {path: word for path, word in own.items() if path not in BOOKKEEPING}


def page_of(value: JsonObject) -> KeptPage:
    """A record as the client holds it."""
    return KeptPage(RECORD, value, "on_server")


@pytest.mark.parametrize("kind", RECORDS)
def test_a_line_of_the_list_shows_nothing_that_is_covered(kind: str) -> None:
    """The line of a covered record of any kind has no word of it; the others show some."""
    covered = line_of(page_of(RECORDS[kind] | {"cover": True}))
    assert "(covered)" in covered
    open_line = line_of(page_of({**RECORDS[kind], "cover": False}))
    assert "(covered)" not in open_line
    assert "(empty)" not in open_line
    assert facts_of(page_of(RECORDS[kind] | {"cover": True}))["title"] == ""


@pytest.mark.parametrize("kind", set(RECORDS) - {"entry"})
def test_every_field_of_another_kind_is_printed(kind: str) -> None:
    """What `show` prints of a record that is no page names every field that it has."""
    printed = text_of(page_of(RECORDS[kind]))
    for name in RECORDS[kind].keys() - ENVELOPE:
        assert f"\n{name}: " in f"\n{printed}"


def test_a_page_is_printed_as_its_words() -> None:
    """A page prints as its title and its Markdown, nothing else."""
    assert text_of(page_of({"kind": "entry", "title": "T", "body": "B", "x": 1})) == "# T\n\nB"


def test_what_lies_in_the_trash_is_told_apart() -> None:
    """A moment in `trashed_at` puts a record of any kind into the trash; anything else does not."""
    assert is_trashed({"kind": "later", "trashed_at": 1_795_370_400_000})
    assert not is_trashed({"kind": "entry", "trashed_at": "soon"})
    assert not is_trashed({"kind": "entry"})
