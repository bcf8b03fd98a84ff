"""Journals that are made up, looked at by both implementations of the views."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from goldseam.crypto.canonical import JsonObject
from goldseam.views.every import VIEWS
from goldseam.views.journal import Journal
from goldseam.views.server import server
from tests.server.journals import Made, journal

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = range(200)
SECONDS: Final = 120
LOOK: Final = """
import { readFileSync } from 'node:fs';
import { makeJournal } from './src/core/views/journal.ts';
import { serverSees } from './src/core/views/server.ts';
import { shows } from './src/core/views/show.ts';
for (const line of readFileSync(0, 'utf8').split('\\n')) {
  const { records, today, facts, asked } = JSON.parse(line);
  const journal = makeJournal(records);
  const data = asked.map(({ view, options }) => shows[view](journal, options, today));
  console.log(JSON.stringify([...data, serverSees(facts)]));
}
"""


@dataclass(frozen=True)
class Shown:
    """What a view was asked with, and what each implementation shows."""

    view: str
    options: dict[str, Any]
    python: JsonObject
    typescript: Any


@dataclass(frozen=True)
class Look:
    """A journal, and all that was looked at."""

    made: Made
    seen: tuple[Shown, ...]


def asked_of(made: Made, seed: int) -> list[tuple[str, dict[str, Any]]]:
    """Every view with all its options, as far as the journal has something for them."""
    chance = random.Random(seed)
    ids = [*made.records]
    some = chance.sample(ids, min(len(ids), 8))
    months = ["", made.today[:7], "2026-10", "2025-2", "0000-01", "2026-13"]
    offsets = [0, 20, 40]
    whose = ["", *made.people, "f" * 32]
    return [
        *(("mending_lines", {"asked": asked}) for asked in (False, True)),
        *(("with_person", {"person": person}) for person in [*whose, *some[:1]]),
        *(("pattern_map", {"pull": pull}) for pull in ("", "reaching", "not_sure", "𝒫ull")),
        *(("expected", {"person": p, "offset": o}) for p in whose for o in offsets[:2]),
        *(("before_after", {"offset": offset}) for offset in offsets),
        *((view, {}) for view in ("inside_around", "small_shifts", "needs")),
        *(("shelf", {"offset": offset}) for offset in offsets),
        *(("calendar", {"month": month}) for month in months),
        *(("on_this_day", {"passed": passed}) for passed in ([], ids[: len(ids) // 2], ids)),
        *(("session_sheet", {"order": order}) for order in ([], [*some, *some, "x"])),
        *(("timeline", {"offset": offset}) for offset in offsets),
        *(("my_words", {"offset": offset}) for offset in offsets),
        *(("named", {"records": records}) for records in ([], [*some, *some, "x"])),
    ]


def in_node(script: str, written: str) -> str:
    """What a script of the web client prints for an input."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    return subprocess.run(
        [node, "--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script],
        cwd=ROOT / "web",
        input=written,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=SECONDS,
    ).stdout


@cache
def looked() -> list[Look]:
    """The same, once."""
    journals = [journal(seed) for seed in SEEDS]
    asked = [asked_of(made, seed) for seed, made in enumerate(journals)]
    lines = [work_of(made, views) for made, views in zip(journals, asked, strict=True)]
    printed = in_node(LOOK, "\n".join(lines)).removesuffix("\n").split("\n")
    return [
        Look(made, tuple(shown_of(made, views, json.loads(line))))
        for made, views, line in zip(journals, asked, printed, strict=True)
    ]


def work_of(made: Made, views: list[tuple[str, dict[str, Any]]]) -> str:
    """A journal for the script, as one line."""
    records = [{"record": record, "value": value} for record, value in made.records.items()]
    return json.dumps(
        {
            "records": records,
            "today": made.today,
            "facts": {"states": states_of(made), "synced": 5, "devices": 2},
            "asked": [{"view": view, "options": options} for view, options in views],
        }
    )


def states_of(made: Made) -> list[JsonObject | None]:
    """What the server would have, some of it not read here."""
    return [None if i % 7 == 3 else value for i, value in enumerate(made.records.values())]


def shown_of(
    made: Made, views: list[tuple[str, dict[str, Any]]], data: list[Any]
) -> Iterator[Shown]:
    """Each view beside what Python shows."""
    records = Journal(made.records)
    for (view, options), typescript in zip(views, data[:-1], strict=True):
        python = VIEWS[view](records, made.today, **options)
        yield Shown(view, options, python, typescript)
    yield Shown("server", {}, server(states_of(made), synced=5, devices=2), data[-1])
