"""The settings: read once, refused by name, shown without secrets, and the same in the docs."""

import os
import stat
from pathlib import Path

import pytest

from goldseam.cli import main
from goldseam.config import OPTIONS, Settings, login_secret, masked, origin_of, read_settings
from goldseam.errors import SettingsError

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
LONG = "a secret of at least 32 characters"


def test_defaults_serve_this_machine_alone() -> None:
    """Without a setting the server listens on this machine and knows its two addresses."""
    settings = read_settings({"HOME": "/home/anna"})
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8787, "info")
    assert settings.origins == ("http://localhost:8787", "http://127.0.0.1:8787")
    assert settings.data.name == "goldseam"


def test_a_certificate_makes_the_origins_https(tmp_path: Path) -> None:
    """With TLS of its own the server is opened by https."""
    (tmp_path / "c.pem").touch()
    values = {
        n: str(tmp_path / "c.pem") for n in ("GOLDSEAM_CERTIFICATE", "GOLDSEAM_CERTIFICATE_KEY")
    }
    settings = read_settings(values)
    assert settings.origins == ("https://localhost:8787", "https://127.0.0.1:8787")
    assert settings.is_always_https


def test_every_setting_has_a_file_twin(tmp_path: Path) -> None:
    """NAME_FILE gives the content of a file, without its last line break."""
    values = {
        "GOLDSEAM_DATA": str(tmp_path),
        "GOLDSEAM_HOST": "0.0.0.0",  # noqa: S104
        "GOLDSEAM_PORT": "9000",
        "GOLDSEAM_ORIGINS": "https://a.example",
        "GOLDSEAM_PROXIES": "10.0.0.1,fd00::/8",
        "GOLDSEAM_ACCOUNTS": "invitation",
        "GOLDSEAM_CERTIFICATE": str(tmp_path / "GOLDSEAM_HOST"),
        "GOLDSEAM_CERTIFICATE_KEY": str(tmp_path / "GOLDSEAM_HOST"),
        "GOLDSEAM_SECRET": LONG,
        "GOLDSEAM_LOG_LEVEL": "debug",
    }
    assert set(values) == {option.variable for option in OPTIONS}
    for name, value in values.items():
        (tmp_path / name).write_text(value + "\n")
    twins = {f"{name}_FILE": str(tmp_path / name) for name in values}
    assert read_settings(twins) == read_settings(values)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"GOLDSEAM_PROT": "1"}, "GOLDSEAM_PROT"),
        ({"GOLDSEAM_PORT_FILE_FILE": "1"}, "GOLDSEAM_PORT_FILE_FILE"),
        ({"GOLDSEAM_PORT": "1", "GOLDSEAM_PORT_FILE": "/x"}, "GOLDSEAM_PORT_FILE"),
        ({"GOLDSEAM_PORT_FILE": "/does/not/exist"}, "GOLDSEAM_PORT_FILE"),
        ({"GOLDSEAM_PORT": "65536"}, "GOLDSEAM_PORT"),
        ({"GOLDSEAM_PORT": "x"}, "GOLDSEAM_PORT"),
        ({"GOLDSEAM_ORIGINS": " , "}, "GOLDSEAM_ORIGINS"),
        ({"GOLDSEAM_ORIGINS": "journal.example.org"}, "GOLDSEAM_ORIGINS"),
        ({"GOLDSEAM_ORIGINS": "https://a.example/app"}, "GOLDSEAM_ORIGINS"),
        ({"GOLDSEAM_ORIGINS": "https://a.example:x"}, "GOLDSEAM_ORIGINS"),
        ({"GOLDSEAM_PROXIES": "caddy"}, "GOLDSEAM_PROXIES"),
        ({"GOLDSEAM_PROXIES": "10.0.0.1/8"}, "GOLDSEAM_PROXIES"),
        ({"GOLDSEAM_ACCOUNTS": "Open"}, "GOLDSEAM_ACCOUNTS"),
        ({"GOLDSEAM_CERTIFICATE": "/does/not/exist"}, "GOLDSEAM_CERTIFICATE"),
        ({"GOLDSEAM_CERTIFICATE": __file__}, "GOLDSEAM_CERTIFICATE_KEY"),
        ({"GOLDSEAM_SECRET": "short"}, "GOLDSEAM_SECRET"),
        ({"GOLDSEAM_LOG_LEVEL": "loud"}, "GOLDSEAM_LOG_LEVEL"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(values: dict[str, str], named: str) -> None:
    """The operator reads which setting to look at."""
    with pytest.raises(SettingsError, match=named):
        read_settings(values)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Journal.Example.org/", "https://journal.example.org"),
        ("https://journal.example.org:443", "https://journal.example.org"),
        ("http://localhost:80", "http://localhost"),
        ("http://[::1]:8787", "http://[::1]:8787"),
    ],
)
def test_origins_are_written_as_browsers_write_them(address: str, origin: str) -> None:
    """A proof names the origin in the one form of RFC 6454."""
    assert origin_of(address) == origin


def test_flags_stand_above_the_environment() -> None:
    """What is typed wins over what is set."""
    settings = read_settings({"GOLDSEAM_PORT": "1"}, {"GOLDSEAM_PORT": "2"})
    assert settings.port == 2


def test_secrets_are_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`goldseam config` shows every setting and masks the secret; so does the value itself."""
    monkeypatch.setenv("GOLDSEAM_SECRET", LONG)
    assert main(["config"]) == 0
    shown = capsys.readouterr().out
    assert [line.partition("=")[0] for line in shown.splitlines()] == [o.variable for o in OPTIONS]
    assert LONG not in shown
    assert LONG not in repr(read_settings(os.environ))
    assert list(masked(read_settings({}))) == [option.variable for option in OPTIONS]


def test_an_unknown_setting_stops_every_verb(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what is wrong on stderr and fails."""
    monkeypatch.setenv("GOLDSEAM_DATE", "/x")
    assert main(["config"]) == 1
    assert "GOLDSEAM_DATE" in capsys.readouterr().err


def test_the_login_secret_is_made_once_for_its_owner(tmp_path: Path) -> None:
    """The first start makes a 0600 file; every later one reads it."""
    settings = Settings(tmp_path / "new")
    first, second = login_secret(settings, False), login_secret(settings, True)
    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "new" / "login.secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_lost_login_secret_is_not_replaced(tmp_path: Path) -> None:
    """A new secret would lock out everybody, so the server says that the old one is missing."""
    with pytest.raises(SettingsError, match=r"login\.secret"):
        login_secret(Settings(tmp_path), True)


def test_help_tells_every_flag_and_its_setting(capsys: pytest.CaptureFixture[str]) -> None:
    """`goldseam serve --help` is the table of settings."""
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    shown = capsys.readouterr().out
    assert all(f"{o.flag} " in shown and o.variable in shown for o in OPTIONS if o.flag)


def test_the_docs_list_every_setting() -> None:
    """The table in docs/operations.md is the table in the code."""
    rows = [line for line in OPERATIONS.read_text().splitlines() if line.startswith("| `GOLDSEAM_")]
    told = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]
    assert told == [[o.variable, o.flag or "", o.default, o.meaning] for o in OPTIONS]
