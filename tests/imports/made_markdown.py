"""Markdown: files, folders and zips, of Obsidian, Joplin and Goldseam's own readable export."""

from collections.abc import Iterator

from tests.imports.casing import (
    MEMBER_MOMENT,
    NOW,
    REFUSED,
    File,
    ImportCase,
    Json,
    Plain,
    a_zip,
    comes_in,
    covered,
    entry,
    moment,
    person,
    row,
)

AREA = "markdown"
OLD = moment("2019-01-02T03:04:05Z")


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _file()
    yield from _obsidian()
    yield from _joplin()
    yield from _own()
    yield from _days()
    yield from _broken()
    yield from _refused()


def _page(path: str, at: str, **more: str) -> Json:
    return entry(AREA, path, at, **more)


def _zip(
    name: str, reason: str, members: dict[str, str | bytes], expect: Json, **choices: Plain
) -> ImportCase:
    return ImportCase(AREA, name, reason, (File("vault.zip", a_zip(members)),), expect, choices)


FULL = """---
Title: "A title \\u00e9 \\"quoted\\""
date: 2024-03-01 21:15 # a comment
updated: 2024-03-02T08:00:00Z
tags: [calm, 'two words', "#sign"]
people:
  - Anna
  - "[[Bea]]"
mood: steady
tz: America/New_York
cover: true
weather: Rain
latitude: 51.5
longitude: -0.25
nested:
  tags: [not, these]
anchor: &a x
---

# A heading stays

Words #evening and #deep/er, not x#y, not `#code`, # nor this.

```
#fenced
```
#123 #_start
"""


def _file() -> Iterator[ImportCase]:
    body = FULL.split("---\n\n", 1)[1].rstrip()
    tags = ["calm", "two words", "sign", "evening", "deep/er", "_start", "mood/steady"]
    tz, at = "America/New_York", "2024-03-02T02:15:00Z"
    title = 'A title é "quoted"'
    kept = entry(
        AREA,
        "page.md",
        at,
        updated="2024-03-02T08:00:00Z",
        title=title,
        body=body,
        tags=tags,
        tz=tz,
        people=["Anna", "Bea"],
    )
    people = [person(AREA, name, at, tz) for name in ("Anna", "Bea")]
    dropped: Json = {"place": 1, "weather": 1}
    expect = comes_in(AREA, [covered(kept), *people], [], dropped)
    files = (File("page.md", FULL.encode(), modified_at=OLD),)
    yield ImportCase(AREA, "file", "one file with front matter", files, expect)
    several = (
        File("2024-03-01 0915 A walk.md", b"Words", modified_at=OLD),
        File("notes.txt", "# Not taken for a title\r\n\r\nText".encode("utf-16"), modified_at=OLD),
        File("photo.jpg", b"\xff\xd8", modified_at=OLD),
    )
    came = [
        _page("2024-03-01 0915 A walk.md", "2024-03-01T08:15:00Z", title="A walk", body="Words"),
        _page(
            "notes.txt",
            "2019-01-02T03:04:05Z",
            title="Not taken for a title",
            body="Text",
            about="2019-01-02",
        ),
    ]
    expect = comes_in(AREA, came, [row("not_text", "photo.jpg")])
    yield ImportCase(AREA, "files", "several files", several, expect)


def _obsidian() -> Iterator[ImportCase]:
    members: dict[str, str | bytes] = {
        "Vault/2024-03-01.md": "# Title of level one #\n\nSee [[Other page|the other]] and [[Other page]].\n"
        "![[hill.png|300]] ![a sea](../Vault/pictures/sea%20side.jpg) ![out](https://example.org/x.png)\n"
        "![[Other page]] ![[not there.png]] [a file](pictures/scan.pdf)\n`![[hill.png]]`",
        "Vault/Other page.md": "---\naliases: [x]\nkeywords: one two, three\n---\nWords",
        "Vault/pictures/hill.png": b"\x89PNG",
        "Vault/pictures/sea side.jpg": b"\xff\xd8",
        "Vault/pictures/scan.pdf": b"%PDF",
        "Vault/unnamed.mp4": b"\0",
        "Vault/.obsidian/workspace.json": "{}",
        "Vault/.trash/gone.md": "x",
    }
    body = (
        "See the other and Other page.\n"
        "[media: hill.png] [media: sea side.jpg] ![out](https://example.org/x.png)\n"
        "Other page ![[not there.png]] [media: scan.pdf]\n`![[hill.png]]`"
    )
    first = "Vault/2024-03-01.md"
    kept = [
        _page(
            first, "2024-03-01T11:00:00Z", title="Title of level one", body=body, about="2024-03-01"
        ),
        entry(
            AREA,
            "Vault/Other page.md",
            MEMBER_MOMENT,
            title="Other page",
            body="Words",
            tags=["one", "two", "three"],
            about="2024-05-06",
        ),
    ]
    rows = [
        row("media_waits", "Vault/pictures/hill.png", first),
        row("media_waits", "Vault/pictures/sea side.jpg", first),
        row("media_waits", "Vault/pictures/scan.pdf", first),
        row("not_text", "Vault/unnamed.mp4"),
    ]
    yield _zip(
        "obsidian", "a vault with links, embeds and pictures", members, comes_in(AREA, kept, rows)
    )


