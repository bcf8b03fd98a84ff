"""The OpenAPI description, made from what each route says of itself (api/operations.py)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from goldseam import __name__ as package
from goldseam.api.bodies import JSON, MSGPACK
from goldseam.api.deps import Call
from goldseam.api.operations import ALWAYS, Operation, operation
from goldseam.errors import wire_errors
from goldseam.protocol.problems import Problem

Document = dict[str, Any]  # Any: JSON of OpenAPI 3.1, whose shape the test holds.
REFERENCE = "#/components/schemas/{name}"
NUMBER = {"type": "string", "pattern": "^(0|[1-9][0-9]{0,15})$"}
FORMS = {
    "account": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "vault": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "pairing": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "record": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "commit": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}
"""What stands in addresses and is no number: ids and digests in hexadecimal."""
REQUIRED = ("since",)


@get("/v1/schema", opt=operation("This description", None, None))
async def schema(request: Call) -> Response[bytes]:
    return Response(msgspec.json.encode(describe(request.app)), media_type=JSON)


@get("/v1/schema/openapi.json", opt=operation("This description", None, None))
async def openapi(request: Call) -> Response[bytes]:
    return Response(msgspec.json.encode(describe(request.app)), media_type=JSON)


def describe(api: Litestar) -> Document:
    """The whole API as an OpenAPI 3.1 document."""
    routes = list(_operations(api))
    kinds = {kind for *_, told in routes for kind in (told.takes, told.gives) if kind} | {Problem}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=REFERENCE)
    paths: Document = {}
    for path, method, status, told in routes:
        paths.setdefault(path, {})[method] = _operation(path, status, told)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": package.capitalize(),
            "version": "1",
            "description": "Bytes are base64 in JSON and bin in msgpack. docs/protocol.md is normative.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operations(api: Litestar) -> Iterator[tuple[str, str, int, Operation]]:
    for route in sorted(api.routes, key=lambda route: route.path_format):
        for handler in _handlers(route.route_handlers if hasattr(route, "route_handlers") else ()):
            told: Operation = handler.opt["operation"]
            for method in sorted(handler.http_methods):
                yield route.path_format, str(method).lower(), _done(handler), told


def _handlers(handlers: Iterable[object]) -> Iterator[HTTPRouteHandler]:
    """Without those that the framework adds to answer OPTIONS."""
    for handler in handlers:
        if isinstance(handler, HTTPRouteHandler) and "operation" in handler.opt:
            yield handler


def _done(handler: HTTPRouteHandler) -> int:
    """The status of success: bodies are always given with 200."""
    return HTTP_204_NO_CONTENT if handler.status_code == HTTP_204_NO_CONTENT else HTTP_200_OK


def _operation(path: str, status: int, told: Operation) -> Document:
    document: Document = {
        "summary": told.summary,
        "parameters": [*_path_parameters(path), *map(_query_parameter, told.query)],
        "responses": _answers(status, told),
    }
    if told.takes:
        document["requestBody"] = {"required": True, "content": _content(told.takes)}
    if "session_stale" in told.refuses:
        document["security"] = [{"session": []}]
    return document


def _answers(done: int, told: Operation) -> Document:
    answers: Document = {str(done): {"description": "Done"}}
    if told.gives:
        answers[str(done)]["content"] = _content(told.gives)
    errors = wire_errors()
    for code in (*ALWAYS, *_refusals_of_bodies(told), *told.refuses):
        status = str(errors[code].status)
        known = answers.get(status, {}).get("description")
        description = f"{known}, {code}" if known else code
        answers[status] = {"description": description, "content": _content(Problem)}
    return dict(sorted(answers.items()))


def _refusals_of_bodies(told: Operation) -> tuple[str, ...]:
    return ("too_large", "unsupported_media") if told.takes else ()


def _content(kind: type[msgspec.Struct]) -> Document:
    reference = {"schema": {"$ref": REFERENCE.format(name=kind.__name__)}}
    return {MSGPACK: reference, JSON: reference}


def _path_parameters(path: str) -> Iterator[Document]:
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True, "schema": _form(name)}


def _query_parameter(name: str) -> Document:
    return {"name": name, "in": "query", "required": name in REQUIRED, "schema": _form(name)}


def _form(name: str) -> Document:
    return FORMS.get(name, NUMBER)
