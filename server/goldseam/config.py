"""The settings: read once, from a mapping that the caller gives, into one frozen value.

`OPTIONS` is the one table of them; `goldseam config` and docs/operations.md show it. Every setting NAME has a twin
NAME_FILE, a path whose content is the value. Unknown GOLDSEAM_ variables are refused, so that a typing error is not
silently a default.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from goldseam.errors import SettingsError
from goldseam.protocol.limits import Admission

PREFIX = "GOLDSEAM_"
FILE_SUFFIX = "_FILE"
SECRET_FILE = "login.secret"  # noqa: S105 - the name of a file
MASK = "********"
DEFAULT_PORTS = {"http": 80, "https": 443}
ADMISSIONS: Mapping[str, Admission] = {
    "open": "open",
    "invitation": "invitation",
    "closed": "closed",
}
LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class Option:
    """One setting, an environment variable; `flag` is the argument of `goldseam serve` that stands above it."""

    variable: str
    default: str
    meaning: str
    flag: str | None = None
    is_secret: bool = False


OPTIONS = (
    Option("GOLDSEAM_DATA", "the user's data folder", "folder of the database and the login secret", "--data"),
    Option("GOLDSEAM_HOST", "127.0.0.1", "address to listen on", "--host"),
    Option("GOLDSEAM_PORT", "8787", "port to listen on; 0 takes a free one", "--port"),
    Option("GOLDSEAM_ORIGINS", "localhost, 127.0.0.1", "addresses that people open, comma separated", "--origin"),
    Option("GOLDSEAM_PROXIES", "none", "addresses of proxies whose X-Forwarded-For is believed, comma separated"),
    Option("GOLDSEAM_ACCOUNTS", "open", "who may make an account: open, invitation or closed"),
    Option("GOLDSEAM_CERTIFICATE", "none", "TLS certificate chain, a PEM file", "--certificate"),
    Option("GOLDSEAM_CERTIFICATE_KEY", "none", "its private key, a PEM file", "--certificate-key"),
    Option("GOLDSEAM_SECRET", "the file login.secret", "login secret, at least 32 characters", is_secret=True),
    Option("GOLDSEAM_LOG_LEVEL", "info", "debug, info, warning or error"),
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """How this process runs. `given_origins` and `secret` are None where the default holds."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8787
    given_origins: tuple[str, ...] | None = None
    proxies: tuple[str, ...] = ()
    accounts: Admission = "open"
    certificate: Path | None = None
    certificate_key: Path | None = None
    secret: bytes | None = field(default=None, repr=False)
    log_level: str = "info"

    @property
    def scheme(self) -> str:
        """What this process itself speaks."""
        return "https" if self.certificate else "http"

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that a proof may name (RFC 6454, no trailing slash)."""
        if self.given_origins is not None:
            return self.given_origins
        hosts = ("localhost", "127.0.0.1")
        return tuple(origin_of(f"{self.scheme}://{host}:{self.port}") for host in hosts)

    @property
    def is_always_https(self) -> bool:
        """Whether browsers may be told never to try plain http here."""
        return all(origin.startswith("https://") for origin in self.origins)


def read_settings(environ: Mapping[str, str], flags: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environ`; `flags`, by setting name, stand above it. Raises `SettingsError`, naming the one."""
    values = _values(environ) | dict(flags or {})
    data = values.get("GOLDSEAM_DATA")
    settings = Settings(
        data=Path(data) if data else user_data_path("goldseam", appauthor=False),
        host=values.get("GOLDSEAM_HOST", "127.0.0.1"),
        port=_port(values.get("GOLDSEAM_PORT", "8787")),
        given_origins=_origins(values.get("GOLDSEAM_ORIGINS")),
        proxies=_proxies(values.get("GOLDSEAM_PROXIES", "")),
        accounts=_admission(values.get("GOLDSEAM_ACCOUNTS", "open")),
        certificate=_existing("GOLDSEAM_CERTIFICATE", values),
        certificate_key=_existing("GOLDSEAM_CERTIFICATE_KEY", values),
        secret=_secret(values.get("GOLDSEAM_SECRET")),
        log_level=_level(values.get("GOLDSEAM_LOG_LEVEL", "info")),
    )
    if (settings.certificate is None) != (settings.certificate_key is None):
        raise SettingsError("GOLDSEAM_CERTIFICATE and GOLDSEAM_CERTIFICATE_KEY belong together.")
    return settings


def with_port(settings: Settings, port: int) -> Settings:
    """The settings once the port is known (it was 0)."""
    return replace(settings, port=port)


