"""The edges of the command line: the network, the terminal, the words for what goes wrong, files of backups."""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from goldseam.cli import CLIENT_ACCOUNT_VERBS, CLIENT_VERBS, main
from goldseam.client import backup_verbs, commands, status, terminal
from goldseam.client.calls import Silence
from goldseam.client.copy import ALARMS, FAILURES, sentence_of
from goldseam.client.effects import Answer, Send
from goldseam.client.entering import NotEntered
from goldseam.client.placing import require_free
from goldseam.client.terminal import (
    Unusable,
    edited,
    plain,
    read_secret,
    read_secret_from,
    read_text,
    write_new,
)
from goldseam.client.transport import MSGPACK, ServerRefused, Transport, origin_of
from goldseam.crypto.backup import Contents, Unopened
from goldseam.crypto.chain import Checkpoint
from goldseam.errors import (
    Alarm,
    GoldseamError,
    LoginRefused,
    RateLimited,
    SealError,
    ServerError,
    TagMismatch,
    Unavailable,
    WireError,
)

# the network


@pytest.mark.parametrize(
    ("server", "origin"),
    [
        ("https://journal.example.org", "https://journal.example.org"),
        ("https://Journal.Example.org/", "https://journal.example.org"),
        ("https://journal.example.org:443", "https://journal.example.org"),
        ("https://journal.example.org:8787", "https://journal.example.org:8787"),
        ("http://localhost:8787", "http://localhost:8787"),
        ("http://127.0.0.1:80/", "http://127.0.0.1"),
        ("http://[::1]:8787", "http://[::1]:8787"),
    ],
)
def test_an_address_becomes_its_origin(server: str, origin: str) -> None:
    """As browsers write it, so that the proof names what the server knows."""
    assert origin_of(server) == origin


@pytest.mark.parametrize(
    "server",
    [
        "http://journal.example.org",
        "http://localhost.example.org",
        "ftp://localhost",
        "https://",
        "journal.example.org",
        "https://journal.example.org/path",
        "https://journal.example.org?query",
        "https://anna@journal.example.org",
        "https://journal.example.org:port",
    ],
)
def test_other_addresses_are_refused(server: str) -> None:
    """Plain http to another machine, and whatever is no origin."""
    with pytest.raises(ServerRefused):
        origin_of(server)


def transport(handler: Callable[[httpx.Request], httpx.Response]) -> Transport:
    """A transport whose requests a function answers."""
    client = httpx.Client(base_url="https://j.example", transport=httpx.MockTransport(handler))
    return Transport("https://j.example", client)


def test_a_request_carries_its_token_and_asks_for_nothing_compressed() -> None:
    """The header of the specification; a small answer must not become a large one."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, headers={"content-type": MSGPACK}, content=b"\x80")

    answer = transport(handler).send(Send("PUT", "/v1/x?since=1", b"body", b"\xff" * 32))
    assert answer == Answer(200, b"\x80")
    assert seen[0].headers["authorization"] == "Bearer " + "_" * 42 + "8"
    assert (seen[0].headers["accept-encoding"], seen[0].content) == ("identity", b"body")


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, headers={"content-type": "text/html"}, content=b"<html>"),
        httpx.Response(302, headers={"location": "https://elsewhere.example"}),
        httpx.Response(502),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
    ],
)
def test_what_is_not_the_servers_own_word_is_silence(response: Any) -> None:
    """Portals, proxies, redirects and broken lines conclude nothing."""

    def handler(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        answer: httpx.Response = response
        return answer

    assert transport(handler).send(Send("GET", "/v1/limits")) is None


# words


def leaves(kind: type[GoldseamError]) -> set[str]:
    """The codes of the errors below one."""
    return {error.code for error in kind.__subclasses__()}


def test_every_error_has_words_and_no_more() -> None:
    """A person never reads what was meant for logs."""
    assert set(FAILURES) == leaves(WireError) | leaves(SealError) | {Silence.code}
    assert set(ALARMS) == leaves(Alarm)


def test_an_alarm_says_what_is_kept_and_what_can_be_done() -> None:
    """The sentence, that everything is kept, and that a backup can be made."""
    said = sentence_of(TagMismatch())
    assert said.startswith(ALARMS["tag_mismatch"])
    assert "is kept" in said
    assert "goldseam export" in said


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (LoginRefused(), 1),
        (TagMismatch(), 1),
        (NotEntered(), 1),
        (OSError("disk full"), 1),
        (Unusable(), 2),
        (Silence(), 3),
        (Unavailable(), 3),
        (ServerError(), 3),
        (RateLimited(), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_failure_has_its_status(error: BaseException, expected: int) -> None:
    """As documented, and without a traceback."""

    def fail() -> int:
        raise error

    assert commands.guarded(fail) == expected


def test_the_documentation_names_every_verb_and_status() -> None:
    """docs/command-line.md equals the code."""
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text()
    rows = re.findall(r"^\| `([\w-]+)", page, re.MULTILINE)
    assert rows == [*CLIENT_VERBS, *("account" for _ in CLIENT_ACCOUNT_VERBS)]
    (line,) = [line for line in page.splitlines() if line.startswith("- **Status")]
    statuses = {int(number) for number in re.findall(r"\b\d+\b", line)}
    assert statuses == {value for name, value in vars(status).items() if name.isupper()}


# the terminal


def test_a_line_cannot_steer_the_terminal() -> None:
    """Control characters, line ends and marks of direction become spaces."""
    assert plain("a\x1b[31mb\nc\u202ed\x9be") == "a [31mb c d e"


def test_a_secret_is_the_file_without_its_line_end(tmp_path: Path) -> None:
    """Spaces count; one line end does not."""
    path = tmp_path / "secret"
    for content, secret in ((b" a b \n", " a b "), (b"a\r\n", "a"), (b"a\n\n", "a\n"), (b"", "")):
        path.write_bytes(content)
        assert read_secret(path) == secret


def test_a_secret_comes_through_a_descriptor() -> None:
    """As from a password manager through a pipe."""
    reader, writer = os.pipe()
    os.write(writer, "wörter\n".encode())
    os.close(writer)
    assert read_secret_from(reader) == "wörter"
    os.close(reader)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 70_000])
def test_what_cannot_be_a_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    """Not UTF-8, or far too long."""
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(Unusable):
        read_secret(path)


def test_missing_files_are_named(tmp_path: Path) -> None:
    """For secrets and texts alike."""
    with pytest.raises(Unusable, match="missing"):
        read_secret(tmp_path / "missing")
    with pytest.raises(Unusable, match="missing"):
        read_text(str(tmp_path / "missing"))


def test_a_new_file_is_private_and_never_written_over(tmp_path: Path) -> None:
    """0600 from its first moment."""
    path = tmp_path / "new"
    write_new(path, b"once")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Unusable):
        write_new(path, b"twice")
    assert path.read_bytes() == b"once"


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    """A passphrase is never read from a pipe that was meant for something else."""
    command = [sys.executable, "-m", "goldseam", "backup", "verify", "/dev/null"]
    ended = subprocess.run(command, input=b"words\n", capture_output=True, check=False, timeout=60)
    assert (ended.returncode, b"no terminal" in ended.stderr) == (2, True)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give a function that makes an editor of a line of shell; its file is $1."""

    def make(line: str) -> str:
        path = tmp_path / "editor"
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o700)
        return str(path)

    monkeypatch.setattr(terminal, "IN_MEMORY", tmp_path / "nowhere")
    return make


