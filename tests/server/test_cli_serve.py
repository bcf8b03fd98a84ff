"""`goldseam serve` as a process of its own: starts, answers, stops cleanly, and cannot decrypt."""

import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from goldseam.api.serving import GRACE_SECONDS
from goldseam.cli import CLIENT_VERBS, SERVER_VERBS, main
from goldseam.live import HEARTBEAT
from tests.server.callers import a_caller, a_revision

PATIENCE_SECONDS = 30
COMMAND = [sys.executable, "-m", "goldseam", "serve", "--port", "0"]


class Served:
    """A running server, its address, and what it wrote."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self.greeting = process.stdout.readline()
        found = re.search(r"listens on (\S+); open (\S+)", self.greeting)
        assert found is not None, process.communicate()
        self.address, self.origin = found[1], found[2]

    def stop(self) -> tuple[int, str]:
        """Send SIGTERM; the exit status and everything on stderr."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, errors


@contextmanager
def serving(
    folder: Path,
    *arguments: str,
    command: list[str] | None = None,
    settings: dict[str, str] | None = None,
) -> Iterator[Served]:
    """Start a server over a folder, with settings of the environment; it is killed at the end whatever happens."""
    environ = {name: value for name, value in os.environ.items() if "GOLDSEAM" not in name}
    process = subprocess.Popen(
        [*(command or COMMAND), "--data", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environ | (settings or {}),
    )
    try:
        yield Served(process)
    finally:
        process.kill()
        process.communicate()


async def test_it_serves_an_account_and_keeps_it(tmp_path: Path) -> None:
    """What was acknowledged by one run is there in the next."""
    with serving(tmp_path) as first:
        async with httpx.AsyncClient(base_url=first.address) as http:
            anna = a_caller(http, "anna")
            anna.origin = first.origin
            assert (await anna.register()).status_code == 200
            assert (await anna.commit(0, [a_revision()])).status_code == 200
        status, _ = first.stop()
    assert status == 0
    with serving(tmp_path) as second:
        async with httpx.AsyncClient(base_url=second.address) as http:
            anna.http, anna.origin = http, second.origin
            assert (await anna.sign_in()).status_code == 200
            answer = await anna.get(f"/v1/vaults/{anna.vault.hex()}/revisions?since=0")
            assert answer.status_code == 200
            assert len(answer.content) > 541


async def test_it_stops_at_once_with_open_streams(tmp_path: Path) -> None:
    """SIGTERM ends the streams of pokes, and the process with status 0, in a few seconds and without complaint."""
    with serving(tmp_path) as served:
        async with httpx.AsyncClient(base_url=served.address) as http:
            anna = a_caller(http, "anna")
            anna.origin = served.origin
            await anna.register()
            async with http.stream("GET", "/v1/pokes", headers=anna.headers) as stream:
                pieces = stream.aiter_raw()
                assert b"event: poke" in await anext(pieces)
                before = datetime.now(UTC)
                status, errors = served.stop()
                took = datetime.now(UTC) - before
                assert [p async for p in pieces if p != HEARTBEAT] == []
    assert (status, took < timedelta(seconds=GRACE_SECONDS)) == (0, True)
    assert '"level": "error"' not in errors
    assert '"level": "warning"' not in errors


def test_the_running_server_cannot_decrypt(tmp_path: Path) -> None:
    """Nothing that sees what a person wrote is among the modules that a serving process imported."""
    imported = imported_by_serving(tmp_path)
    assert {"goldseam.cli", "goldseam.app", "goldseam.storage.sqlite.store"} <= imported
    sides = ("goldseam.crypto", "goldseam.client", "goldseam.imports", "goldseam.views")
    assert [name for name in imported if name.startswith(sides)] == []


def test_what_verifies_passkeys_is_loaded_with_the_first_one(tmp_path: Path) -> None:
    """A server on which nobody enrols a passkey starts without the libraries for it."""
    imported = imported_by_serving(tmp_path)
    assert "goldseam.passkeys" in imported
    assert [name for name in imported if name.startswith(("webauthn", "OpenSSL"))] == []


def imported_by_serving(tmp_path: Path) -> set[str]:
    """The modules that a process imports which starts, answers, and stops."""
    command = [sys.executable, "-X", "importtime", *COMMAND[1:]]
    with serving(tmp_path, command=command) as served:
        assert httpx.get(f"{served.address}/v1/health/ready").status_code == 200
        _, errors = served.stop()
    return set(re.findall(r"^import time:.*\| +(\S+)$", errors, re.MULTILINE))


def test_its_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine reads the data folder."""
    folder = tmp_path / "data"
    with serving(folder):
        modes = {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}
    assert modes.pop("data") == 0o700
    assert set(modes.values()) == {0o600}


def test_a_certificate_makes_it_https(tmp_path: Path) -> None:
    """With a certificate and its key the server speaks TLS itself, and says so to browsers."""
    certificate, key = make_certificate(tmp_path)
    arguments = ("--certificate", str(certificate), "--certificate-key", str(key))
    with serving(tmp_path / "data", *arguments) as served:
        trusted = ssl.create_default_context(cafile=certificate)
        answer = httpx.get(f"{served.origin}/v1/health", verify=trusted)
    assert served.origin.startswith("https://localhost:")
    assert "strict-transport-security" in answer.headers


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key, as PEM files."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "certificate.pem", folder / "key.pem"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A verb that ends by itself."""
    command = [sys.executable, "-m", "goldseam", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


@pytest.mark.parametrize("gone", ["login.secret", "login.fingerprint"])
def test_a_lost_or_foreign_secret_stops_the_start(tmp_path: Path, gone: str) -> None:
    """A server that nobody could sign in to says why instead of starting."""
    assert main(["migrate", "--data", str(tmp_path)]) == 0
    for name in ("login.secret", "login.fingerprint"):
        (tmp_path / name).write_text("0" * 64)
    if gone == "login.secret":
        (tmp_path / gone).unlink()
    refused = run("serve", "--port", "0", "--data", str(tmp_path))
    assert refused.returncode == 1
    assert "secret" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_migrated_folder_can_be_served(tmp_path: Path) -> None:
    """`goldseam migrate` on a new folder leaves all that serving needs."""
    assert main(["migrate", "--data", str(tmp_path)]) == 0
    with serving(tmp_path) as served:
        assert served.stop()[0] == 0


def test_check_tells_sound_from_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`goldseam check` fails for a missing or damaged database and passes a good one."""
    folder = ["--data", str(tmp_path)]
    assert main(["check", *folder]) == 1
    with serving(tmp_path) as served:
        served.stop()
    assert main(["check", *folder]) == 0
    database = tmp_path / "goldseam.sqlite3"
    raw = bytearray(database.read_bytes())
    raw[8192:] = os.urandom(len(raw) - 8192)
    database.write_bytes(raw)
    capsys.readouterr()
    assert main(["check", *folder]) == 1
    assert str(database) in capsys.readouterr().out


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """One program, both sides: its help names all that it does."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    listed = {line.split()[0] for line in shown.splitlines() if line.startswith("    ")}
    assert {*SERVER_VERBS, *CLIENT_VERBS} <= listed