def masked(settings: Settings) -> dict[str, str]:
    """Every setting as text, by name and in the order of `OPTIONS`; secrets masked."""
    return {
        "GOLDSEAM_DATA": str(settings.data),
        "GOLDSEAM_HOST": settings.host,
        "GOLDSEAM_PORT": str(settings.port),
        "GOLDSEAM_ORIGINS": ",".join(settings.origins),
        "GOLDSEAM_PROXIES": ",".join(settings.proxies),
        "GOLDSEAM_ACCOUNTS": settings.accounts,
        "GOLDSEAM_CERTIFICATE": str(settings.certificate or ""),
        "GOLDSEAM_CERTIFICATE_KEY": str(settings.certificate_key or ""),
        "GOLDSEAM_SECRET": MASK if settings.secret else f"(in {settings.data / SECRET_FILE})",
        "GOLDSEAM_LOG_LEVEL": settings.log_level,
    }


def make_data_folder(settings: Settings) -> None:
    """Make the data folder, for its owner alone; one that exists is left as it is."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)


def login_secret(settings: Settings, has_accounts: bool) -> bytes:
    """The login secret as given, or that of the data folder, made when there is none.

    Raises `SettingsError` where a new secret would lock out accounts that are already there.
    """
    if settings.secret is not None:
        return settings.secret
    path = settings.data / SECRET_FILE
    if path.exists():
        return path.read_bytes().strip()
    if has_accounts:
        raise SettingsError(
            f"There is a database but no {path}: bring the secret back from its copy."
        )
    make_data_folder(settings)
    return _make_secret(path)


def _make_secret(path: Path) -> bytes:
    secret = secrets.token_hex(32).encode()
    write_durably(path, secret + b"\n")
    return secret


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone, so that it survives a power cut; `FileExistsError` if it is there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(path, flags, 0o600), "wb") as file:  # noqa: PTH123 - a descriptor with its mode
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def origin_of(address: str) -> str:
    """The origin of an address as browsers write it; raises `SettingsError` for more than scheme, host and port."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        raise _no_origin(address) from None
    has_more = parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or has_more:
        raise _no_origin(address)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in {None, DEFAULT_PORTS[parts.scheme]} else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def _no_origin(address: str) -> SettingsError:
    return SettingsError(f"GOLDSEAM_ORIGINS: {address!r} is not like https://journal.example.org.")


def _values(environ: Mapping[str, str]) -> dict[str, str]:
    known = {option.variable for option in OPTIONS}
    values: dict[str, str] = {}
    for variable in sorted(key for key in environ if key.startswith(PREFIX)):
        name = variable if variable in known else variable.removesuffix(FILE_SUFFIX)
        if name not in known:
            raise SettingsError(f"{variable} is not a setting of Goldseam.")
        if name in values:
            raise SettingsError(f"{name} and {variable} are both set: keep one.")
        values[name] = (
            environ[variable] if name == variable else _content(variable, environ[variable])
        )
    return values


def _content(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable}: {path} cannot be read.") from error


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise SettingsError("GOLDSEAM_PORT is a number from 0 to 65535.")
    return int(text)


def _origins(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    origins = tuple(origin_of(part.strip()) for part in text.split(",") if part.strip())
    if not origins:
        raise SettingsError("GOLDSEAM_ORIGINS names no address.")
    return origins


def _proxies(text: str) -> tuple[str, ...]:
    """Addresses and networks, in their canonical form."""
    proxies = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        for proxy in proxies:
            ip_network(proxy)
    except ValueError:
        told = "GOLDSEAM_PROXIES lists addresses and networks, such as 10.0.0.0/8."
        raise SettingsError(told) from None
    return proxies


def _admission(text: str) -> Admission:
    if text not in ADMISSIONS:
        raise SettingsError(f"GOLDSEAM_ACCOUNTS is one of {', '.join(ADMISSIONS)}.")
    return ADMISSIONS[text]


def _existing(name: str, values: Mapping[str, str]) -> Path | None:
    if not values.get(name):
        return None
    path = Path(values[name])
    if not path.is_file():
        raise SettingsError(f"{name}: {path} is not a file.")
    return path


def _secret(text: str | None) -> bytes | None:
    if text is None:
        return None
    if len(text.encode()) < 32:
        raise SettingsError("GOLDSEAM_SECRET has fewer than 32 characters.")
    return text.encode()


def _level(text: str) -> str:
    if text.lower() not in LEVELS:
        raise SettingsError(f"GOLDSEAM_LOG_LEVEL is one of {', '.join(LEVELS)}.")
    return text.lower()
