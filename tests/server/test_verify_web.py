"""`goldseam verify-web` against hosts: an honest one, and one for each way to hand out something else (T-30)."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from goldseam.cli import main
from goldseam.client import host as bounds
from tests.builds import ROOT
from tests.e2e.serving import Server

PACKAGE = ROOT / "server/goldseam"
HEADERS: dict[str, str] = json.loads((PACKAGE / "content/headers.json").read_text())
PAGE = (
    '<!doctype html><title>Goldseam</title><script type="module" src="/assets/index-1.js"></script>'
)
FILES = {
    "index.html": PAGE,
    "sw.js": "// the service worker",
    "assets/index-1.js": 'import "./later-2.js";',
    "assets/later-2.js": "export {};",
}


@dataclass
class Host:
    """What a host gives at each address, and how it goes wrong. `packed` is by address and encoding."""

    given: dict[str, bytes]
    packed: dict[tuple[str, str], bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADERS))
    redirects: dict[str, str] = field(default_factory=dict)
    origin: str = ""

    def find(self, address: str) -> bytes | None:
        """The file of an address; those without an ending are places within the app."""
        if "." not in address.rsplit("/", 1)[-1]:
            return self.given.get("/index.html")
        return self.given.get(address)


class Handler(BaseHTTPRequestHandler):
    """Answers for a `Host`, compressed where the asker takes it."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, host: Host) -> None:
        # Arguments are those of the library's handler.
        self._host = host
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """One file, one redirect, or nothing."""
        there = self._host.redirects.get(self.path)
        body = self._host.find(self.path)
        status = 302 if there else 404 if body is None else 200
        encoding, sent = self._encoded(body or b"")
        self.send_response(status)
        for name, value in self._host.headers.items():
            self.send_header(name, value)
        if there:
            self.send_header("Location", there)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def _encoded(self, body: bytes) -> tuple[str, bytes]:
        accepted = self.headers.get("Accept-Encoding", "")
        for encoding in ("br", "gzip"):
            sent = self._host.packed.get((self.path, encoding))
            if sent is not None and encoding in accepted:
                return encoding, sent
        return "", body

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


def list_of(folder: Path) -> bytes:
    """release.json for the files in a folder, made as docs/operations.md says."""
    paths = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    hashes = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in paths}
    lines = ["goldseam release 1", "version 0.1.0"]
    lines += [f"header {name}: {value}" for name, value in sorted(HEADERS.items())]
    lines += [f"file {hashes[path]} {path}" for path in paths]
    whole = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    release = {"format": lines[0], "version": "0.1.0", "release": whole}
    return json.dumps({**release, "headers": HEADERS, "files": hashes}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small release in a folder, compressed too."""
    folder = tmp_path / "release"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "release.json").write_bytes(list_of(folder))
    for path in FILES:
        (folder / f"{path}.br").write_bytes(b"brotli of " + path.encode())
        (folder / f"{path}.gz").write_bytes(gzip.compress((folder / path).read_bytes()))
    return folder


@contextmanager
def answering(host: Host) -> Iterator[None]:
    """Have the host answer on an address of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host=host)) as server:
        host.origin = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def host(folder: Path) -> Iterator[Host]:
    """Give a host that hands out the release, Brotli first."""
    paths = [*FILES, "release.json"]
    host = Host({f"/{path}": (folder / path).read_bytes() for path in paths})
    host.packed = {(f"/{p}", "br"): (folder / f"{p}.br").read_bytes() for p in FILES}
    with answering(host):
        yield host


Verify = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> Verify:
    """Give a function that runs the verb; it returns the status and the lines printed."""

    def run(url: str, release: Path = folder) -> tuple[int, list[str]]:
        status = main(["verify-web", url, "--release", str(release)])
        return status, capsys.readouterr().out.splitlines()

    return run


def test_an_honest_host_is_the_same(host: Host, verify: Verify) -> None:
    """Fails when a host that hands out the release, compressed as it was built, is called another."""
    status, lines = verify(host.origin)
    assert status == 0
    assert len(lines) == 1
    assert "files compared: 4" in lines[0]


def test_the_real_server_hands_out_what_came_with_it(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """Fails when `goldseam serve` and `goldseam verify-web` of one installation disagree about the built client."""
    program = tmp_path / "program"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, program / "goldseam", ignore=ignored)
    server = Server(tmp_path, free_port())
    server.start(PYTHONPATH=str(program))
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "goldseam", "verify-web", server.origin],
            env={**os.environ, "PYTHONPATH": str(program)},
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        server.stop()
    assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()
    assert b" hands out release " in ended.stdout


def test_one_changed_byte_is_found(host: Host, verify: Verify) -> None:
    """Fails when a script with one byte changed passes."""
    host.given["/assets/later-2.js"] = b"export {},"
    assert verify(host.origin)[0] == 1
    assert verify(host.origin)[1][0] == "differs  assets/later-2.js"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_byte_changed_in_a_compressed_form_is_found(
    host: Host, verify: Verify, encoding: str
) -> None:
    """Fails when a host can give browsers, who take it compressed, something else than who asks for it plain."""
    host.packed = {("/sw.js", encoding): gzip.compress(b"// another")}
    status, lines = verify(host.origin)
    assert (status, lines[0]) == (1, "differs  sw.js")


def test_gzip_made_by_a_proxy_is_the_same(host: Host, verify: Verify) -> None:
    """Fails when a file that is compressed anew, with the same bytes in it, is called another."""
    host.packed = {("/sw.js", "gzip"): gzip.compress(host.given["/sw.js"], compresslevel=1)}
    assert verify(host.origin)[0] == 0


