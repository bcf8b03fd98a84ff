"""Requests and what their answers mean: a value, a refusal, or silence (docs/protocol.md, Errors)."""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from goldseam.client.effects import Answer, Procedure, Send, send, wait
from goldseam.errors import (
    GoldseamError,
    RateLimited,
    ServerError,
    Unavailable,
    WireError,
    wire_errors,
)
from goldseam.protocol.problems import Problem

KNOWN_ERRORS: Final = wire_errors()
DEFINITE: Final = frozenset(
    {
        "behind",
        "epoch_stale",
        "too_large",
        "quota",
        "gone",
        "revoked",
        "bad_request",
        "bad_signature",
        "number_stale",
        "blob_missing",
        "not_found",
    }
)

PAUSES: Final = (0.5, 2.0)

S = TypeVar("S", bound=msgspec.Struct)


class Silence(GoldseamError):
    """No answer, or one from which nothing can be concluded: the same bytes may be sent again."""

    code = "silence"
    sentence = "The server cannot be reached just now."


NOT_ANSWERED: Final = (Silence, RateLimited, ServerError, Unavailable)
"""After these what is kept here may be sent again later, as it is."""

T = TypeVar("T")


def insist(attempt: Callable[[], Procedure[T]]) -> Procedure[T]:
    """What `attempt` returns; begun anew after silence, since a request may arrive twice. Raises the last `Silence`."""
    for seconds in PAUSES:
        try:
            return (yield from attempt())
        except Silence:
            yield from wait(seconds)
    return (yield from attempt())


def ask(
    method: str,
    path: str,
    kind: type[S],
    *,
    body: msgspec.Struct | bytes | None = None,
    token: bytes | None = None,
) -> Procedure[S]:
    """The answer to one request. Raises the `WireError` that it names, or `Silence`."""
    data = msgspec.msgpack.encode(body) if isinstance(body, msgspec.Struct) else body
    answer = yield from send(Send(method, path, data, token))
    if answer is None:
        raise Silence
    if answer.status not in {200, 201}:
        raise refusal(answer)
    try:
        return msgspec.msgpack.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # A portal or a proxy may answer anything; it is not the server's word.
        raise Silence from error


def order(
    method: str, path: str, *, body: msgspec.Struct, token: bytes | None = None
) -> Procedure[None]:
    """A request that is answered with nothing. Raises as `ask`."""
    data = msgspec.msgpack.encode(body)
    answer = yield from send(Send(method, path, data, token))
    if answer is None:
        raise Silence
    if answer.status != 204:
        raise refusal(answer)


def refusal(answer: Answer) -> GoldseamError:
    """The error that an answer names; `Silence` for anything that is not the protocol's."""
    try:
        problem = msgspec.msgpack.decode(answer.body, type=Problem)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Silence()
    kind = KNOWN_ERRORS.get(problem.code)
    if kind is None or kind.status != answer.status:
        return Silence()
    return kind(sequence=problem.sequence, record=problem.record, retry_after=problem.retry_after)


def is_definite(error: WireError) -> bool:
    """Whether a refused commit will never be accepted as it stands."""
    return error.code in DEFINITE
