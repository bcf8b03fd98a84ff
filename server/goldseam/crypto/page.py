"""A record as a page that any program can read: Markdown with front matter (docs/protocol.md, Backup)."""

import re
from datetime import UTC, datetime, timedelta

from goldseam.crypto.canonical import Json, JsonObject, canonical_json, clean_text

MAX_TITLE_CHARACTERS = 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9 _-]")
# Characters that JSON writes as they are but YAML does not allow, or takes for the end of a line.
NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_readable(value: JsonObject) -> bool:
    """Whether a record has a page: it has a text and was not removed."""
    return isinstance(value.get("body"), str) and not is_removed(value)


def is_removed(value: JsonObject) -> bool:
    """Whether a record is a tombstone."""
    return value.get("deleted") is True


def is_erased(value: JsonObject) -> bool:
    """Whether a record was removed for good: a removal that wins over edits."""
    return is_removed(value) and value.get("erase") is True


def page_name(record: bytes, value: JsonObject) -> str:
    """The path of a record's page within a backup."""
    parts = (_day(value.get("created_at")), title_in_names(_text(value, "title")), record.hex()[:8])
    return f"pages/{' '.join(part for part in parts if part)}.md"


def page_bytes(record: bytes, value: JsonObject) -> bytes:
    """The page: front matter, an empty line, the body as it is, one line end at the end."""
    lines = (
        "---",
        f'id: "{record.hex()}"',
        f"kind: {_quoted(_text(value, 'kind'))}",
        f"title: {_quoted(_text(value, 'title'))}",
        *_moment("created", value.get("created_at")),
        *_moment("updated", value.get("updated_at")),
        f"tags: [{', '.join(_quoted(tag) for tag in _tags(value))}]",
        "---",
        "",
        _text(value, "body").removesuffix("\n"),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def title_in_names(title: str) -> str:
    """A title as part of a file name: at most 60 characters of plain ASCII."""
    plain = NOT_IN_NAMES.sub("-", NOT_ASCII.sub("", title))
    return plain[:MAX_TITLE_CHARACTERS].strip(" ")


def time_text(milliseconds: int) -> str:
    """A moment in UTC as `2026-11-22T18:00:00Z`. Raises `OverflowError` outside the years 1 to 9999."""
    moment = EPOCH + timedelta(milliseconds=milliseconds)
    return moment.strftime("%Y").zfill(4) + moment.strftime("-%m-%dT%H:%M:%SZ")


def _day(milliseconds: Json) -> str:
    return _time(milliseconds)[:10]


def _moment(name: str, milliseconds: Json) -> list[str]:
    text = _time(milliseconds)
    return [f"{name}: {text}"] if text else []


def _time(milliseconds: Json) -> str:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return ""
    try:
        return time_text(milliseconds)
    except OverflowError:
        return ""


def _text(value: JsonObject, field: str) -> str:
    text = value.get(field)
    return clean_text(text) if isinstance(text, str) else ""


def _tags(value: JsonObject) -> list[str]:
    tags = value.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _quoted(text: str) -> str:
    return NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", canonical_json(text).decode())
