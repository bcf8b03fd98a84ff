"""Standard Notes and Joplin: notes with tags that point at them, encrypted ones, and what lies in the trash."""

import json
from collections.abc import Iterator

from tests.imports.casing import (
    MEMBER_MOMENT,
    REFUSED,
    File,
    ImportCase,
    Json,
    Plain,
    a_tar,
    a_zip,
    comes_in,
    entry,
    nothing,
    row,
)

NOTES, JOPLIN = "standard_notes", "joplin"
BACKUP = "Standard Notes Backup and Import File.txt"
N1, N2, N3, N4, N5 = (f"{digit}2345678-0000-4000-8000-000000000000" for digit in "12345")
DAY, LATER = "2023-05-01T10:00:00.000Z", "2023-06-01T10:00:00.000Z"


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _standard_notes()
    yield from _broken_notes()
    yield from _joplin()
    yield from _broken_joplin()


def note(uuid: str, title: str, text: Plain, **content: Plain) -> dict[str, Plain]:
    """A note of Standard Notes as it is exported."""
    changed: Json = {"org.standardnotes.sn": {"client_updated_at": LATER}}
    return {
        "uuid": uuid,
        "content_type": "Note",
        "content": {"title": title, "text": text, "references": [], "appData": changed, **content},
        "created_at": DAY,
        "updated_at": "2024-01-01T00:00:00.000Z",
        "deleted": False,
    }


def _tag(title: str, *uuids: str) -> Json:
    references: list[Plain] = [{"uuid": uuid, "content_type": "Note"} for uuid in uuids]
    content: Json = {"title": title, "references": references, "appData": {}}
    return {"uuid": f"tag {title}", "content_type": "Tag", "content": content}


def _backup(*items: Plain) -> str:
    return json.dumps({"version": "004", "items": items})


def _notes_case(
    name: str, reason: str, data: bytes, expect: Json, path: str, **choices: Plain
) -> ImportCase:
    return ImportCase(NOTES, name, reason, (File(path, data),), expect, choices)


def _kept(uuid: str, title: str, body: str, *tags: str) -> Json:
    return entry(NOTES, uuid, DAY, title=title, body=body, updated=LATER, tags=tags)


def _text(text: str, bits: int = 0) -> Json:
    return {"type": "text", "text": text, "format": bits}


def _node(kind: str, *children: Json, **more: Plain) -> Json:
    return {"type": kind, "children": list(children), **more}


SUPER = _node(
    "root",
    _node("heading", _text("A heading"), tag="h2"),
    _node(
        "paragraph",
        _text("Plain, "),
        _text("bold", 1),
        _text(" and "),
        _text("both", 3),
        _text(" 2*3."),
    ),
    _node("paragraph", _text("struck", 4), {"type": "linebreak"}, _text("f(x)", 16)),
    _node(
        "list",
        _node("listitem", _text("one")),
        _node("listitem", _node("list", _node("listitem", _text("within")), listType="bullet")),
        listType="number",
        start=3,
    ),
    _node(
        "list",
        _node("listitem", _text("done"), checked=True),
        _node("listitem", _text("open")),
        listType="check",
    ),
    _node("quote", _text("Somebody said")),
    _node("code", _text("a = 1"), {"type": "linebreak"}, _text("b = 2")),
    {"type": "horizontalrule"},
    _node(
        "paragraph",
        _node("link", _text("a page"), url="https://example.org/x"),
        _text(" "),
        _node("link", _text("no page"), url="javascript:x"),
    ),
)
SUPER_TEXT = """## A heading

Plain, **bold** and ***both*** 2\\*3.

~~struck~~\\
`f(x)`

3. one
4. - within

- [x] done
- [ ] open

> Somebody said

```
a = 1
b = 2
```

---

[a page](<https://example.org/x>) no page"""


