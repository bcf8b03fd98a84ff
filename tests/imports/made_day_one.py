"""Day One: zips of journals in JSON, with photos, escapes, odd dates and broken parts."""

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
    covered,
    entry,
    nothing,
    row,
)

AREA = "day_one"
A, B, C, D, E, F = (letter * 32 for letter in "ABCDEF")
SYDNEY = "Australia/Sydney"
PHOTO_MD5, AUDIO_MD5, PDF_MD5 = "1" * 32, "2" * 32, "3" * 32


def journal(*entries: Json) -> str:
    """A journal's file, with slashes escaped as Day One does."""
    value = {"metadata": {"version": "1.0"}, "entries": list(entries)}
    return json.dumps(value).replace("/", "\\/")


def written(uuid: str, text: str, created: str = "2021-03-03T11:48:50Z", **more: Plain) -> Json:
    """An entry as Day One exports it, with all that it always has."""
    return {
        "uuid": uuid,
        "text": text,
        "creationDate": created,
        "modifiedDate": created,
        "timeZone": SYDNEY,
        "starred": False,
        "isPinned": False,
        "editingTime": 63.5,
        "creationDevice": "Mara's phone",
        "creationDeviceModel": "iPhone9,1",
        "creationOSName": "iOS",
        "creationOSVersion": "14.4",
        **more,
    }


def page(uuid: str, body: str, created: str = "2021-03-03T11:48:50Z", **more: str) -> Json:
    """The record of an entry."""
    return entry("day_one", uuid, created, body=body, tz=SYDNEY, **more)


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _good()
    yield from _broken()
    yield from _refused()


def _case(
    name: str, reason: str, members: dict[str, str | bytes], expect: Json, **choices: Plain
) -> ImportCase:
    return ImportCase(AREA, name, reason, (File("Export.zip", a_zip(members)),), expect, choices)


GOOD: dict[str, str | bytes] = {
    "Journal.json": journal(
        written(
            A,
            "# Morning\n\nA quiet day\\. Tea \\(green\\)\\!\u200b\n\n![](dayone-moment://P1)\n\nA \\*star\\*\ufffc\n",
            modifiedDate="2021-03-04T09:00:00.500Z",
            tags=["calm", "two words", "calm"],
            starred=True,
            photos=[
                {"identifier": "P1", "md5": PHOTO_MD5, "type": "jpeg", "filename": "IMG_1.HEIC"}
            ],
            location={
                "latitude": -33.75,
                "longitude": 151.0,
                "placeName": "1 Hill Road",
                "localityName": "Sydney",
                "administrativeArea": "(null)",
                "country": "Australia",
            },
            weather={"conditionsDescription": "Clear", "temperatureCelsius": 12},
            userActivity={"activityName": "Walking", "stepCount": 75},
        ),
        {
            "uuid": B,
            "creationDate": "2021-03-05T23:10:00Z",
            "timeZone": "Europe/London",
            "richText": json.dumps(
                {
                    "meta": {"version": 1},
                    "contents": [
                        {"text": "Kept as rich text.\n", "attributes": {"line": {"header": 1}}},
                        {"text": "Second line."},
                        {"embeddedObjects": [{"type": "photo", "identifier": "P2"}]},
                    ],
                }
            ),
            "photos": [{"identifier": "P2", "md5": PHOTO_MD5, "type": "jpeg"}],
        },
    ),
    "Workshop.json": journal(
        written(
            C,
            "Listen: ![](dayone-moment:/audio/AU) and ![](dayone-moment:/pdfAttachment/PD)\n"
            f"![](dayone-moment://P1) ![](dayone-moment://GONE) [that day](dayone://view?entryId={A})",
            audios=[{"identifier": "AU", "md5": AUDIO_MD5, "format": "m4a"}],
            pdfAttachments=[{"identifier": "PD", "md5": PDF_MD5}],
            tags=["(null)"],
        )
    ),
    f"photos/{PHOTO_MD5}.jpeg": b"\xff\xd8\xff",
    f"audios/{AUDIO_MD5}.m4a": b"\0\0",
    f"pdfs/{PDF_MD5}.pdf": b"%PDF",
    "videos/unnamed.mov": b"\0",
}
BODY_A = "A quiet day. Tea (green)!\n\n[media: IMG_1.HEIC]\n\nA \\*star\\*"
KEPT = (
    "place: 1 Hill Road, Sydney, Australia, -33.75, 151\nweather: Clear, 12 °C\nsteps: Walking, 75"
)
DEVICE = "device: Mara's phone, iPhone9,1, iOS, 14.4"


def _first(body: str) -> Json:
    updated = "2021-03-04T09:00:00.5Z"
    tags = ["calm", "two words", "starred"]
    at = "2021-03-03T11:48:50Z"
    return entry(
        AREA,
        A,
        at,
        title="Morning",
        body=body,
        updated=updated,
        tz=SYDNEY,
        tags=tags,
    )


