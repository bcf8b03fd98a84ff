"""The client built from a copy of its sources, for tests that need another build than the shared one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("web", "server/goldseam/content")
BUILD_SECONDS = 120


def copy_of_sources(folder: Path) -> Path:
    """Copy what a build is made of; the installed packages are linked, so the folder must be on the same disk."""
    for name in SOURCES:
        ignored = shutil.ignore_patterns("node_modules", ".cache")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    packages = ROOT / "web/node_modules"
    ignored = shutil.ignore_patterns(".vite*", ".cache")
    # Links rather than a symbolic one: nothing of the first folder's path may come in by it.
    shutil.copytree(
        packages, folder / "web/node_modules", symlinks=True, copy_function=os.link, ignore=ignored
    )
    return folder


def build(folder: Path, environ: dict[str, str] | None = None, umask: int = 0o022) -> Path:
    """Build the copy; returns the folder of the client, as the server serves it."""
    vite = folder / "web/node_modules/vite/bin/vite.js"
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    ended = subprocess.run(
        [node, str(vite), "build", "--logLevel", "error"],
        cwd=folder / "web",
        env={**os.environ, **(environ or {})},
        umask=umask,
        capture_output=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return folder / "server/goldseam/web_dist"
