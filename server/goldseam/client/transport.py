"""The network: httpx, msgpack, time-outs; anything that is not the server's own word is silence."""

import base64
from urllib.parse import urlsplit

import httpx

from goldseam.client.effects import Answer, Send
from goldseam.errors import GoldseamError
from goldseam.protocol.limits import MAX_PAGE_BYTES

MSGPACK = "application/vnd.msgpack"
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
MAX_ANSWER_BYTES = 4 * MAX_PAGE_BYTES
NOTHING_TO_SAY = 204
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class ServerRefused(GoldseamError):
    """An address that a journal must not be sent to."""

    code = "server_refused"
    sentence = "Give the server's address as https://…; plain http is only for this machine."


def origin_of(server: str) -> str:
    """The origin that is dialled (RFC 6454). Raises `ServerRefused` for plain http to another machine.

    The pages are sealed, but over plain http anyone between could keep their rhythm and the session token.
    """
    parts = urlsplit(server)
    try:
        port = parts.port
    except ValueError as error:
        raise ServerRefused from error
    host = (parts.hostname or "").lower()
    is_allowed = parts.scheme == "https" or (parts.scheme == "http" and host in LOCAL_HOSTS)
    if not is_allowed or not host or parts.path not in {"", "/"} or parts.query or parts.username:
        raise ServerRefused
    shown = f"[{host}]" if ":" in host else host
    is_default = port is None or port == {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{shown}" + ("" if is_default else f":{port}")


def _client(origin: str) -> httpx.Client:
    try:
        return httpx.Client(base_url=origin, timeout=TIMEOUT)
    except httpx.InvalidURL as error:
        raise ServerRefused from error


def _whole(answer: httpx.Response) -> Answer | None:
    """The answer with all of its body; None for one that is not the protocol's, or longer than any of it can be."""
    if answer.status_code == NOTHING_TO_SAY:
        return Answer(answer.status_code, b"")
    is_plain = answer.headers.get("content-encoding", "identity") == "identity"
    if not is_plain or not answer.headers.get("content-type", "").startswith(MSGPACK):
        return None
    body = bytearray()
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            return None
    return Answer(answer.status_code, bytes(body))


class Transport:
    """One server, one connection pool, made when it is first needed. No redirects: elsewhere is not the server."""

    def __init__(self, origin: str, client: httpx.Client | None = None) -> None:
        self._origin = origin
        self._client = client

    def send(self, request: Send) -> Answer | None:
        """The answer, or None for silence."""
        # Nothing compressed: a small answer must not become a large one.
        headers = {"Accept": MSGPACK, "Accept-Encoding": "identity"}
        if request.body is not None:
            headers["Content-Type"] = MSGPACK
        if request.token is not None:
            token = base64.urlsafe_b64encode(request.token).rstrip(b"=").decode()
            headers["Authorization"] = f"Bearer {token}"
        try:
            self._client = self._client or _client(self._origin)
            asked = request.method, request.path
            with self._client.stream(*asked, content=request.body, headers=headers) as answer:
                return _whole(answer)
        except httpx.HTTPError:
            return None

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
