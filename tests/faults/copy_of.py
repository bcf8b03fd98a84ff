"""The sentences of the web client, read from its own files, so that a test names a sentence by its key."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

WEB = Path(__file__).parents[2] / "web"
# Functions are left out: JSON has none.
PRINT = "import('./src/ui/copy/en.ts').then(({ en }) => console.log(JSON.stringify(en)))"


@cache
def english() -> Any:
    """The whole copy in English, by area and key."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    printed = subprocess.run(
        [node, "--no-warnings", "--experimental-strip-types", "--eval", PRINT],
        cwd=WEB,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(printed.stdout)
