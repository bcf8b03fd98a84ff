"""`lighthouse`: what Chromium's own judge says of the first page, on its phone with a slow network."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.browser import serving
from benchmarks.lines import Line, alone, reaching
from benchmarks.packages import NODE, bring
from tests.e2e.chromium import FLAGS, executable

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
RUNS = 3
MOST_SECONDS = 120
LEAST: Mapping[str, float] = {"performance": 0.97, "accessibility": 1.0, "best-practices": 1.0}
JUDGED = "the first page as nobody has visited it yet; Lighthouse's phone, network and processor as it comes"


def lines() -> list[Line]:
    """The scores of the first page, from 0 to 1."""
    bring(FOLDER)
    with serving() as server:
        runs = [_scores(server.origin) for _ in range(RUNS)]
    return [
        alone(f"lighthouse, {name}", "of 1", [run[name] for run in runs], JUDGED, reaching(least))
        for name, least in LEAST.items()
    ]


def _scores(address: str) -> Mapping[str, float]:
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            NODE,
            str(PROGRAM),
            address,
            "--quiet",
            "--no-enable-error-reporting",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(LEAST)}",
            f"--chrome-flags={' '.join(('--headless', *(flag for flag in FLAGS if ' ' not in flag)))}",
        ]
        environ = {**os.environ, "CHROME_PATH": executable()}
        subprocess.run(command, check=True, env=environ, timeout=MOST_SECONDS)  # noqa: S603 - our own words
        categories = json.loads(report.read_bytes())["categories"]
    return {name: categories[name]["score"] for name in LEAST}
