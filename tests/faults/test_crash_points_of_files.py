"""A process that is killed at any statement, or in the middle of any write, leaves a file that is whole."""

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 120


@pytest.mark.parametrize(
    ("deed", "least", "acknowledged"),
    [
        ("commit", 80, {"0", "2"}),
        ("migrate", 30, {"0"}),
        ("begin", 50, {"0"}),
        ("folder", 20, {"0"}),
    ],
)
def test_a_kill_leaves_a_whole_file(
    tmp_path: Path, deed: str, least: int, acknowledged: set[str]
) -> None:
    """Every acknowledged write is there, none by half, and the next process goes on."""
    command = [sys.executable, "-W", "error", "-m", "tests.faults.killed", str(tmp_path), deed]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    kills = ended.stdout.splitlines()
    assert len(kills) > least
    assert {line.rpartition(" ")[2] for line in kills} >= acknowledged
