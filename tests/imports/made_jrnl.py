"""jrnl, as JSON and as text: local times without a zone."""

import hashlib
import json
from collections.abc import Iterator

from tests.imports.casing import (
    File,
    ImportCase,
    Json,
    Plain,
    comes_in,
    entry,
    in_one_file,
    nothing,
    row,
)

JRNL = "jrnl"


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _jrnl_json()
    yield from _jrnl_text()


def _hashed(date: str, time: str, title: str, body: str) -> str:
    words = f"{date} {time}\n{title}\n{body}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _jrnl_entry(
    date: str, time: str, utc: str, title: str, body: str, *tags: str, **more: str
) -> Json:
    name = _hashed(date, time, title, body)
    return entry(JRNL, name, utc, title=title, body=body, tags=tags, **more)


def _written(title: str, body: str, date: str, time: str, *tags: str, **more: Plain) -> Json:
    return {
        "title": title,
        "body": body,
        "date": date,
        "time": time,
        "tags": tags,
        "starred": False,
        **more,
    }


def _jrnl_json() -> Iterator[ImportCase]:
    entries = [
        _written(
            "A first day.", "With @anna.\n", "2020-06-28", "18:22", "@anna", "#calm", starred=True
        ),
        _written("In winter.", "", "2020-12-28", "08:05", uuid="a uuid", creator="x"),
        _written("No such time.", "Clocks went forward.", "2024-03-31", "02:30"),
        _written("Twice.", "Clocks went back.", "2024-10-27", "02:30"),
    ]
    kept = [
        _jrnl_entry(
            "2020-06-28",
            "18:22",
            "2020-06-28T16:22:00Z",
            "A first day.",
            "With @anna.",
            "anna",
            "calm",
            "starred",
        ),
        entry(JRNL, "a uuid", "2020-12-28T07:05:00Z", title="In winter."),
        _jrnl_entry(
            "2024-03-31", "02:30", "2024-03-31T00:30:00Z", "No such time.", "Clocks went forward."
        ),
        _jrnl_entry("2024-10-27", "02:30", "2024-10-27T00:30:00Z", "Twice.", "Clocks went back."),
    ]
    text = json.dumps({"tags": {"@anna": 1}, "entries": entries})
    yield in_one_file(
        JRNL,
        "good-json",
        "local times, tags with and without a sign",
        "j.json",
        text,
        comes_in(JRNL, kept),
    )
    odd: list[Plain] = [
        _written("", "  ", "2020-06-28", "18:22"),
        _written("Odd time", "x", "2020-06-28", "25:61"),
        _written("Odd day", "x", "28.06.2020", "18:22"),
        _written("Twice", "x", "2020-06-28", "18:22"),
        _written("Twice", "x", "2020-06-28", "18:22"),
        {"title": "Only", "date": "2020-06-28", "time": "18:22", "tags": 5},
        [],
    ]
    rows = [
        row("empty", "j.json", _hashed("2020-06-28", "18:22", "", "")),
        row("no_date", "j.json", _hashed("28.06.2020", "18:22", "Odd day", "x")),
        row("duplicate", "j.json", _hashed("2020-06-28", "18:22", "Twice", "x")),
        row("json", "j.json"),
    ]
    came = [
        _jrnl_entry(
            "2020-06-28", "25:61", "2020-06-28T10:00:00Z", "Odd time", "x", about="2020-06-28"
        ),
        _jrnl_entry("2020-06-28", "18:22", "2020-06-28T16:22:00Z", "Twice", "x"),
        _jrnl_entry("2020-06-28", "18:22", "2020-06-28T16:22:00Z", "Only", ""),
    ]
    data = json.dumps({"entries": odd})
    yield in_one_file(
        JRNL,
        "odd-json",
        "times that are none, double and empty entries",
        "j.json",
        data,
        comes_in(JRNL, came, rows),
    )
    broken = nothing([row("json", "j.json")])
    yield in_one_file(JRNL, "broken-json", "half of a file", "j.json", data[:-9], broken)
    latin = nothing([row("encoding", "j.json")])
    yield in_one_file(
        JRNL,
        "latin-json",
        "an encoding that nobody names",
        "j.json",
        '{"entries": "ü"}'.encode("latin-1"),
        latin,
    )


TEXT = """
[2020-06-28 18:22] A first day. *
With @anna and mail@example.org.
[not a header] stays

[2020-06-29 06:05:30 PM] An evening
  indented

2020-06-30 07:15 Of an older version
Words of @bob-2,
[2020-06-31 07:15] No such day
lost
"""


def _jrnl_text() -> Iterator[ImportCase]:
    first = "With @anna and mail@example.org.\n[not a header] stays"
    kept = [
        _jrnl_entry(
            "2020-06-28", "18:22", "2020-06-28T16:22:00Z", "A first day.", first, "anna", "starred"
        ),
        _jrnl_entry("2020-06-29", "18:05", "2020-06-29T16:05:30Z", "An evening", "  indented"),
        _jrnl_entry(
            "2020-06-30",
            "07:15",
            "2020-06-30T05:15:00Z",
            "Of an older version",
            "Words of @bob-2,",
            "bob-2",
        ),
    ]
    rows = [row("no_date", "j.txt", _hashed("2020-06-31", "07:15", "No such day", "lost"))]
    yield in_one_file(
        JRNL, "good-text", "headers old and new", "j.txt", TEXT, comes_in(JRNL, kept, rows)
    )
    files = (
        File("2020/06/28.txt", b"[2020-06-28 18:22] One\nx\n"),
        File("2020/06/29.txt", b"Words without a header\n"),
        File("2020/06/30.txt", b""),
        File("2020/06/31.txt", b"A day that is not there\n"),
        File("picture.png", b"\x89PNG"),
    )
    came = [
        _jrnl_entry("2020-06-28", "18:22", "2020-06-28T16:22:00Z", "One", "x"),
        _jrnl_entry(
            "2020-06-29",
            "",
            "2020-06-29T10:00:00Z",
            "",
            "Words without a header",
            about="2020-06-29",
        ),
    ]
    report = [
        row("empty", "2020/06/30.txt"),
        row("no_date", "2020/06/31.txt", _hashed("2020-06-31", "", "", "A day that is not there")),
        row("not_text", "picture.png"),
    ]
    yield ImportCase(
        JRNL, "folder", "a folder of days", files, comes_in(JRNL, came, report), {}, is_folder=True
    )