def _joplin() -> Iterator[ImportCase]:
    text = (
        "---\ntitle: A note\nupdated: 2021-05-02 10:00:00Z\ncreated: 2021-05-01 16:40:00Z\nsource: x\n"
        "latitude: -33.75000000\nlongitude: 151.00000000\naltitude: 0.0000\ncompleted?: no\n"
        "tags:\n- calm\n- walk\n---\n\n"
        "Words ![hill.png](../_resources/hill.png)\n"
    )
    files = (
        File("Evenings/A note.md", text.encode(), modified_at=OLD),
        File("_resources/hill.png", b"\x89PNG", modified_at=OLD),
    )
    kept = entry(
        AREA,
        "Evenings/A note.md",
        "2021-05-01T16:40:00Z",
        updated="2021-05-02T10:00:00Z",
        title="A note",
        body="Words [media: hill.png]\n\n---\n\nplace: -33.75, 151",
        tags=["calm", "walk"],
    )
    rows = [row("media_waits", "_resources/hill.png", "Evenings/A note.md")]
    expect = comes_in(AREA, [kept], rows)
    yield ImportCase(
        AREA,
        "joplin-folder",
        "Joplin's Markdown with front matter",
        files,
        expect,
        {"keep": ["place"]},
        is_folder=True,
    )


def _own() -> Iterator[ImportCase]:
    name = "06b60a8e000040008000000000000001"
    text = (
        f'---\nid: "{name}"\nkind: "entry"\ntitle: "A title: \\u0085 odd"\n'
        "created: 2026-11-22T18:00:00Z\nupdated: 2026-11-22T19:00:00Z\n"
        'tags: ["calm", "two, words"]\npeople: ["Anna"]\n---\n\n# Body\n\nas it is\n'
    )
    other = text.replace('kind: "entry"', 'kind: "glimmer"').replace(name, name[::-1])
    foreign = text.replace('kind: "entry"\n', "").replace("Anna", "")
    members: dict[str, str | bytes] = {
        "pages/2026-11-22 A title 06b60a8e.md": text,
        f"pages/2026-11-22 {name[::-1][:8]}.md": other.replace(
            'title: "A title: \\u0085 odd"\n', 'title: ""\n'
        ),
        "foreign.md": foreign,
    }
    at = "2026-11-22T18:00:00Z"
    more = {"updated": "2026-11-22T19:00:00Z", "body": "# Body\n\nas it is"}
    tags = ["calm", "two, words"]
    kept = [
        entry(
            "goldseam", name, at, title="A title: \u0085 odd", tags=tags, people=["Anna"], **more
        ),
        entry("goldseam", name[::-1], at, tags=tags, people=["Anna"], **more),
        entry(AREA, "foreign.md", at, title="A title: \u0085 odd", tags=tags, **more),
        person("goldseam", "Anna", at),
    ]
    yield _zip("own-export", "what Goldseam wrote comes back", members, comes_in(AREA, kept))


