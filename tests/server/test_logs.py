"""Logs hold what the list allows and nothing that a person wrote or is."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from goldseam.logs import FIELDS, log, start_logging
from tests.server.callers import Caller, a_revision


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Give what is logged at debug level, and leave the loggers as they were."""
    stream, root, own = io.StringIO(), logging.getLogger(), logging.getLogger("goldseam")
    before = (root.handlers[:], root.level, own.level)
    root.handlers = []
    start_logging("debug", stream)
    yield stream
    root.handlers, root.level = before[0], before[1]
    own.setLevel(before[2])


def read(lines: io.StringIO) -> list[dict[str, object]]:
    """Every line as the object that it is."""
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_is_one_json_object(lines: io.StringIO) -> None:
    """Fields stand beside time, level and event."""
    log(logging.INFO, "started", address="http://localhost:1")
    told = read(lines)[0]
    assert (told["event"], told["level"]) == ("started", "info")
    assert told["address"] == "http://localhost:1"


def test_a_field_that_is_not_listed_is_refused() -> None:
    """A new field is a decision, made in logs.py."""
    with pytest.raises(ValueError, match="name"):
        log(logging.INFO, "signed_in", name="anna")


def test_an_error_is_told_without_its_text(lines: io.StringIO) -> None:
    """Type and places help to find the fault; the text could quote a page."""
    try:
        raise ValueError("dear diary")
    except ValueError as error:
        log(logging.ERROR, "failed", error=error)
    told = read(lines)[0]
    assert told["error"] == "ValueError"
    assert "test_logs.py" in str(told["trace"])
    assert "diary" not in lines.getvalue()


def test_foreign_loggers_say_only_who_spoke(lines: io.StringIO) -> None:
    """What a library writes into its messages is not ours to vouch for."""
    logging.getLogger("asyncio").warning("future exception: %s", "dear diary")
    logging.getLogger("uvicorn.error").info("not even this")
    assert [line["event"] for line in read(lines)] == ["asyncio"]
    assert "diary" not in lines.getvalue()


async def test_requests_are_logged_without_ids_names_or_tokens(
    lines: io.StringIO, anna: Caller
) -> None:
    """Routes stand in the log as templates; nothing in it points to a person."""
    await anna.commit(0, [a_revision()])
    await anna.commit(0, [a_revision()])
    told = [line for line in read(lines) if line["event"] == "request"]
    assert told[-1]["route"] == "/v1/vaults/{vault}/commits/{base}/{commit}"
    assert (told[-1]["status"], told[-1]["code"]) == (409, "behind")
    assert all(set(line) <= FIELDS | {"at", "level"} for line in told)
    for secret in ("anna", anna.vault.hex(), anna.account.hex(), anna.headers["authorization"]):
        assert secret not in lines.getvalue()


async def test_what_went_well_is_told_only_to_who_asks(lines: io.StringIO, anna: Caller) -> None:
    """At the usual level the rhythm of a person's writing is not on record."""
    logging.getLogger("goldseam").setLevel("INFO")
    before = lines.getvalue()
    await anna.commit(0, [a_revision()])
    assert lines.getvalue() == before