def test_an_editor_changes_a_text_and_leaves_no_file(
    tmp_path: Path, editor: Callable[[str], str]
) -> None:
    """What it saved is what is kept; the file is private while it is there, then gone."""
    line = 'test "$(stat -c %a "$1")" = 600 && printf " more" >> "$1"'
    with edited("words", editor(line), tmp_path) as text:
        assert text == "words more"
    assert list(tmp_path.glob("goldseam-*")) == []


def test_an_editor_that_ends_badly_loses_nothing(
    tmp_path: Path, editor: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The file stays, and the person is told where."""
    failing = editor('printf " unsaved" >> "$1"; exit 3')
    with pytest.raises(Unusable), edited("words", failing, tmp_path):
        pass
    (left,) = tmp_path.glob("goldseam-*")
    assert left.read_text() == "words unsaved"
    assert str(left) in capsys.readouterr().err


def test_a_disk_that_is_full_after_writing_loses_nothing(
    tmp_path: Path, editor: Callable[[str], str]
) -> None:
    """The file goes only when its words were kept."""
    with pytest.raises(OSError, match="full"), edited("words", editor("true"), tmp_path):
        raise OSError("full")
    assert [path.read_text() for path in tmp_path.glob("goldseam-*")] == ["words"]


# files of backups


def export_options(to: Path, tmp_path: Path, *more: str) -> argparse.Namespace:
    """The options of `export`, with a passphrase."""
    secret = tmp_path / "secret"
    secret.write_text("six words\n")
    parser = argparse.ArgumentParser()
    backup_verbs.add_export_arguments(parser)
    return parser.parse_args(["--to", str(to), "--backup-passphrase-file", str(secret), *more])


EMPTY = Contents({}, Checkpoint(1, bytes(32), ()), 0)


def test_a_backup_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither under its name nor beside it."""

    def full(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(backup_verbs, "write_backup", full)
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(OSError, match="full"):
        backup_verbs.export(export_options(folder / "b.age", tmp_path), EMPTY)
    assert list(folder.iterdir()) == []


def test_a_backup_says_what_is_not_in_it(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The count on the output, and a line of its own on the standard error; again when it is verified."""
    left_out = {bytes(16): Unopened(2, "newer"), b"\x01" * 16: Unopened(1, "unreadable")}
    options = export_options(tmp_path / "b.age", tmp_path)
    backup_verbs.export(options, replace(EMPTY, left_out=left_out))
    out, err = capfdbinary.readouterr()
    assert b"records in it: 0, left out: 2." in out
    assert err.startswith(b"2 records could not be opened")
    secret = ["--backup-passphrase-file", str(tmp_path / "secret")]
    assert main(["backup", "verify", str(options.to), *secret]) == 0
    assert capfdbinary.readouterr().err.startswith(b"2 records could not be opened")


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """Between the first look and the end, somebody else may have taken the name."""
    options = export_options(tmp_path / "b.age", tmp_path)
    require_free(options.to, is_forced=options.force)
    options.to.write_bytes(b"theirs")
    with pytest.raises(Unusable):
        backup_verbs.export(options, EMPTY)
    assert options.to.read_bytes() == b"theirs"


def test_a_disk_without_links_takes_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As most sticks are."""

    def refused(*_: object) -> None:
        raise OSError("links are not supported")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    options = export_options(tmp_path / "b.age", tmp_path)
    backup_verbs.export(options, EMPTY)
    assert options.to.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("recipient", ["age1nonsense", ""])
def test_what_is_no_recipient_is_refused(tmp_path: Path, recipient: str) -> None:
    """Before a file has its name."""
    parser = argparse.ArgumentParser()
    backup_verbs.add_export_arguments(parser)
    to = tmp_path / "b.age"
    options = parser.parse_args(["--to", str(to), "--recipient", recipient])
    with pytest.raises(Unusable):
        backup_verbs.export(options, EMPTY)
    assert list(tmp_path.iterdir()) == []