def _days() -> Iterator[ImportCase]:
    front = "---\n{}\n---\nx"
    members: dict[str, str | bytes] = {
        "2024/03/01.md": "x",
        "2024/02/30.md": "x",
        "2024-03-01T21-15 named.md": "x",
        "2024-03-01_2115.md": "x",
        "2024-13-01.md": "x",
        "a.md": front.format("date: soon\ncreation-date: 2020-01-01\njournal-date: 2024-03-01"),
        "b.md": front.format("created: 1970-01-01T00:00:00Z"),
        "c.md": front.format("date: 2024-03-01T21:15:00.123456+01:30"),
        "d.md": front.format("date: 2024-03-31 02:30"),
        "e.md": front.format("date: 2024-10-27 02:30\ntimezone: Mars/Base"),
        "f.md": front.format("date: 0999-01-01"),
        "g 0123abcd.md": front.format("updated: 2020-01-01"),
    }
    about = {"body": "x", "about": "2024-03-01"}
    noon, member = "2024-03-01T11:00:00Z", {"body": "x", "about": "2024-05-06"}
    kept = [
        _page("2024/03/01.md", noon, title="01", **about),
        _page("2024/02/30.md", MEMBER_MOMENT, title="30", **member),
        _page("2024-03-01T21-15 named.md", "2024-03-01T20:15:00Z", title="named", body="x"),
        _page("2024-03-01_2115.md", "2024-03-01T20:15:00Z", body="x"),
        _page("2024-13-01.md", MEMBER_MOMENT, title="2024-13-01", **member),
        _page("a.md", noon, title="a", **about),
        _page("b.md", MEMBER_MOMENT, title="b", **member),
        _page("c.md", "2024-03-01T19:45:00.123Z", title="c", body="x"),
        _page("d.md", "2024-03-31T00:30:00Z", title="d", body="x"),
        _page("e.md", "2024-10-27T00:30:00Z", title="e", body="x"),
        _page("f.md", MEMBER_MOMENT, title="f", **member),
        _page("g 0123abcd.md", MEMBER_MOMENT, title="g", **member),
    ]
    yield _zip("days", "where the day of a page comes from", members, comes_in(AREA, kept))


def _broken() -> Iterator[ImportCase]:
    long = "---\n" + "".join(f"k{number}: x\n" for number in range(257)) + "---\nx"
    members: dict[str, str | bytes] = {
        "unclosed.md": "---\ntitle: x\nand no end",
        "many.md": long,
        "wide.md": "---\ntitle: " + "x" * 65_536 + "\n---\nx",
        "odd.md": '---\ntitle: first\ntitle: second\n\ttab: x\n!!tag y: z\nlist: [a, [b]]\ntags: [a, "b]\n? x\n---\nx',
        "only-front.md": "---\ndate: 2024-03-01\n---\n\n",
        "only-title.md": "# Only a title\n",
        "zero.md": "",
        "latin.md": b"Gr\xfc\xdfe",
        "high.md": b"\xed\xa0\x80",
        "script.md": "<script>alert(1)</script>",
        "big.md": "word " * 50_000,
    }
    about = {"about": "2024-05-06"}
    body = {"body": "x", **about}
    kept = [
        _page(
            "unclosed.md",
            MEMBER_MOMENT,
            title="unclosed",
            body="---\ntitle: x\nand no end",
            **about,
        ),
        _page("many.md", MEMBER_MOMENT, title="many", body=long, **about),
        _page("wide.md", MEMBER_MOMENT, title="wide", body=str(members["wide.md"]), **about),
        _page("odd.md", MEMBER_MOMENT, title="first", **body),
        _page("only-title.md", MEMBER_MOMENT, title="Only a title", **about),
        _page(
            "script.md", MEMBER_MOMENT, title="script", body="<script>alert(1)</script>", **about
        ),
    ]
    rows = [
        row("empty", "only-front.md", "only-front.md"),
        row("empty", "zero.md", "zero.md"),
        row("encoding", "latin.md"),
        row("encoding", "high.md"),
        row("too_large", "big.md", "big.md"),
    ]
    reason = "front matter that is none, empty, foreign and long texts"
    file = File("vault.zip", a_zip(members, deflated=True))
    yield ImportCase(AREA, "broken", reason, (file,), comes_in(AREA, kept, rows))
    undated = (File("a.md", b"x", modified_at=0),)
    now = _page("a.md", NOW, title="a", body="x", about="2026-11-22")
    yield ImportCase(AREA, "undated", "a file that knows no time", undated, comes_in(AREA, [now]))


def _refused() -> Iterator[ImportCase]:
    good = "---\ndate: 2024-03-01\n---\nx"
    yield _zip("refused-traversal", "a page leads out", {"a.md": good, "../b.md": good}, REFUSED)
    linked = a_zip({"a.md": good, "b.md": "a.md"}, links=["b.md"])
    yield ImportCase(AREA, "refused-link", "a page is a link", (File("v.zip", linked),), REFUSED)
    bomb: Json = {
        "zip": {"path": "{}.md", "count": 1, "text": "-", "times": 2_000_000, "deflated": True}
    }
    yield ImportCase(
        AREA, "refused-bomb", "two million dashes", (File("v.zip", recipe=bomb),), REFUSED
    )