def _good() -> Iterator[ImportCase]:
    rich = "Kept as rich text.\nSecond line.\n\n[media: 1" + "1" * 31 + ".jpeg]"
    listen = (
        f"Listen: [media: {AUDIO_MD5}.m4a] and [media: {PDF_MD5}.pdf]\n"
        "[media: IMG_1.HEIC] [media: GONE] that day"
    )
    second = entry(AREA, B, "2021-03-05T23:10:00Z", body=rich, tz="Europe/London")
    third = entry(AREA, C, "2021-03-03T11:48:50Z", body=listen, tz=SYDNEY, tags=["Workshop"])
    media = [
        row("media_waits", f"photos/{PHOTO_MD5}.jpeg", A),
        row("media_waits", f"photos/{PHOTO_MD5}.jpeg", B),
        row("media_waits", f"photos/{PHOTO_MD5}.jpeg", C),
        row("media_waits", f"audios/{AUDIO_MD5}.m4a", C),
        row("media_waits", f"pdfs/{PDF_MD5}.pdf", C),
        row("media_waits", "GONE", C),
        row("not_text", "videos/unnamed.mov"),
    ]
    dropped: Json = {"place": 1, "weather": 1, "steps": 1, "device": 2}
    good = comes_in(AREA, [_first(BODY_A), second, third], media, dropped)
    yield _case("good", "journals, escapes, photos, rich text, links", GOOD, good)
    kept = comes_in(
        AREA, [_first(f"{BODY_A}\n\n---\n\n{KEPT}"), second, third], media, {"device": 2}
    )
    keep = ["place", "weather", "steps"]
    yield _case("kept", "what is asked for stands at the end", GOOD, kept, keep=keep)
    at_end = f"{BODY_A}\n\n---\n\n{DEVICE}"
    pages = [
        covered(_first(at_end)),
        covered(second),
        covered(
            entry(
                AREA,
                C,
                "2021-03-03T11:48:50Z",
                body=f"{listen}\n\n---\n\n{DEVICE}",
                tz=SYDNEY,
                tags=["Workshop"],
            )
        ),
    ]
    left: Json = {"place": 1, "weather": 1, "steps": 1}
    all_covered = comes_in(AREA, pages, media, left)
    yield _case("covered", "all pages are covered", GOOD, all_covered, cover=True, keep=["device"])


def _broken() -> Iterator[ImportCase]:
    half = journal(written(A, "Lost"))[:-20]
    mixed: dict[str, str | bytes] = {
        "Broken.json": half,
        "Latin.json": journal(written(B, "Grüße")).replace("\\u00fc", "ü").encode("latin-1"),
        "Zero.json": b"",
        "Deep.json": '{"metadata": {}, "entries": ' + "[" * 200 + "]" * 200 + "}",
        "NaN.json": '{"metadata": {}, "entries": [NaN]}',
        "Other.json": '{"list": []}',
        "notes.md": "Not of a journal",
        "Journal.json": journal(written(C, "Kept\ud800 whole")),
    }
    rows = [
        row("json", "Broken.json"),
        row("encoding", "Latin.json"),
        row("json", "Zero.json"),
        row("json", "Deep.json"),
        row("json", "NaN.json"),
        row("other_format", "Other.json"),
        row("other_format", "notes.md"),
    ]
    whole = comes_in(AREA, [page(C, "Kept\ufffd whole")], rows, {"device": 1})
    yield _case("broken-journals", "what cannot be read leaves the rest whole", mixed, whole)
    yield from _dates()
    yield from _ids()
    yield from _ids_with_more()
    yield from _types()
    only = nothing([row("json", "Broken.json")])
    yield _case("only-broken", "nothing is left that could be read", {"Broken.json": half}, only)


