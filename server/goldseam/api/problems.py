"""Every error as `{code, detail, …}` (docs/protocol.md, Errors)."""

import logging
from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from goldseam.api.bodies import answer
from goldseam.api.deps import Call
from goldseam.errors import (
    BadRequest,
    MethodNotAllowed,
    NotFound,
    ServerError,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
    WireError,
)
from goldseam.logs import log
from goldseam.protocol.problems import Problem

CODE = "goldseam_code"
"""Where the code of an error rests in the request's scope, for the log."""

_BY_STATUS: dict[int, type[WireError]] = {
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedMedia,
    503: Unavailable,
}


def wire_error_to_answer(request: Call, error: WireError) -> Response[bytes]:
    """The answer of an error that a use case raised; 5xx tell nothing but their code."""
    if error.status == ServerError.status:
        log(logging.ERROR, "failed", error=error)
    problem = problem_of(error)
    request.scope["state"][CODE] = error.code
    response = answer(request, problem, error.status)
    if error.retry_after is not None:
        response.headers["retry-after"] = str(error.retry_after)
    return response


def problem_of(error: WireError) -> Problem:
    """The error as the wire carries it."""
    detail = error.detail if error.status < 500 else error.sentence
    return Problem(error.code, detail, error.sequence, error.record, error.retry_after)


def http_error_to_answer(request: Call, error: HTTPException) -> Response[bytes]:
    """The framework's own refusals (no such route, method, body) in our words."""
    if error.status_code >= 500 and error.status_code not in _BY_STATUS:
        return unknown_error_to_answer(request, error)
    kind = _BY_STATUS.get(error.status_code, BadRequest)
    return wire_error_to_answer(request, kind())


def unknown_error_to_answer(request: Call, error: Exception) -> Response[bytes]:
    """Anything else: logged without its text, answered without detail."""
    log(logging.ERROR, "failed", error=error)
    request.scope["state"][CODE] = ServerError.code
    return answer(request, problem_of(ServerError()), ServerError.status)


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[Call, Any], Response[bytes]]] = {
    WireError: wire_error_to_answer,
    HTTPException: http_error_to_answer,
    Exception: unknown_error_to_answer,
}
