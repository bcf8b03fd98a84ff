"""The API through the public door: encodings, errors, headers, health (docs/protocol.md)."""

import base64
import json
import re
from pathlib import Path

import httpx
import msgspec
import pytest

from goldseam.api.serving import listen
from goldseam.app import create_app
from goldseam.config import Settings
from goldseam.errors import SettingsError, WireError, wire_errors
from goldseam.protocol.limits import (
    Limits,
)
from goldseam.storage.memory import MemoryStorage
from tests.server.callers import Caller, a_revision, bearer, code_of
from tests.server.conftest import SECRET, calling, started

PROTOCOL = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
JSON = {"content-type": "application/json", "accept": "application/json"}


# encodings


async def test_json_says_the_same_as_msgpack(http: httpx.AsyncClient) -> None:
    """A JSON request is answered in JSON, bytes in base64 with padding."""
    answer = await http.post(
        "/v1/challenges", content='{"name": "anna", "purpose": 1}', headers=JSON
    )
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert (told["suite"], len(base64.b64decode(told["salt"], validate=True))) == (1, 16)


async def test_a_commit_may_be_json(anna: Caller) -> None:
    """The whole protocol can be spoken in JSON."""
    path, body = anna.commit_body(0, [a_revision()])
    headers = JSON | bearer(anna.token)
    answer = await anna.http.put(path, content=msgspec.json.encode(body), headers=headers)
    assert answer.json() == {"sequence": 1}


@pytest.mark.parametrize(
    "text", ['{"name": "a", "purpose": 1, "purpose": 2}', '{"name": "a"', '{"name": "a", "purpose": 1, "x": 1}']
)  # fmt: skip
async def test_broken_json_is_refused(http: httpx.AsyncClient, text: str) -> None:
    """JSON is held to the same rules."""
    answer = await http.post("/v1/challenges", content=text, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_accept_decides_over_content_type(http: httpx.AsyncClient) -> None:
    """A client may send one encoding and ask for the other."""
    headers = {"content-type": "application/json", "accept": "application/vnd.msgpack"}
    answer = await http.post(
        "/v1/challenges", content='{"name": "a", "purpose": 1}', headers=headers
    )
    assert msgspec.msgpack.decode(answer.content)["suite"] == 1


@pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded"])
async def test_other_encodings_are_refused(http: httpx.AsyncClient, media: str) -> None:
    """A body is msgpack or JSON, and says which."""
    answer = await http.post("/v1/challenges", content=b"x", headers={"content-type": media})
    assert (answer.status_code, code_of(answer)) == (415, "unsupported_media")


# errors


class Failing(MemoryStorage):
    """A store that fails in one way."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def ready(self) -> None:
        raise self.error


async def answer_to(error: Exception, folder: Path) -> httpx.Response:
    """What a client reads when the store fails so."""
    app = create_app(Settings(folder, secret=SECRET), Failing(error))
    async with started(app), calling(app) as http:
        return await http.get("/v1/health/ready", headers={"accept": "application/json"})


@pytest.mark.parametrize("kind", wire_errors().values(), ids=wire_errors())
async def test_every_error_crosses_the_wire(kind: type[WireError], tmp_path: Path) -> None:
    """Each error of the tree has its code and status, and carries its numbers."""
    error = kind("why", sequence=3, record=bytes(16), retry_after=7)
    answer = await answer_to(error, tmp_path)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (kind.status, kind.code)
    assert (problem["sequence"], problem["retry_after"]) == (3, 7)
    assert answer.headers["retry-after"] == "7"
    assert problem["detail"] == ("why" if kind.status < 500 else kind.sentence)


async def test_an_unforeseen_failure_tells_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A 500 has a code and no detail, and its text reaches no log."""
    answer = await answer_to(RuntimeError("a page about Ben"), tmp_path)
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "Ben" not in answer.text
    assert "failed" in caplog.messages
    assert "Ben" not in " ".join(caplog.messages)


def table_after(heading: str) -> list[list[str]]:
    """The cells of the table in a section of the specification, without its head."""
    section = PROTOCOL.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_specification_lists_every_error() -> None:
    """Codes and statuses in docs/protocol.md are those of the code."""
    told = {code: int(status) for code, status, _ in table_after("Errors")}
    assert told == {code: kind.status for code, kind in wire_errors().items()}


def test_the_specification_lists_every_limit() -> None:
    """Names and values in docs/protocol.md are those of `GET /v1/limits`."""
    told = {name: int(value) for name, value in table_after("Limits")}
    assert told | {"accounts": "open"} == msgspec.to_builtins(Limits("open"))


async def test_limits_are_given(http: httpx.AsyncClient) -> None:
    """Clients split their work by what the server says."""
    answer = await http.get("/v1/limits")
    assert msgspec.msgpack.decode(answer.content) == msgspec.to_builtins(Limits("open"))


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/", 404, "not_found"),
        ("PATCH", "/v1/limits", 405, "method_not_allowed"),
        ("POST", "/v1/keyrings", 405, "method_not_allowed"),
        ("GET", "/v1/pokes", 401, "session_stale"),
    ],
)
async def test_the_frameworks_refusals_are_ours(
    http: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    """No answer is in another form than `{code, detail}`."""
    answer = await http.request(method, path)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert set(msgspec.msgpack.decode(answer.content)) == {"code", "detail"}


@pytest.mark.parametrize("path", ["/", "/v1/limits", "/v1/nothing", "/v1/pokes", "/assets/none.js"])
async def test_every_answer_has_the_security_headers(http: httpx.AsyncClient, path: str) -> None:
    """Pages, answers and refusals alike carry the policy."""
    headers = (await http.get(path)).headers
    assert re.search(r"default-src 'none'; script-src 'self' ", headers["content-security-policy"])
    assert "trusted-types svelte-trusted-html app-url" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers
    assert "server" not in headers
    if path.startswith("/v1/"):
        assert headers["cache-control"] == "no-store"


async def test_https_everywhere_is_promised_where_it_is_so(tmp_path: Path) -> None:
    """Browsers are told to stay with https when no origin is plain http."""
    settings = Settings(tmp_path, given_origins=("https://journal.example.org",), secret=SECRET)
    app = create_app(settings, MemoryStorage())
    async with started(app), calling(app) as http:
        assert "strict-transport-security" in (await http.get("/v1/health")).headers


async def test_health_and_readiness(http: httpx.AsyncClient) -> None:
    """A living server with its store says ok to both."""
    for path in ("/v1/health", "/v1/health/ready"):
        answer = await http.get(path, headers={"accept": "application/json"})
        assert json.loads(answer.content) == {"status": "ok"}


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    """The operator reads which address cannot be had."""
    with listen(Settings(tmp_path, port=0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SettingsError, match=str(port)):
            listen(Settings(tmp_path, port=port))