def _dates() -> Iterator[ImportCase]:
    missing = written(E, "No date at all")
    missing = {k: v for k, v in missing.items() if k not in {"creationDate", "modifiedDate"}}
    changed = {
        **written(F, "Only changed"),
        "creationDate": "long ago",
        "modifiedDate": "2022-01-02T03:04:05Z",
    }
    members: dict[str, str | bytes] = {
        "Journal.json": journal(
            written(A, "Nothing known", "1970-01-01T00:00:00Z"),
            written(B, "Too old", "0999-12-31T23:59:59Z"),
            written(C, "A second later", "1970-01-01T00:00:01Z"),
            written(D, "No such day", "2021-02-29T10:00:00Z"),
            missing,
            changed,
            written("0" * 32, "Old", "1000-01-01T00:00:00Z"),
            {**written("9" * 32, "Odd zone", "2021-03-03T11:48:50Z"), "timeZone": "Mars/Base"},
            {
                **written("8" * 32, "Backwards", "2021-03-03T11:48:50Z"),
                "modifiedDate": "2020-03-03T11:48:50Z",
            },
        )
    }
    pages = [
        page(C, "A second later", "1970-01-01T00:00:01Z"),
        page(F, "Only changed", "2022-01-02T03:04:05Z", about="2022-01-02"),
        page("0" * 32, "Old", "1000-01-01T00:00:00Z"),
        entry(AREA, "9" * 32, "2021-03-03T11:48:50Z", body="Odd zone"),
        page("8" * 32, "Backwards"),
    ]
    rows = [row("no_date", "Journal.json", uuid) for uuid in (A, B, D, E)]
    yield _case(
        "dates", "what is no time is none", members, comes_in(AREA, pages, rows, {"device": 5})
    )


def _ids() -> Iterator[ImportCase]:
    first = "2021-03-03T11:48:50Z"
    members: dict[str, str | bytes] = {
        "Journal.json": journal(
            written(A, "Older", modifiedDate="2021-03-04T00:00:00Z"),
            written(A, "Newest", modifiedDate="2021-03-06T00:00:00Z"),
            written(A, "Between", modifiedDate="2021-03-05T00:00:00Z"),
            written(B, "First of equals"),
            written(B, "Last of equals"),
            {**written("", "Without an id"), "title": "ignored"},
            written("cafe\u0301", "An odd id"),
        ),
        "Second.json": journal(written(C, "")),
    }
    # SHA-256 of "1614772130000\n\nWithout an id", its first 32 digits.
    derived = "61f9748d194a498c077fffe47269836a"
    pages = [
        page(A, "Newest", updated="2021-03-06T00:00:00Z"),
        page(B, "Last of equals"),
        page(derived, "Without an id", first),
        page("caf\u00e9", "An odd id"),
    ]
    rows = [
        row("duplicate", "Journal.json", A),
        row("duplicate", "Journal.json", B),
        row("empty", "Second.json", C),
    ]
    yield _case(
        "ids",
        "one page for each id: the one changed last",
        members,
        comes_in(AREA, pages, rows, {"device": 4}),
    )


def _ids_with_more() -> Iterator[ImportCase]:
    nameless = {**written("", "Without an id"), "userActivity": {"stepCount": 1e300}}
    members: dict[str, str | bytes] = {"Journal.json": journal(nameless)}
    device = "---\n\ndevice: Mara's phone, iPhone9,1, iOS, 14.4"
    # As in the case above: what is asked for does not make another page of it.
    kept = page("61f9748d194a498c077fffe47269836a", f"Without an id\n\n{device}")
    expect = comes_in(AREA, [kept])
    reason = "an id does not follow from what is asked for; a number beyond all numbers is none"
    yield _case("ids-kept", reason, members, expect, keep=["device", "steps"])


def _types() -> Iterator[ImportCase]:
    odd: Json = {
        "uuid": D,
        "text": "Of odd types",
        "creationDate": "2021-03-03T11:48:50Z",
        "modifiedDate": 5,
        "timeZone": ["x"],
        "tags": "calm",
        "photos": {"identifier": "P"},
        "location": "here",
        "weather": [],
        "starred": "yes",
        "creationDevice": "(null)",
    }
    entries: list[Plain] = [
        odd,
        5,
        None,
        "text",
        [],
        {"uuid": E, "text": 7, "creationDate": "2021-03-03T11:48:50Z"},
    ]
    text = json.dumps({"metadata": {}, "entries": entries})
    members: dict[str, str | bytes] = {"Journal.json": text}
    pages = [entry(AREA, D, "2021-03-03T11:48:50Z", body="Of odd types")]
    rows = [row("json", "Journal.json"), row("empty", "Journal.json", E)]
    yield _case("types", "a field of another type is empty", members, comes_in(AREA, pages, rows))


def _refused() -> Iterator[ImportCase]:
    name = "refused-traversal"
    members = {**GOOD, "photos/../../x.jpeg": b"x"}
    yield _case(name, "a photo leads out of the archive", members, REFUSED)
    big: Json = {
        "zip": {
            "path": "Journal.json",
            "count": 1,
            "text": " ",
            "times": 2_000_000,
            "deflated": True,
        }
    }
    file = File("Export.zip", recipe=big)
    yield ImportCase(AREA, "refused-bomb", "a journal of two million spaces", (file,), REFUSED)
    linked = a_zip({**GOOD, "photos/l.jpeg": "/etc/passwd"}, links=["photos/l.jpeg"])
    yield ImportCase(
        AREA, "refused-link", "a photo is a link", (File("Export.zip", linked),), REFUSED
    )
