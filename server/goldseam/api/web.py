"""The web client, served from memory: read once at start-up, compressed when it was built.

A request costs a look-up in a dict. Addresses that name no file are pages of the client and get index.html.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from litestar.types import HTTPScope, Receive, Send

FOLDER = Path(__file__).parent.parent / "web_dist"
SUFFIXES = {".br": "br", ".gz": "gzip"}
FOREVER = b"public, max-age=31536000, immutable"
ASK_FIRST = b"no-cache"
MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Goldseam</title>
<h1>The web client is not built yet</h1>
<p>This server runs, but its pages are missing. On the machine that serves it, run <code>scripts/build</code>
in the folder of Goldseam and start the server again.</p></html>
"""

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asset:
    """One encoding of one file, ready to send."""

    body: bytes
    etag: bytes
    headers: Headers


Assets = Mapping[str, Mapping[str, Asset]]
"""By address, then by content encoding; "" is the plain one and always there."""


def load_assets(folder: Path = FOLDER) -> Assets:
    """Every file of the built client; empty when it was not built. Hidden files are not served."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assets: dict[str, dict[str, Asset]] = {}
    for file in files:
        path = PurePosixPath(file.relative_to(folder).as_posix())
        if any(part.startswith(".") for part in path.parts):
            continue
        encoding = SUFFIXES.get(path.suffix, "")
        plain = path.with_suffix("") if encoding else path
        assets.setdefault(f"/{plain}", {})[encoding] = _asset(plain, encoding, file.read_bytes())
    return {address: variants for address, variants in assets.items() if "" in variants}


async def serve_web(assets: Assets, scope: HTTPScope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
    """Answer one GET or HEAD for the client."""
    wanted = {name: value.decode("latin-1") for name, value in scope["headers"]}
    status, headers, body = _find(assets, scope["path"], wanted)
    if scope["method"] == "HEAD":
        body = b""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _find(assets: Assets, path: str, wanted: Mapping[bytes, str]) -> tuple[int, Headers, bytes]:
    variants = assets.get(path) or _page(assets, path)
    if not assets:
        return _plain(503, MEDIA_TYPES[".html"], NOT_BUILT)
    if variants is None:
        return _plain(404, MEDIA_TYPES[".txt"], "There is no such file.\n")
    asset = _variant(variants, wanted.get(b"accept-encoding", ""))
    if _is_held(asset, wanted.get(b"if-none-match", "")):
        kept = [(name, value) for name, value in asset.headers if name != b"content-length"]
        return 304, kept, b""
    return 200, asset.headers, asset.body


def _page(assets: Assets, path: str) -> Mapping[str, Asset] | None:
    """index.html for the address of a page; a name with a suffix is a file that is not there."""
    return None if PurePosixPath(path).suffix else assets.get("/index.html")


def _variant(variants: Mapping[str, Asset], accept_encoding: str) -> Asset:
    offered = dict(_offer(part) for part in accept_encoding.lower().split(","))
    accepted = [name for name in ("br", "gzip") if name in variants and offered.get(name)]
    return variants[accepted[0] if accepted else ""]


def _offer(part: str) -> tuple[str, bool]:
    name, _, quality = part.partition(";")
    return name.strip(), quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}


def _is_held(asset: Asset, if_none_match: str) -> bool:
    held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in held or asset.etag.decode() in held


def _plain(status: int, media_type: str, text: str) -> tuple[int, Headers, bytes]:
    body = text.encode()
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    return status, headers, body


def _asset(path: PurePosixPath, encoding: str, body: bytes) -> Asset:
    etag = f'"{hashlib.sha256(encoding.encode() + body).hexdigest()[:32]}"'.encode()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    # The build puts a hash into the name of everything in assets/.
    keeping = FOREVER if path.parts[0] == "assets" else ASK_FIRST
    headers = [
        (b"content-type", MEDIA_TYPES.get(path.suffix, guessed).encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", keeping),
        (b"etag", etag),
        (b"vary", b"accept-encoding"),
    ]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return Asset(body, etag, headers)
