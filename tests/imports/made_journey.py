"""Journey and Diarium: sentinels, HTML."""

import hashlib
import json
from collections.abc import Iterator

from tests.imports.casing import (
    REFUSED,
    ImportCase,
    Json,
    Plain,
    a_zip,
    comes_in,
    entry,
    in_one_file,
    nothing,
    row,
)

JOURNEY, DIARIUM = "journey", "diarium"


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _journey()
    yield from _broken_journey()
    yield from _diarium()


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
    yield in_one_file(
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
    yield in_one_file(
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
    yield in_one_file(
        JOURNEY,
        "broken",
        "what cannot be read leaves the rest whole",
        "j.zip",
        a_zip(members),
        expect,
    )
    hostile = a_zip({**JOURNEY_ZIP, "/root.json": "{}"})
    yield in_one_file(
        JOURNEY, "refused-absolute", "a path begins at the root", "j.zip", hostile, REFUSED
    )
    twice = a_zip({f"{M1}.json": _moment(M1, "a"), f"./{M1}.json": _moment(M1, "b")})
    yield in_one_file(
        JOURNEY, "refused-same-path", "two members have one path", "j.zip", twice, REFUSED
    )


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
    yield in_one_file(
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
    yield in_one_file(
        DIARIUM,
        "odd",
        "double, empty and undated entries",
        "diary.json",
        json.dumps(odd),
        comes_in(DIARIUM, came, rows),
    )
    half = nothing([row("json", "diary.json")])
    yield in_one_file(DIARIUM, "half", "half of a file", "diary.json", json.dumps(odd)[:-3], half)
    deep = '[{"date": "2024-03-01", "html": ' + "[" * 5_000 + "]" * 5_000 + "}]"
    yield in_one_file(DIARIUM, "deep", "lists in lists without end", "diary.json", deep, half)
