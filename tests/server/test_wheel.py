"""The wheel as a person gets it: installed by pip, served without Node."""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_the_client_and_its_data(wheel: Path) -> None:
    """The wheel carries the built client and its list, the data, the type marker and both licence files."""
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "goldseam/web_dist/index.html",
        "goldseam/web_dist/index.html.br",
        "goldseam/web_dist/release.json",
        "goldseam/web_dist/sw.js",
        "goldseam/content/demo.de.json",
        "goldseam/content/demo.en.json",
        "goldseam/content/eff-long.txt",
        "goldseam/content/headers.json",
        "goldseam/py.typed",
    ):
        assert part in names
    assert any(n.startswith("goldseam/web_dist/assets/") and n.endswith(".js.br") for n in names)
    assert {n.rsplit("/", 1)[1] for n in names if "/licenses/" in n} == {"LICENSE", "NOTICE"}


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    """No tests, sources of the client or caches are in the wheel."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.split("-")[0] for top in tops} == {"goldseam"}
    assert not [n for n in zipfile.ZipFile(wheel).namelist() if "__pycache__" in n or "/src/" in n]


@contextmanager
def serving(installed: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `goldseam serve` from the folder of an installed wheel, with no Node in PATH."""
    # The wheel comes before the environment's packages, whose editable goldseam must not win.
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib")])
    environment = {
        "PATH": str(installed / "bin"),
        "PYTHONPATH": path,
        "HOME": str(folder),
        "GOLDSEAM_DATA": str(folder / "data"),
    }
    command = "import sys; from goldseam.cli import main; sys.exit(main())"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", command, "serve", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            print((folder / "log").read_text())


def page_from(process: subprocess.Popen[bytes], address: str) -> str:
    """Give the page at the address as soon as the process answers there."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                return str(answer.read().decode())
        except OSError:  # It is not listening yet, or stopped: then the log says why.
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_installed_wheel_serves_the_client(
    wheel: Path, tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """`goldseam serve` from an installed wheel answers with the client's first page."""
    installed = tmp_path / "installed"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(installed)]
    subprocess.run([sys.executable, "-m", "pip", *install, str(wheel)], check=True, timeout=120)
    assert (installed / "bin/goldseam").exists()
    port = free_port()
    with serving(installed, tmp_path, port) as process:
        page = page_from(process, f"http://127.0.0.1:{port}/")
    assert page == zipfile.ZipFile(wheel).read("goldseam/web_dist/index.html").decode()
