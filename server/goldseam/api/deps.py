"""What handlers are given: the parts of the running server, and who asks."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from goldseam.accounts import Accounts
from goldseam.doorkeeper import TOKEN_BYTES
from goldseam.errors import BadRequest, SessionStale
from goldseam.gate import Gate
from goldseam.live import Hub
from goldseam.pairing import Pairings
from goldseam.proofs import Proofs
from goldseam.protocol.encoding import ID_BYTES
from goldseam.protocol.limits import MAX_INTEGER
from goldseam.storage.contract import SessionRow, Storage

Call: TypeAlias = Request[None, None, State]
"""A request without users, cookies or sessions of the framework."""


@dataclass(frozen=True)
class Parts:
    """What the composition root put together; `clock` gives UTC seconds."""

    storage: Storage
    proofs: Proofs
    accounts: Accounts
    gate: Gate
    pairings: Pairings
    hub: Hub
    clock: Callable[[], int]


PartsDep: TypeAlias = NamedDependency[SkipValidation[Parts]]
SessionDep: TypeAlias = NamedDependency[SkipValidation[SessionRow]]


def provide_parts(state: State) -> Parts:
    """The parts, which start-up put into the application's state."""
    parts: Parts = state.parts
    return parts


async def provide_session(request: Call, parts: PartsDep) -> SessionRow:
    """The live session of the request's token; raises `SessionStale`."""
    return await parts.accounts.session_of(bearer_token(request.headers.get("authorization", "")))


DEPENDENCIES = {
    "parts": Provide(provide_parts, sync_to_thread=False),
    "session": Provide(provide_session),
}


def bearer_token(header: str) -> bytes:
    """The 32 bytes of `Bearer` and base64url without padding; raises `SessionStale` for anything else."""
    scheme, _, text = header.partition(" ")
    try:
        token = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SessionStale from None
    if scheme.lower() != "bearer" or len(token) != TOKEN_BYTES:
        raise SessionStale
    return token


def host_of(request: Call) -> str:
    """The address of the client: its own, or the one that a trusted proxy names (api/serving.py)."""
    return request.client.host if request.client else ""


def id_from_text(text: str) -> bytes:
    """The 16 bytes of an id in an address; else `BadRequest`."""
    return bytes_from_text(text, ID_BYTES)


def bytes_from_text(text: str, length: int) -> bytes:
    """Bytes written as lower-case hexadecimal digits; else `BadRequest`."""
    if len(text) != 2 * length or not set(text) <= set("0123456789abcdef"):
        raise BadRequest(f"An id in the address is not {2 * length} lower-case hexadecimal digits.")
    return bytes.fromhex(text)


def number_from_text(text: str) -> int:
    """A number from 0 to 2^53 - 1 in decimal digits; else `BadRequest`."""
    is_plain = text.isascii() and text.isdigit() and len(text) <= 16
    if not is_plain or int(text) > MAX_INTEGER:
        raise BadRequest("A number in the address is not one from 0 to 2^53 - 1.")
    return int(text)
