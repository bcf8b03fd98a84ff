"""A journal put onto a device, fast: into the store of a browser, or into a folder of the command line.

The account's one safety card stands at a place that only its keys tell: a folder gets it, a browser does not.
"""

import json
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from goldseam.client.desk import FIRST_EPOCH, Desk
from goldseam.client.effects import Change, Procedure, write
from goldseam.client.folder import opened
from goldseam.client.held import Outgoing, stored
from goldseam.client.restoring import SINGLETONS
from goldseam.crypto.canonical import canonical_json
from goldseam.crypto.seal import derived_record_id
from tests.demo.journals import Journal
from tests.e2e.command_line import CommandLine
from tests.e2e.seeded import seed

HEADERS = Path(__file__).parents[1] / "web/headers.ts"
NODE_SECONDS = 120


@dataclass(frozen=True)
class Filled:
    """One record of a journal, as `seed` takes it."""

    record: str
    value: dict[str, Any]
    header: dict[str, Any]


def fill_browser(page: Page, passphrase: str, journal: Journal) -> None:
    """Put a journal on a device that is signed in and open. It is listed after the next unlock, and never sent."""
    kept = {
        record.hex(): value for record, value in journal.items() if value["kind"] not in SINGLETONS
    }
    headers = _headers(list(kept.values()))
    filled = zip(kept.items(), headers, strict=True)
    seed(page, passphrase, [Filled(record, value, header) for (record, value), header in filled])


def fill_folder(copy: CommandLine, journal: Journal) -> None:
    """Put a journal into a folder that is signed in, without a request; it waits there, and `pull` sends it."""
    secret = copy.state.with_suffix(".passphrase")
    secret.write_text(f"{copy.passphrase}\n")
    with opened(Namespace(state=copy.state, passphrase_file=secret, passphrase_fd=None)) as folder:
        folder.driver.run(_kept(folder.desk, journal))


def _kept(desk: Desk, journal: Journal) -> Procedure[None]:
    changes: list[Change] = []
    for record, value in journal.items():
        kind = str(value["kind"])
        is_single = kind in SINGLETONS
        place = derived_record_id(desk.keys[FIRST_EPOCH], kind) if is_single else record
        changes.append((yield from stored("outbox", place, Outgoing(canonical_json(value)))))
    yield from write(changes)


def _headers(values: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's own code makes of them."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    ended = subprocess.run(
        [node, "--no-warnings", str(HEADERS)],
        input="".join(f"{json.dumps(value)}\n" for value in values),
        capture_output=True,
        text=True,
        timeout=NODE_SECONDS,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]