def test_a_missing_file_is_found(host: Host, verify: Verify) -> None:
    """Fails when a file that the release lists is not there and nobody says so."""
    del host.given["/assets/later-2.js"]
    status, lines = verify(host.origin)
    assert (status, lines[0]) == (1, "missing  assets/later-2.js")


def test_an_extra_script_in_the_page_is_found(host: Host, verify: Verify) -> None:
    """Fails when a script that the release does not list, or one of another host, is not named."""
    more = b'<script src="/assets/more.js"></script><script src="https://x.test/y.js"></script>'
    host.given["/index.html"] += more
    host.packed = {}
    host.given["/assets/more.js"] = b'import "./deeper.js";'
    host.given["/assets/deeper.js"] = b""
    status, lines = verify(host.origin)
    extra = {line for line in lines if line.startswith("extra")}
    assert status == 1
    assert "differs  index.html" in lines
    assert extra == {
        "extra    assets/more.js",
        "extra    assets/deeper.js",
        "extra    https://x.test/y.js",
    }


def test_a_page_that_is_another_deep_in_the_app_is_found(host: Host, verify: Verify) -> None:
    """Fails when only the root is compared, and links into the app lead to another page."""
    host.given["/index.html"] += b"<!-- -->"
    host.packed = {}
    lines = verify(host.origin)[1]
    assert {"differs  index.html", "differs  /", "differs  /pages"} <= set(lines)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-security-policy", HEADERS["content-security-policy"].replace("'none'", "*", 1)),
        ("content-security-policy", None),
        ("x-content-type-options", None),
        ("refresh", "0; url=https://x.test/"),
        ("report-to", '{"endpoints": [{"url": "https://x.test"}]}'),
    ],
)
def test_another_header_is_a_difference(
    host: Host, verify: Verify, name: str, value: str | None
) -> None:
    """Fails when a weaker content policy, or a header that leads elsewhere, passes because the files are the same."""
    host.headers.pop(name, None)
    if value is not None:
        host.headers[name] = value
    status, lines = verify(host.origin)
    assert (status, lines[0]) == (1, f"header   {name}: {value or 'none'}")


def test_a_redirect_to_another_host_is_not_followed(host: Host, verify: Verify) -> None:
    """Fails when a host can pass by showing the honest files of another."""
    honest = Host(dict(host.given))
    with answering(honest):
        host.redirects["/sw.js"] = f"{honest.origin}/sw.js"
        status, lines = verify(host.origin)
    assert (status, lines[0]) == (1, f"redirect /sw.js to {honest.origin}/sw.js")


def test_what_the_host_says_cannot_steer_the_terminal(host: Host, verify: Verify) -> None:
    """Fails when a header of the host is printed as it came, or without end."""
    host.headers["refresh"] = "0;\x1b[31m" + "x" * 5000
    _, lines = verify(host.origin)
    assert "\x1b" not in lines[0]
    assert len(lines[0]) <= 400


def test_a_file_without_end_is_only_a_difference(
    host: Host, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when a host can fill the memory, by length or by a bomb in gzip."""
    monkeypatch.setattr(bounds, "MAX_FILE_BYTES", 100_000)
    host.given["/assets/later-2.js"] = b"x" * 200_000
    host.packed = {("/sw.js", "gzip"): gzip.compress(b"x" * 10_000_000)}
    status, lines = verify(host.origin)
    assert status == 1
    assert lines[:2] == ["differs  assets/later-2.js", "differs  sw.js"]


@pytest.mark.parametrize(("bound", "value"), [("MAX_SECONDS", 0.0), ("MAX_REQUESTS", 3)])
def test_a_host_beyond_the_bounds_is_not_finished(
    host: Host, verify: Verify, monkeypatch: pytest.MonkeyPatch, bound: str, value: float
) -> None:
    """Fails when a slow host, or one that names files without end, keeps the comparison for ever or passes."""
    monkeypatch.setattr(bounds, bound, value)
    assert verify(host.origin)[0] == 3


def test_a_host_that_is_not_there_has_its_own_status(
    verify: Verify, free_port: Callable[[], int]
) -> None:
    """Fails when no answer is told as a difference."""
    assert verify(f"http://127.0.0.1:{free_port()}")[0] == 3


@pytest.mark.parametrize("url", ["http://journal.example.org", "ftp://x", "https://x/path", "x"])
def test_an_address_that_is_none_is_not_understood(verify: Verify, url: str) -> None:
    """Fails when a wrong address ends like a difference, or plain http to another machine is asked."""
    assert verify(url)[0] == 2


def test_the_list_alone_is_enough(host: Host, folder: Path, verify: Verify) -> None:
    """Fails when a release can only be compared with its files at hand."""
    assert verify(host.origin, folder / "release.json")[0] == 0
    host.given["/sw.js"] += b" "
    assert verify(host.origin, folder / "release.json")[0] == 1


def test_a_release_that_is_not_whole_is_refused(host: Host, folder: Path, verify: Verify) -> None:
    """Fails when a folder whose files are not those of its list, or a changed list, is compared with."""
    (folder / "sw.js").write_text("// changed")
    assert verify(host.origin)[0] == 2
    text = (folder / "release.json").read_text()
    for changed in (text.replace("0.1.0", "0.1.1"), text.replace("sw.js", "../sw.js"), "{}", "["):
        (folder / "release.json").write_text(changed)
        assert verify(host.origin, folder / "release.json")[0] == 2
    assert verify(host.origin, folder / "not-there")[0] == 2


def test_another_version_is_named(host: Host, verify: Verify) -> None:
    """Fails when an operator who compares with the wrong release is not told which one the host has."""
    host.given["/release.json"] = host.given["/release.json"].replace(b"0.1.0", b"0.2.0")
    status, lines = verify(host.origin)
    assert status == 1
    assert "It says that it is 0.2.0." in lines[-1]