def _standard_notes() -> Iterator[ImportCase]:
    items: list[Plain] = [
        note(N1, "First\nnote", "Words with *stars*.\n\n", noteType="plain-text", starred=True),
        _tag("family.sister", N1, N3),
        _tag("Évening", N1),
        note(N2, "", json.dumps({"root": SUPER}), noteType="super"),
        note(N3, "In the trash", "Thrown away", trashed=True),
        {**note(N4, "Removed", "x"), "deleted": True},
        {"uuid": "k", "content_type": "SN|Component", "content": {}},
    ]
    first = _kept(N1, "First note", "Words with *stars*.", "family.sister", "Évening", "starred")
    second = _kept(N2, "", SUPER_TEXT)
    third = _kept(N3, "In the trash", "Thrown away", "family.sister")
    deleted, trashed = row("deleted", BACKUP, N4), row("trashed", BACKUP, N3)
    zipped = a_zip({BACKUP: _backup(*items), "Items/Note/First note.txt": "A copy"})
    plain = comes_in(NOTES, [first, second], [deleted, trashed])
    yield _notes_case(
        "good", "notes, tags, a note of blocks; copies are passed over", zipped, plain, "backup.zip"
    )
    with_it = comes_in(NOTES, [first, second, third], [deleted])
    data = _backup(*items).encode()
    reason = "what lies in the trash is asked for, one file alone"
    yield _notes_case("trashed", reason, data, with_it, BACKUP, with_trashed=True)


def _broken_notes() -> Iterator[ImportCase]:
    locked = [{**note(uuid, "", ""), "content": "004:abc"} for uuid in (N1, N2)]
    rows = [row("encrypted", BACKUP, N1), row("encrypted", BACKUP, N2)]
    data = _backup(*locked).encode()
    yield _notes_case(
        "encrypted", "a backup that was not decrypted", data, comes_in(NOTES, [], rows), BACKUP
    )
    odd: list[Plain] = [
        {**note(N1, "Unknown day", "x"), "created_at": "1970-01-01T00:00:00.000Z"},
        {**note(N2, "No day", "x", appData={}), "created_at": None, "updated_at": ""},
        note(N3, "", "   \n"),
        note(N4, "Not blocks", "{broken", noteType="super"),
        note(N4, "Twice", "y"),
        note(N5, "", 7),
        "text",
    ]
    kept = [
        entry(NOTES, N1, LATER, title="Unknown day", body="x", about="2023-06-01"),
        _kept(N4, "Twice", "y"),
    ]
    report = [
        row("no_date", BACKUP, N2),
        row("empty", BACKUP, N3),
        row("duplicate", BACKUP, N4),
        row("empty", BACKUP, N5),
        row("json", BACKUP),
    ]
    data = _backup(*odd).encode()
    yield _notes_case(
        "odd", "unknown days, empty and double notes", data, comes_in(NOTES, kept, report), BACKUP
    )
    half = data[:-30]
    yield _notes_case("half", "half of a file", half, nothing([row("json", BACKUP)]), BACKUP)
    nothing_there = comes_in("markdown", [], [row("empty", BACKUP, BACKUP)])
    yield _notes_case("zero", "a file of no bytes", b"", nothing_there, BACKUP)


J1, J2, J3, J4, J5 = (digit * 32 for digit in "12345")
FOLDER_ID, TAG_ID, PICTURE = "f" * 32, "e" * 32, "d" * 32


def item(first: str, kind: int, name: str, **more: str) -> str:
    """A member of a JEX file: words, an empty line, lines of facts."""
    facts: dict[str, str] = {"id": name, **more, "type_": str(kind)}
    lines = "\n".join(f"{key}: {value}" for key, value in facts.items())
    return f"{first}\n\n{lines}" if first else lines


def _joplin_note(name: str, words: str, **more: str) -> str:
    times = {
        "created_time": "2024-02-01T00:00:00.000Z",
        "updated_time": "2024-02-03T08:00:00.000Z",
        "user_created_time": "2024-02-02T07:30:00.123Z",
        "user_updated_time": "2024-02-03T09:00:00.000Z",
    }
    return item(words, 1, name, parent_id=FOLDER_ID, **{**times, **more})


def _jex(name: str, reason: str, data: bytes, expect: Json, **choices: Plain) -> ImportCase:
    return ImportCase(JOPLIN, name, reason, (File("notes.jex", data),), expect, choices)


def _joplin_entry(name: str, title: str, body: str, *tags: str) -> Json:
    created, updated = "2024-02-02T07:30:00.123Z", "2024-02-03T09:00:00.000Z"
    return entry(JOPLIN, name, created, updated=updated, title=title, body=body, tags=tags)


