"""jrnl, Journey and Diarium: local times without a zone, sentinels, HTML."""

import hashlib
import json
from collections.abc import Iterator

from tests.imports.casing import (
    REFUSED,
    File,
    ImportCase,
    Json,
    Plain,
    a_zip,
    comes_in,
    entry,
    nothing,
    row,
)

JRNL, JOURNEY, DIARIUM = "jrnl", "journey", "diarium"


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _jrnl_json()
    yield from _jrnl_text()
    yield from _journey()
    yield from _broken_journey()
    yield from _diarium()


def _one(
    area: str, name: str, reason: str, path: str, data: str | bytes, expect: Json, **choices: Plain
) -> ImportCase:
    content = data.encode() if isinstance(data, str) else data
    return ImportCase(area, name, reason, (File(path, content),), expect, choices)


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
    yield _one(
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
    yield _one(
        JRNL,
        "odd-json",
        "times that are none, double and empty entries",
        "j.json",
        data,
        comes_in(JRNL, came, rows),
    )
    broken = nothing([row("json", "j.json")])
    yield _one(JRNL, "broken-json", "half of a file", "j.json", data[:-9], broken)
    latin = nothing([row("encoding", "j.json")])
    yield _one(
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
    yield _one(JRNL, "good-text", "headers old and new", "j.txt", TEXT, comes_in(JRNL, kept, rows))
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


M1, M2, M3, M4 = (f"157142513817{digit}-lflfuesv9vkzmsu6" for digit in "6789")
SENTINEL = 1.7976931348623157e308


def _moment(name: str, text: str, **more: Plain) -> str:
    fields: dict[str, Plain] = {
        "id": name,
        "date_journal": 1571386059000,
        "date_modified": 1571425361000,
        "timezone": "Europe/London",
        "type": "html",
        "text": text,
        "mood": 5,
        "favourite": False,
        "tags": [],
        "label": "",
        "folder": "",
        "address": "",
        "lat": SENTINEL,
        "lon": SENTINEL,
        "music_title": "",
        "music_artist": "",
        "photos": [],
        "weather": {"id": -1, "degree_c": SENTINEL, "description": "", "place": ""},
        **more,
    }
    return json.dumps(fields)


def _journey_entry(name: str, body: str, *tags: str, **more: str) -> Json:
    about = {"updated": "2019-10-18T19:02:41Z", "tz": "Europe/London", **more}
    return entry(JOURNEY, name, "2019-10-18T08:07:39Z", body=body, tags=tags, **about)


JOURNEY_ZIP: dict[str, str | bytes] = {
    f"{M1}.json": _moment(
        M1,
        '<p dir="auto">A walk &amp; a talk.</p><p>With <b>Anna</b></p>',
        tags=["walk"],
        label="label",
        folder="Folder",
        favourite=True,
        address="1 Hill Road",
        lat=51.5,
        lon=-0.25,
        music_title="A song",
        music_artist="Somebody",
        photos=[f"{M1}-abc.jpeg", f"{M1}-def.mp3"],
        weather={"degree_c": 9.5, "description": "Rain", "place": "London"},
    ),
    f"{M2}.json": _moment(
        M2, "Plain *Markdown*, 1 < 2", type="markdown", timezone="", photos=["gone.jpeg"]
    ),
    f"{M3}.json": _moment(M3, "No tags at all", type="", lat=12.5, lon=SENTINEL),
    f"{M1}-abc.jpeg": b"\xff\xd8\xff",
    f"{M1}-def.mp3": b"ID3",
}
WALK = f"A walk & a talk.\n\nWith **Anna**\n\n[media: {M1}-abc.jpeg]\n\n[media: {M1}-def.mp3]"
SAID = "place: 1 Hill Road, 51.5, -0.25\nweather: Rain, 9.5 °C\nmusic: A song, Somebody"


def _journey() -> Iterator[ImportCase]:
    tags = ("walk", "label", "Folder", "starred")
    second = _journey_entry(M2, "Plain *Markdown*, 1 < 2\n\n[media: gone.jpeg]", tz="Europe/Berlin")
    third = _journey_entry(M3, "No tags at all")
    media = [
        row("media_waits", f"{M1}-abc.jpeg", M1),
        row("media_waits", f"{M1}-def.mp3", M1),
        row("media_waits", "gone.jpeg", M2),
    ]
    data = a_zip(JOURNEY_ZIP)
    dropped: Json = {"place": 1, "weather": 1, "music": 1}
    good = comes_in(JOURNEY, [_journey_entry(M1, WALK, *tags), second, third], media, dropped)
    yield _one(
        JOURNEY,
        "good",
        "HTML and Markdown, media, numbers that stand for nothing",
        "j.zip",
        data,
        good,
    )
    first = _journey_entry(M1, f"{WALK}\n\n---\n\n{SAID}", *tags)
    kept = comes_in(JOURNEY, [first, second, third], media)
    keep = ["place", "weather", "music", "steps", "device"]
    yield _one(
        JOURNEY, "kept", "what is asked for stands at the end", "j.zip", data, kept, keep=keep
    )


def _broken_journey() -> Iterator[ImportCase]:
    nested = "<div>" * 150 + "Deep <b>words</b>" + "</div>" * 150
    members: dict[str, str | bytes] = {
        "a.json": _moment("a", "<p>Kept"),
        "b.json": _moment("b", "<p>Lost")[:-40],
        "c.json": _moment("c", "Nothing known", date_journal=0, date_modified=0),
        "d.json": _moment("d", "Beyond", date_journal=999999999999999999, date_modified="x"),
        "e.json": _moment("e", " <script>x</script><style>y</style> "),
        "f.json": _moment("f", nested),
        "g.json": _moment("g", "<p>Before<svg><p>drawn</svg>After<iframe src=x></iframe>"),
        "h.json": _moment("a", "<p>Again", date_modified=1571425362000),
        "i.json": b"\xff\xfe\x00",
        "media.json": "{}",
    }
    again = _journey_entry("a", "Again", updated="2019-10-18T19:02:42Z")
    deep, drawn = _journey_entry("f", "Deep words"), _journey_entry("g", "Before\n\ndrawnAfter")
    rows = [
        row("duplicate", "a.json", "a"),
        row("json", "b.json"),
        row("no_date", "c.json", "c"),
        row("no_date", "d.json", "d"),
        row("empty", "e.json", "e"),
        row("html_lost", "f.json", "f"),
        row("html_lost", "g.json", "g"),
        row("encoding", "i.json"),
        row("other_format", "media.json"),
    ]
    expect = comes_in(JOURNEY, [again, deep, drawn], rows)
    yield _one(
        JOURNEY,
        "broken",
        "what cannot be read leaves the rest whole",
        "j.zip",
        a_zip(members),
        expect,
    )
    hostile = a_zip({**JOURNEY_ZIP, "/root.json": "{}"})
    yield _one(JOURNEY, "refused-absolute", "a path begins at the root", "j.zip", hostile, REFUSED)
    twice = a_zip({f"{M1}.json": _moment(M1, "a"), f"./{M1}.json": _moment(M1, "b")})
    yield _one(JOURNEY, "refused-same-path", "two members have one path", "j.zip", twice, REFUSED)


def _diarium() -> Iterator[ImportCase]:
    good: list[Plain] = [
        {
            "date": "2024-03-01T21:15:00.1234567",
            "heading": "An evening",
            "html": "<p>First<br>line</p><ul><li>one<li>two</ul>",
            "tags": ["calm"],
            "location": [51.5, -0.25],
            "sun": "x",
        },
        {
            "date": "2024-03-02T08:00:00",
            "heading": "",
            "text": "Only *text*",
            "tags": "walk, two words",
        },
        {"date": "2024-03-03T08:00:00+02:00", "html": "<h2>With a zone</h2>"},
        {"date": "2024-03-04", "text": "Only a day", "location": []},
    ]
    kept = [
        entry(
            DIARIUM,
            "2024-03-01T21:15:00.1234567",
            "2024-03-01T20:15:00.123Z",
            title="An evening",
            body="First\\\nline\n\n- one\n- two",
            tags=["calm"],
        ),
        entry(
            DIARIUM,
            "2024-03-02T08:00:00",
            "2024-03-02T07:00:00Z",
            body="Only *text*",
            tags=["walk", "two words"],
        ),
        entry(DIARIUM, "2024-03-03T08:00:00+02:00", "2024-03-03T06:00:00Z", body="## With a zone"),
        entry(DIARIUM, "2024-03-04", "2024-03-04T11:00:00Z", body="Only a day", about="2024-03-04"),
    ]
    expect = comes_in(DIARIUM, kept, [], {"place": 1})
    yield _one(
        DIARIUM,
        "good",
        "local times with seven digits, HTML, text",
        "diary.json",
        json.dumps(good),
        expect,
    )
    odd: list[Plain] = [
        {"date": "2024-03-01T21:15:00", "html": "<p>Kept"},
        {"date": "2024-03-01T21:15:00", "html": "<p>Kept later"},
        {"date": "yesterday", "text": "No day"},
        {"heading": "No date at all", "text": "x"},
        {"date": "2024-03-05T08:00:00", "html": "<p>&nbsp;</p>", "tags": 5},
        7,
    ]
    came = [entry(DIARIUM, "2024-03-01T21:15:00", "2024-03-01T20:15:00Z", body="Kept later")]
    nameless = hashlib.sha256(b"\nNo date at all\nx").hexdigest()[:32]
    rows = [
        row("duplicate", "diary.json", "2024-03-01T21:15:00"),
        row("no_date", "diary.json", "yesterday"),
        row("no_date", "diary.json", nameless),
        row("empty", "diary.json", "2024-03-05T08:00:00"),
        row("json", "diary.json"),
    ]
    yield _one(
        DIARIUM,
        "odd",
        "double, empty and undated entries",
        "diary.json",
        json.dumps(odd),
        comes_in(DIARIUM, came, rows),
    )
    half = nothing([row("json", "diary.json")])
    yield _one(DIARIUM, "half", "half of a file", "diary.json", json.dumps(odd)[:-3], half)
    deep = '[{"date": "2024-03-01", "html": ' + "[" * 5_000 + "]" * 5_000 + "}]"
    yield _one(DIARIUM, "deep", "lists in lists without end", "diary.json", deep, half)
