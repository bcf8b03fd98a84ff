"""The views from the command line: of this device's own copy, and what the server has of it."""

import json
from pathlib import Path

from goldseam.crypto.canonical import canonical_json
from tests.e2e.command_line import CommandLine
from tests.e2e.serving import Server

PASSPHRASE = "gentle otter under seven quiet maples"


def test_the_views_are_of_what_is_here(server: Server, tmp_path: Path) -> None:
    """Fails when a page is missing, the day is not the one asked for, or the server is said to have something else."""
    device = CommandLine(tmp_path / "laptop", PASSPHRASE)
    device.sign_up(server.origin, "anna-of-views")
    device.write("Gold in the seam 金継ぎ.", "--title", "Größe")
    device.write("x" * 5000)
    printed = device.run("views", "--json", "--today", "2026-02-28")
    views = json.loads(printed)
    assert printed.rstrip("\n").encode() == canonical_json(views)
    assert {row["title"] for row in views["timeline"]["rows"]} == {"Größe", ""}
    assert views["calendar"]["month"] == "2026-02"
    assert "with_person" not in views
    page = device.id_of("Größe")
    of_one = json.loads(device.run("views", "--json", "--person", page))
    assert of_one["with_person"]["hidden"] is True
    assert views["server"]["pieces"] == sum(size["pieces"] for size in views["server"]["sizes"])
    assert [size["pieces"] for size in views["server"]["sizes"]] == [1, 1]
    assert views["server"]["devices"] == 1
    device.run("views", status=2)
