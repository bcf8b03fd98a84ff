"""Logs: one JSON object a line, made only of the fields listed here.

No line holds a body, a name, a token, an id, an address with ids in it, or the text of an error: those could carry what
a person wrote or who they are. An error is told by its type and the places in the code that it came through.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

FIELDS = frozenset({
    "event",
    "method",
    "route",
    "status",
    "code",
    "ms",
    "request",
    "address",
    "version",
    "count",
    "detail",
    "error",
    "trace",
})  # fmt: skip
LOGGER = "goldseam"

Field = str | int | float | None


def log(level: int, event: str, error: BaseException | None = None, **fields: Field) -> None:
    """Write a line; `ValueError` for a field that is not on the list."""
    if not fields.keys() <= FIELDS:
        raise ValueError(f"not on the list of fields: {sorted(fields.keys() - FIELDS)}")
    logger = logging.getLogger(LOGGER)
    logger.log(level, event, exc_info=error, extra={"fields": fields})


class JsonLines(logging.Formatter):
    """Our own records with their fields; of foreign ones only who spoke, how loud, and the error's places."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON without its line break."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower()}
        if record.name == LOGGER:
            line |= {"event": record.msg, **getattr(record, "fields", {})}
        else:
            line["event"] = record.name
        if record.exc_info and record.exc_info[1]:
            line |= describe(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value is not None})


def describe(error: BaseException) -> dict[str, object]:
    """The type of an error and the places it came through, never its text."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{_inside(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "trace": places}


def start_logging(level: str, stream: TextIO = sys.stderr) -> None:
    """Send every logger of the process through `JsonLines`; foreign ones from warnings up."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(LOGGER).setLevel(level.upper())


def _inside(filename: str) -> str:
    parts = filename.replace("\\", "/").rsplit("/", 3)
    return "/".join(parts[-2:])