def _joplin() -> Iterator[ImportCase]:
    body = f"See ![a picture](:/{PICTURE}) and [the other](:/{J2}).\n\nkey: value stays\n\n- end"
    members: dict[str, str | bytes] = {
        f"{J1}.md": _joplin_note(
            J1, f"A note\n\n{body}", latitude="-33.75000000", longitude="151.00000000"
        ),
        f"{J2}.md": _joplin_note(
            J2, "\n\nWithout a title", latitude="0.00000000", longitude="0.00000000"
        ),
        f"{FOLDER_ID}.md": item("Evenings", 2, FOLDER_ID, parent_id=""),
        f"{TAG_ID}.md": item("calm", 5, TAG_ID),
        f"{'a' * 32}.md": item("", 6, "a" * 32, note_id=J1, tag_id=TAG_ID),
        f"{'b' * 32}.md": item("", 6, "b" * 32, note_id=J1, tag_id="0" * 32),
        f"{PICTURE}.md": item("hill.png", 4, PICTURE, file_extension="png"),
        f"resources/{PICTURE}.png": b"\x89PNG",
    }
    words = "See [media: hill.png] and the other.\n\nkey: value stays\n\n- end"
    first = _joplin_entry(J1, "A note", words, "calm", "Evenings")
    second = _joplin_entry(J2, "", "Without a title", "Evenings")
    media = [row("media_waits", f"resources/{PICTURE}.png", J1)]
    expect = comes_in(JOPLIN, [first, second], media, {"place": 1})
    yield _jex("good", "notes, a notebook, a tag, a picture", a_tar(members), expect)


def _broken_joplin() -> Iterator[ImportCase]:
    members: dict[str, str | bytes] = {
        f"{J1}.md": _joplin_note(
            J1, "Locked\n\n", encryption_applied="1", encryption_cipher_text="JED01"
        ),
        f"{J2}.md": _joplin_note(J2, "Thrown away\n\nx", deleted_time="1706866200000"),
        f"{J3}.md": item("No day\n\nx", 1, J3, created_time="", updated_time=""),
        f"{J4}.md": _joplin_note(J4, "Grüße\n\nx").encode("latin-1"),
        f"{J5}.md": "",
        f"{'c' * 32}.md": _joplin_note("c" * 32, "Kept\n\nwords"),
        "readme.md": "Words of somebody else",
        "sound.mp3": b"ID3",
    }
    rows = [
        row("encrypted", f"{J1}.md", J1),
        row("trashed", f"{J2}.md", J2),
        row("no_date", f"{J3}.md", J3),
        row("encoding", f"{J4}.md"),
        row("other_format", f"{J5}.md"),
        row("other_format", "readme.md"),
        row("not_text", "sound.mp3"),
    ]
    kept = _joplin_entry("c" * 32, "Kept", "words")
    yield _jex(
        "broken",
        "what cannot be read leaves the rest whole",
        a_tar(members),
        comes_in(JOPLIN, [kept], rows),
    )
    two = a_tar(
        {
            f"{J1}.md": _joplin_note(J1, "A\n\nx"),
            f"{J2}.md": _joplin_note(J1, "B\n\ny", user_updated_time="2024-03-01T00:00:00.000Z"),
        }
    )
    newer = entry(
        JOPLIN, J1, "2024-02-02T07:30:00.123Z", updated="2024-03-01T00:00:00Z", title="B", body="y"
    )
    yield _jex(
        "twice",
        "two notes of one id: the one changed last",
        two,
        comes_in(JOPLIN, [newer], [row("duplicate", f"{J1}.md", J1)]),
    )
    hard = a_tar({f"{J1}.md": _joplin_note(J1, "A\n\nx")}, {"resources/x.png": "../../secret"})
    yield _jex("refused-link", "a resource is a link", hard, REFUSED)
    plain = a_tar({"a.md": "Only Markdown in a tar"})
    about = entry(
        "markdown",
        "a.md",
        MEMBER_MOMENT,
        title="a",
        body="Only Markdown in a tar",
        about="2024-05-06",
    )
    yield _jex(
        "no-joplin",
        "a tar without Joplin's items is Markdown",
        plain,
        comes_in("markdown", [about]),
    )
