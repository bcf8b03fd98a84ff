"""What holds for the tree as a whole: what it may name, what it stands on, who may import whom."""

import ast
import json
import os
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
GRAPH = grimp.build_graph("goldseam", include_external_packages=True, cache_dir=None)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("runtime", "build", "test")
NODE_FOLDERS = ("web", "benchmarks/lighthouse", "benchmarks/peers")

BINARY = {".png", ".ico", ".woff2", ".age", ".zip"}

# The letter in brackets keeps this file from being its own find.
REGISTRIES = r"registry\.npmj[s]|pypi\.or[g]|pythonhoste[d]|deb\.debia[n]|yarnpkg\.co[m]"
MACHINES = r"(?<!\w)/wor[k]/|(?<!\w)/far[m]/|\.librar[y]/|\.\./share[d]|/opt/(?:pyp[i]|wheel[s])"
UNFINISHED = (
    r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b"
    r"|mark\.(?:ski[p]|xfai[l])|pytest\.(?:ski[p]|xfai[l])\(|importorski[p]"
    r"|\b(?:it|test|describe)\.(?:ski[p]|only|tod[o]|fail[s])\b"
)

# The running server: every module but the command line and the parts that see what a person wrote.
CLIENT_SIDE = {"__main__", "cli", "client", "crypto", "imports", "views"}


def ignored_names() -> set[str]:
    """Give the patterns of .gitignore as patterns of single names; `.git` is one of them."""
    lines = (ROOT / ".gitignore").read_text().splitlines()
    return {".git"} | {line.rstrip("/").rsplit("/", 1)[-1] for line in lines if line}


def texts() -> Iterator[tuple[str, str]]:
    """Give path and text of every file of the project; without git, a copy of the tree has none.

    Files to import come in every encoding: what is not UTF-8 is read as far as it is.
    """
    ignored = ignored_names()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, i) for i in ignored)]
        for path in (Path(folder, name) for name in files):
            if path.suffix not in BINARY and not any(fnmatch(path.name, i) for i in ignored):
                yield str(path.relative_to(ROOT)), path.read_text("utf-8", "replace")


def lines_with(pattern: str) -> list[str]:
    """Give `path:line: text` for every line of the project that the pattern finds."""
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (REGISTRIES, "https://registry.npm" + "js.org/svelte"),
        (MACHINES, "see /wor" + "k/main"),
        (UNFINISHED, "# TO" + "DO later"),
        (UNFINISHED, "@pytest.mark.sk" + "ip"),
        (UNFINISHED, "test.on" + "ly('x')"),
    ],
    ids=["registries", "machines", "notes to self", "skipped tests", "lonely tests"],
)
def test_no_file_names_what_the_project_must_not(pattern: str, example: str) -> None:
    """No file names a registry, a machine's folders, or work left undone."""
    assert re.search(pattern, example)
    assert lines_with(pattern) == []


