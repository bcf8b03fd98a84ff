"""The web client as the server gives it: from memory, compressed, and at every address of a page."""

import gzip
import hashlib
from pathlib import Path

import httpx
import pytest

from goldseam.api.web import load_assets
from goldseam.app import create_app
from goldseam.config import Settings
from goldseam.storage.memory import MemoryStorage
from tests.server.conftest import SECRET, calling, started

PLAIN = {"accept-encoding": "identity"}


@pytest.mark.parametrize("path", ["/", "/index.html", "/pages/0123", "/pages/0123/history"])
async def test_every_page_is_the_client(http: httpx.AsyncClient, path: str) -> None:
    """A deep link opened in a new tab starts the client."""
    answer = await http.get(path, headers=PLAIN)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Goldseam" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "media_type", "cache"),
    [
        ("/assets/main-1a2b.js", "text/javascript; charset=utf-8", "immutable"),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
    ],
)
async def test_files_have_their_type_and_keeping(
    http: httpx.AsyncClient, path: str, media_type: str, cache: str
) -> None:
    """Only files with a hash in their name are kept for ever."""
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert cache in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("offered", "given"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
async def test_the_best_encoding_offered_is_given(
    http: httpx.AsyncClient, web_folder: Path, offered: str, given: str | None
) -> None:
    """What was compressed when the client was built is sent as it lies there."""
    request = http.build_request("GET", "/", headers={"accept-encoding": offered})
    answer = await http.send(request, stream=True)
    suffix = {"br": ".br", "gzip": ".gz", None: ""}[given]
    raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == given
    assert raw == (web_folder / f"index.html{suffix}").read_bytes()
    assert answer.headers["vary"] == "accept-encoding"


async def test_encodings_have_their_own_etags(http: httpx.AsyncClient) -> None:
    """A cache never takes one encoding for another."""
    plain = await http.get("/", headers=PLAIN)
    packed = await http.get("/", headers={"accept-encoding": "gzip"})
    assert packed.content == gzip.decompress(gzip.compress(b"gzip of index"))
    assert plain.headers["etag"] != packed.headers["etag"]


async def test_what_is_held_is_not_sent_again(http: httpx.AsyncClient) -> None:
    """A known etag is answered with 304 and no body; a foreign one is not."""
    first = await http.get("/sw.js")
    held = await http.get("/sw.js", headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
    assert (held.status_code, held.content) == (304, b"")
    assert (await http.get("/sw.js", headers={"if-none-match": '"x"'})).status_code == 200


async def test_head_says_the_size_and_sends_nothing(http: httpx.AsyncClient) -> None:
    """HEAD is GET without its body."""
    answer = await http.head("/sw.js")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len("// the service worker"))


@pytest.mark.parametrize(
    "path", ["/assets/gone-9f.js", "/index.html.br", "/.vite/manifest.json", "/../pyproject.toml"]
)
async def test_a_file_that_is_not_there_is_not_a_page(http: httpx.AsyncClient, path: str) -> None:
    """A missing script is an error, never HTML; hidden files are not served."""
    assert (await http.get(path)).status_code == 404


async def test_other_methods_are_refused(http: httpx.AsyncClient) -> None:
    """Pages are only read."""
    answer = await http.post("/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_a_client_that_is_not_built_says_what_to_do(tmp_path: Path) -> None:
    """Never a blank page: the person who serves learns about scripts/build."""
    settings = Settings(tmp_path, secret=SECRET)
    app = create_app(settings, MemoryStorage(), web_folder=tmp_path / "none")
    async with started(app), calling(app) as http:
        answer = await http.get("/")
    assert answer.status_code == 503
    assert "scripts/build" in answer.text


def test_etags_are_of_the_content(web_folder: Path) -> None:
    """The same build has the same etags on every machine and start."""
    assets = load_assets(web_folder)
    body = (web_folder / "sw.js").read_bytes()
    expected = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    assert assets["/sw.js"][""].etag.decode() == expected
