"""A host against a release: what differs, what is missing, and what is there besides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

import msgspec

from goldseam.client.host import PACKED, PLAIN, ZIPPED, Given, Host
from goldseam.client.release import HASH, LIST, MAX_LIST_BYTES, Known, hash_of, packed

PAGE: Final = "index.html"
PAGE_ADDRESSES: Final = ("/", "/pages")
"""Where the page itself is given: at the root and at every place within the app."""
UNWANTED_HEADERS: Final = (
    "access-control-allow-origin",
    "content-security-policy-report-only",
    "link",
    "nel",
    "refresh",
    "report-to",
    "reporting-endpoints",
    "service-worker-allowed",
    "set-cookie",
)
"""They could load something, send reports of what is read here elsewhere, or tell visitors apart."""
MAX_EXTRA: Final = 200
TEXT: Final = re.compile(r"\.(?:css|html|js|json|svg|webmanifest)$")
IN_PAGE: Final = re.compile(r"""\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
IN_SCRIPT: Final = re.compile(
    r"""["'`(]((?:https?:|\.{0,2}/|assets/)[\w./:@%~?=&+-]+\.\w+)["'`)]"""
)


@dataclass
class Findings:
    """What was found, each once: paths by how they differ, headers by name with the value given."""

    differs: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    other_version: str | None = None

    @property
    def count(self) -> int:
        """How many differences there are."""
        found = (self.differs, self.missing, self.extra, self.redirects, self.headers)
        return sum(map(len, found))


class Comparison:
    """One host, one release. Raises `Silence` where the host does not answer."""

    def __init__(self, known: Known, host: Host) -> None:
        self._known = known
        self._host = host
        self._found = Findings()
        self._strange: list[tuple[str, bytes]] = []

    def run(self) -> Findings:
        """Ask for every file, plain and compressed, for the page at its addresses, and for what other files name."""
        for path in sorted(self._known.release.files):
            self._compare(path, f"/{path}")
        for address in PAGE_ADDRESSES:
            self._compare(PAGE, address)
        self._compare_list()
        for path in self._named_besides():
            self._look_for_extra(path)
        return self._found

    def _compare(self, path: str, address: str) -> None:
        for accepting in (PLAIN, PACKED if self._known.folder else ZIPPED):
            given = self._host.get(address, accepting)
            if not self._is_as_listed(path, address, given):
                return

    def _is_as_listed(self, path: str, address: str, given: Given) -> bool:
        self._compare_headers(given)
        if 300 <= given.status < 400:
            self._found.redirects[address] = given.headers.get("location", "")
        elif given.status != 200:
            _add(self._found.missing, path if address == f"/{path}" else address)
        elif not self._is_same(path, given):
            _add(self._found.differs, path if address == f"/{path}" else address)
            self._strange.append((path, given.content() or b""))
        else:
            return True
        return False

    def _is_same(self, path: str, given: Given) -> bool:
        content = given.content()
        if content is not None:
            return hash_of(content) == self._known.release.files[path]
        # Python cannot unpack Brotli: the bytes must be those that the build packed.
        return given.encoding == "br" and given.body == packed(self._known, path, "br")

    def _compare_headers(self, given: Given) -> None:
        for name, value in self._known.release.headers.items():
            shown = given.headers.get(name, "")
            if shown != value:
                self._found.headers.setdefault(name, shown)
        for name in UNWANTED_HEADERS:
            if name in given.headers:
                self._found.headers.setdefault(name, given.headers[name])

    def _compare_list(self) -> None:
        given = self._host.get(f"/{LIST}")
        content = given.content()
        if given.status != 200 or content is None:
            _add(self._found.missing, LIST)
        elif content != self._known.list_bytes:
            _add(self._found.differs, LIST)
            self._strange.append((LIST, content))
            self._found.other_version = _version_in(content)

    def _named_besides(self) -> Iterator[str]:
        """What the strange files name and the release does not list, files found that way included."""
        seen = set(self._known.release.files) | {LIST}
        while self._strange:
            path, content = self._strange.pop()
            for name in _names_in(path, content):
                if name not in seen and len(self._found.extra) < MAX_EXTRA:
                    seen.add(name)
                    yield name

    def _look_for_extra(self, path: str) -> None:
        if urlsplit(path).netloc:
            self._found.extra.append(path)
            return
        given = self._host.get(f"/{path}")
        content = given.content()
        # Places within the app are answered with the page.
        is_page = content is not None and hash_of(content) == self._known.release.files.get(PAGE)
        if given.status != 200 or is_page:
            return
        self._found.extra.append(path)
        self._strange.append((path, content or b""))


def _names_in(path: str, content: bytes) -> list[str]:
    if not TEXT.search(path):
        return []
    text = content.decode("utf-8", "replace")
    if path == LIST:
        return _files_in(content)
    names = IN_SCRIPT.findall(text) + (IN_PAGE.findall(text) if path.endswith(".html") else [])
    return [name for name in (_path_of(name, path) for name in names) if name]


def _path_of(address: str, path: str) -> str:
    """Where an address in a file leads: a path, an address of another host as it is, or nothing that is loaded."""
    # The build writes what is loaded later from the root on.
    base = "/" if address.startswith("assets/") else f"/{path}"
    try:
        parts = urlsplit(urljoin(base, address))
    except ValueError:
        return address
    if parts.netloc:
        return address
    return "" if parts.scheme else parts.path.lstrip("/")


def _files_in(content: bytes) -> list[str]:
    """What a host's own list names beside; it may be anything."""
    if len(content) > MAX_LIST_BYTES:
        return []
    try:
        files = msgspec.json.decode(content)["files"]
        return [path for path, digest in files.items() if HASH.fullmatch(digest)]
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        return []


def _version_in(content: bytes) -> str | None:
    try:
        version = msgspec.json.decode(content)["version"]
    except (msgspec.MsgspecError, KeyError, TypeError, UnicodeDecodeError):
        return None
    return version if isinstance(version, str) else None


def _add(paths: list[str], path: str) -> None:
    if path not in paths:
        paths.append(path)
