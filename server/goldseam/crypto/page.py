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
    parts = (
        day_of(value.get("created_at")),
        title_in_names(text_in(value, "title")),
        record.hex()[:8],
    )
    return f"pages/{' '.join(part for part in parts if part)}.md"


def page_bytes(record: bytes, value: JsonObject) -> bytes:
    """The page: front matter, an empty line, the body as it is, one line end at the end."""
    lines = (
        "---",
        f'id: "{record.hex()}"',
        f"kind: {quoted(text_in(value, 'kind'))}",
        f"title: {quoted(text_in(value, 'title'))}",
        *moment_lines("created", value.get("created_at")),
        *moment_lines("updated", value.get("updated_at")),
        f"tags: [{', '.join(quoted(tag) for tag in tags_in(value))}]",
        "---",
        "",
        text_in(value, "body").removesuffix("\n"),
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


def day_of(milliseconds: Json) -> str:
    """The date in UTC of a moment, such as 2026-11-22; empty for what is no moment."""
    return _time(milliseconds)[:10]


def moment_lines(name: str, milliseconds: Json) -> list[str]:
    """The line of front matter for a moment, or none."""
    text = _time(milliseconds)
    return [f"{name}: {text}"] if text else []


def _time(milliseconds: Json) -> str:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return ""
    try:
        return time_text(milliseconds)
    except OverflowError:
        return ""


def text_in(value: JsonObject, field: str) -> str:
    """The text in a field; empty where there is none."""
    text = value.get(field)
    return clean_text(text) if isinstance(text, str) else ""


def tags_in(value: JsonObject) -> list[str]:
    """The tags that are texts."""
    tags = value.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def quoted(text: str) -> str:
    """A text as JSON and YAML both read it."""
    return NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", canonical_json(text).decode())
