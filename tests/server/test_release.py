"""The release: its list of hashes says what was built, and whoever builds the same sources gets the same bytes."""

import base64
import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.builds import ROOT, SOURCES, build, copy_of_sources

LINKS = re.compile(r"""(?:src|href)\s*=\s*["']?([^"'\s>]+)""")
EVALS = re.compile(r"\beval\s*\(|\bnew\s+Function\s*\(|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]")


@pytest.fixture(scope="module")
def builds() -> Iterator[tuple[Path, Path]]:
    """Give the client built twice, with everything about the machine different that can be."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        first = copy_of_sources(Path(name, "one"))
        second = copy_of_sources(Path(name, "another folder", "deeper", "ä"))
        for file in second.rglob("*"):
            if "node_modules" not in file.parts:
                os.utime(file, (1_000_000_000, 1_000_000_000))
        here = {"TZ": "UTC", "LC_ALL": "C", "HOME": name}
        there = {"TZ": "Pacific/Chatham", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"}
        with ThreadPoolExecutor(2) as both:
            one = both.submit(build, first, here)
            two = both.submit(build, second, {**there, "HOME": str(second)}, 0o077)
            yield one.result(), two.result()


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by path."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def release_in(folder: Path) -> dict[str, Any]:
    """The list that the build wrote."""
    read: dict[str, Any] = json.loads((folder / "release.json").read_text())
    return read


def integrity_of(digest: bytes) -> str:
    """A SHA-256 as browsers have it."""
    return f"sha256-{base64.b64encode(digest).decode()}"


def served(found: dict[str, str]) -> dict[str, str]:
    """Those of the files that a host gives by name."""
    apart = (".br", ".gz")
    return {
        path: digest
        for path, digest in found.items()
        if not path.endswith(apart) and not path.startswith(".") and path != "release.json"
    }


def test_two_builds_have_the_same_bytes(builds: tuple[Path, Path]) -> None:
    """Fails when a folder, a clock, a language, a time zone or a umask comes into the build."""
    one, two = map(hashes, builds)
    assert len(one) > 50
    assert one == two


def test_the_release_lists_every_file_and_nothing_else(builds: tuple[Path, Path]) -> None:
    """Fails when a file that is served is not in release.json, or stands there with other bytes."""
    assert release_in(builds[0])["files"] == served(hashes(builds[0]))


def test_the_hash_of_the_release_is_over_the_whole_of_it(builds: tuple[Path, Path]) -> None:
    """Fails when docs/operations.md says otherwise than the build how the hash is made."""
    release = release_in(builds[0])
    lines = ["goldseam release 1", f"version {release['version']}"]
    lines += [f"header {name}: {value}" for name, value in sorted(release["headers"].items())]
    lines += [f"file {digest} {path}" for path, digest in sorted(release["files"].items())]
    assert release["format"] == lines[0]
    assert (
        release["release"] == hashlib.sha256("".join(f"{x}\n" for x in lines).encode()).hexdigest()
    )


def test_the_service_worker_knows_the_same_files(builds: tuple[Path, Path]) -> None:
    """Fails when sw.js holds another list than release.json, so that it takes what verify-web calls foreign."""
    release = release_in(builds[0])
    text = (builds[0] / "sw.js").read_text()
    found = re.search(r"\{\"version\":.*?\}\}", text)
    assert found
    shell = json.loads(found[0])
    listed = {f"/{p}": integrity_of(bytes.fromhex(h)) for p, h in release["files"].items()}
    del listed["/sw.js"]
    listed["/"] = listed.pop("/index.html")
    assert shell["files"] == listed
    assert shell["headers"] == release["headers"]


def test_the_release_has_the_versions_of_the_project() -> None:
    """Fails when the client is released under another number than the server."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert json.loads((ROOT / "web/package.json").read_text())["version"] == project


def test_the_image_builds_from_no_less() -> None:
    """Fails when the image's first stage lacks something that these builds, made of the same folders, stand on."""
    stage = (ROOT / "docker/Dockerfile").read_text().split("\nFROM ")[1]
    assert [name for name in SOURCES if f"\nCOPY {name} {name}\n" not in stage] == []


def test_the_page_loads_only_listed_files_and_runs_nothing_inline(
    builds: tuple[Path, Path],
) -> None:
    """Fails when index.html asks another host, a file that is not listed, or holds script or style of its own."""
    page = (builds[0] / "index.html").read_text()
    files = release_in(builds[0])["files"]
    assert [link for link in LINKS.findall(page) if link.removeprefix("/") not in files] == []
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|\son\w+\s*=", page) == []


def test_no_script_makes_code_of_text(builds: tuple[Path, Path]) -> None:
    """Fails when a script evaluates text, or asks for a map of its sources."""
    scripts = [*builds[0].rglob("*.js")]
    assert len(scripts) > 20
    found = {file.name: EVALS.findall(file.read_text()) for file in scripts}
    assert {name: hits for name, hits in found.items() if hits} == {}
    assert [file.name for file in scripts if "sourceMappingURL" in file.read_text()] == []