def locked(name: str) -> dict[str, str]:
    """Give the version of each package in a lock file; fails on a package without a hash."""
    text = (ROOT / "server" / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    versions: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.match(r"([a-z0-9.-]+)==(\S+)", line)
        assert match, f"not a pinned package: {line[:80]}"
        assert "--hash=sha256:" in line, f"no hash: {match[0]}"
        versions[match[1]] = match[2]
    return versions


def package_name(requirement: str) -> str:
    """Give the bare package name of a requirement such as `uvloop>=0.21; marker`."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return match[0].lower()


def direct_packages() -> dict[str, set[str]]:
    """Give the packages that pyproject.toml asks for, by the lock that must hold them."""
    groups = PROJECT["dependency-groups"]
    named = {key: {package_name(r) for r in groups[key] if isinstance(r, str)} for key in groups}
    return {"runtime": {package_name(r) for r in PROJECT["project"]["dependencies"]}} | named


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_what_the_project_asks_for(lock: str) -> None:
    """Each lock holds every direct dependency of its kind, pinned and hashed."""
    assert direct_packages()[lock] <= locked(lock).keys()


def test_locks_agree() -> None:
    """What runs and what builds is what was tested: the same versions in all three locks."""
    tested = locked("test")
    for lock in ("runtime", "build"):
        assert locked(lock).items() <= tested.items()


@pytest.mark.parametrize("folder", NODE_FOLDERS)
def test_client_lock_names_no_address(folder: str) -> None:
    """No package of a lock says from where it comes, so any registry serves."""
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_decisions_name_every_dependency() -> None:
    """docs/decisions/0001-foundations.md says of each direct dependency why it is there."""
    decisions = (ROOT / "docs/decisions/0001-foundations.md").read_text().lower()
    packages = [json.loads((ROOT / folder / "package.json").read_text()) for folder in NODE_FOLDERS]
    kinds = ("dependencies", "devDependencies")
    node = [package.get(kind, {}) for package in packages for kind in kinds]
    named = set().union(*direct_packages().values(), *node)
    assert sorted(name for name in named if name.lower() not in decisions) == []


def test_scripts_are_short() -> None:
    """Each script is executable, stops at the first error and stays within a screen."""
    for path in [*(p for p in (ROOT / "scripts").iterdir() if not p.suffix), ROOT / ".ci/run"]:
        text = path.read_text()
        assert os.access(path, os.X_OK), path
        assert "\nset -euo pipefail\n" in text, path
        assert len(text.splitlines()) <= 70, path


def test_readme_and_ci_run_the_same_commands() -> None:
    """README.md names scripts/serve and scripts/test, only scripts that exist, and CI runs one."""
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"\bscripts/[\w.-]*\w", readme))
    assert {"scripts/serve", "scripts/test"} <= named
    assert [name for name in named if not (ROOT / name).exists()] == []
    commands = [
        line
        for line in (ROOT / ".ci/run").read_text().splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["scripts/test"]


def server_modules() -> set[str]:
    """Give every module of the running server, directly under the package."""
    package = ROOT / "server/goldseam"
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in package.glob("*/__init__.py")}
    return (modules | packages) - CLIENT_SIDE


def test_contract_covers_the_whole_server() -> None:
    """Every module of the server is a source of the contract "the running server cannot decrypt"."""
    contracts = {c["id"]: c for c in PROJECT["tool"]["importlinter"]["contracts"]}
    contract = contracts["cannot-decrypt"]
    assert set(contract["source_modules"]) == {f"goldseam.{name}" for name in server_modules()}
    seeing = ["goldseam.client", "goldseam.crypto", "goldseam.imports", "goldseam.views"]
    assert contract["forbidden_modules"] == seeing
    assert "ignore_imports" not in contract


@pytest.mark.parametrize(
    ("library", "place"),
    [
        ("aiosqlite", "goldseam.storage.sqlite"),
        ("httpx", "goldseam.client"),
        ("litestar", "goldseam.api goldseam.app"),
        ("rfc8785", "goldseam.crypto.canonical"),
        ("uvicorn", "goldseam.api.serving"),
        ("webauthn", "goldseam.passkeys"),
    ],
)
def test_libraries_stay_in_their_place(library: str, place: str) -> None:
    """Only the named modules, or modules inside them, import a library that would be hard to change."""
    importers = (
        GRAPH.find_modules_that_directly_import(library) if library in GRAPH.modules else set()
    )
    outside = [
        name
        for name in importers
        if not any(f"{name}.".startswith(f"{home}.") for home in place.split())
    ]
    assert outside == []


def imports_at_load(path: Path) -> set[str]:
    """Give the modules that a file imports when it is loaded, not inside its functions."""
    tree = ast.parse(path.read_text())
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_command_line_imports_each_side_lazily() -> None:
    """cli.py imports neither a side of the server nor of the client when it is loaded."""
    early = imports_at_load(ROOT / "server/goldseam/cli.py")
    assert {name for name in early if name.startswith("goldseam.")} <= {"goldseam.errors"}
