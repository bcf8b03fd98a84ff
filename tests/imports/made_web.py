"""Apple Journal: a page of HTML for each entry, its day in the file's name or above the text."""

from collections.abc import Iterator

from tests.imports.casing import (
    REFUSED,
    File,
    ImportCase,
    Json,
    a_zip,
    comes_in,
    entry,
    row,
)

AREA = "apple_journal"
ROOT = "AppleJournalEntries"
PHOTO = "6C2B9E31-0000-4000-8000-000000000001"


def page(*parts: str) -> str:
    """A page of the export."""
    head = "<!DOCTYPE html><html><head><style>p {color: red}</style><title>x</title></head>"
    return f"{head}<body>{''.join(parts)}</body></html>"


def header(text: str) -> str:
    """What stands above the text of a page."""
    return f'<div class="pageHeader">{text}</div>'


def _case(name: str, reason: str, members: dict[str, str | bytes], expect: Json) -> ImportCase:
    return ImportCase(AREA, name, reason, (File("journal.zip", a_zip(members)),), expect)


def _page(name: str, day: str, body: str, title: str = "") -> Json:
    hour = "11:00:00" if day[5:7] in {"11", "12", "01", "02"} else "10:00:00"
    return entry(AREA, name, f"{day}T{hour}Z", title=title, body=body, about=day)


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    grid = (
        '<div class="assetGrid">'
        f'<div class="gridItem assetType_photo" id="{PHOTO}"><img src="../Resources/{PHOTO}.jpeg"></div>'
        '<div class="gridItem assetType_stateOfMind" id="MIND"><div>Calm</div></div></div>'
    )
    members: dict[str, str | bytes] = {
        f"{ROOT}/index.html": page("<a href=x>x</a>"),
        f"{ROOT}/Entries/2024-11-03_A_walk.html": page(
            header("Sunday, 3 November 2024"),
            grid,
            '<div class="title">A  walk</div>',
            '<div class="reflectionPrompt">What was good?</div>',
            '<div class="bodyText"><p class="p2"><span class="s2">The hill.</span></p>'
            '<p class="p2"><b>And</b> the sea. </p></div>',
        ),
        f"{ROOT}/Entries/Undated.html": page(
            header("Monday, July 1, 2024"), '<p class="p2">No body</p><p>class</p>'
        ),
        f"{ROOT}/Resources/{PHOTO}.jpeg": b"\xff\xd8\xff",
        f"{ROOT}/Resources/{PHOTO}.json": "{}",
        "__MACOSX/._AppleJournalEntries": b"\0",
    }
    body = f"> What was good?\n\nThe hill.\n\n**And** the sea.\n\n[media: {PHOTO}.jpeg]"
    kept = [
        _page("2024-11-03_A_walk", "2024-11-03", body, "A walk"),
        _page("Undated", "2024-07-01", "No body\n\nclass"),
    ]
    media = [row("media_waits", f"{ROOT}/Resources/{PHOTO}.jpeg", "2024-11-03_A_walk")]
    yield _case(
        "good",
        "a page with all that there can be, and a plain one",
        members,
        comes_in(AREA, kept, media),
    )
    yield from _broken()


def _broken() -> Iterator[ImportCase]:
    members: dict[str, str | bytes] = {
        "Entries/2024-11-04.html": page('<div class="bodyText"><p>At the root</p></div>'),
        "Entries/Sonntag.html": page(
            header("Sonntag, 3. November 2024"), "<p>Another language</p>"
        ),
        "Entries/2024-02-30.html": page(
            header("Friday, 1 March 2024"), "<p>No such day in the name</p>"
        ),
        "Entries/2024-11-05.html": page(header("x"), '<div class="bodyText"> </div>'),
        "Entries/2024-11-06.html": b"<p>Gr\xfc\xdfe",
        "Entries/2024-11-07.html": "",
        "Entries/2024-11-08.html": '<p>Unclosed <b>bold <i>both</b> italic<p onclick="x">Next<script>alert(1)</script>',
        "Entries/more/2024-11-09.html": page("<p>In a folder below</p>"),
        "picture.heic": b"\0",
        "note.md": "x",
    }
    kept = [
        _page("2024-11-04", "2024-11-04", "At the root"),
        _page("2024-02-30", "2024-03-01", "No such day in the name"),
        _page("2024-11-08", "2024-11-08", "Unclosed **bold *both*** *italic*\n\n*Next*"),
    ]
    kept[1] = entry(
        AREA,
        "2024-02-30",
        "2024-03-01T11:00:00Z",
        body="No such day in the name",
        about="2024-03-01",
    )
    rows = [
        row("no_date", "Entries/Sonntag.html", "Sonntag"),
        row("empty", "Entries/2024-11-05.html", "2024-11-05"),
        row("encoding", "Entries/2024-11-06.html"),
        row("empty", "Entries/2024-11-07.html", "2024-11-07"),
        row("other_format", "Entries/more/2024-11-09.html"),
        row("not_text", "picture.heic"),
        row("other_format", "note.md"),
    ]
    yield _case("broken", "odd days, odd HTML, odd files", members, comes_in(AREA, kept, rows))
    good = page("<p>x</p>")
    evil: dict[str, str | bytes] = {"Entries/2024-11-04.html": good, "Resources/../../x.jpeg": b"x"}
    yield _case("refused-traversal", "a resource leads out", evil, REFUSED)
    linked = a_zip({"Entries/a.html": good, "Resources/x": "/etc/passwd"}, links=["Resources/x"])
    yield ImportCase(
        AREA, "refused-link", "a resource is a link", (File("j.zip", linked),), REFUSED
    )
    recipe: Json = {
        "zip": {
            "path": "Entries/{}.html",
            "count": 1,
            "text": "<div>",
            "times": 400_000,
            "deflated": True,
        }
    }
    bomb = (File("j.zip", recipe=recipe),)
    yield ImportCase(AREA, "refused-bomb", "a page of 400,000 boxes", bomb, REFUSED)
