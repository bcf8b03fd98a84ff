"""Vectors of Backup: a page by itself, its name and its bytes."""

from collections.abc import Iterator

from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.page import page_bytes, page_name, title_in_names
from scripts.vectors_case import Case, an_id, case

AREA = "backup"
ENTRY: JsonObject = {
    "kind": "entry",
    "v": 1,
    "created_at": 1_795_370_400_999,
    "updated_at": 1_795_456_800_000,
    "tz": "Europe/Vienna",
    "title": "A seam of gold",
    "body": "It broke.\n\nThe seam is the part that shines.",
    "tags": ["repair", 'with "quotes"'],
}


def cases() -> Iterator[Case]:
    """Titles in names of files, and pages."""
    yield from _titles()
    yield from _pages()


def _titles() -> Iterator[Case]:
    titles = {
        "plain": ("letters, digits, space, - and _ stay", "A page_1 - two"),
        "punctuation": ("other ASCII becomes -", 'What? "This/that": a\\b.'),
        "not-ascii": ("what is not ASCII is dropped", "Größe 😀 日記 café"),
        "decomposed": ("an accent is dropped, its letter stays", "cafe\u0301"),
        "control": ("control characters become -", "a\tb\nc\x7fd"),
        "long": ("60 characters at most", "word " * 30),
        "cut-at-space": ("a space at the cut goes", "x" * 59 + " y"),
        "spaces-around": ("spaces around go", "  a  "),
        "nothing-left": ("nothing may be left", "日記"),
        "dots": ("no way out of a folder", "../../etc/passwd"),
        "empty": ("no title", ""),
    }
    for name, (reason, title) in titles.items():
        yield case(AREA, "title", name, reason, {"title": title}, {"name": title_in_names(title)})


def _pages() -> Iterator[Case]:
    without: JsonObject = {"kind": "later", "body": "only a body\n"}
    pages: dict[str, tuple[str, JsonObject]] = {
        "entry": ("an entry as a page", ENTRY),
        "bare": ("what is missing is left out", without),
        "no-title": ("a page without a title", ENTRY | {"title": ""}),
        "line-end": ("one line end at the end", ENTRY | {"body": "ends\n"}),
        "line-ends": ("of two line ends both stay", ENTRY | {"body": "ends\n\n"}),
        "empty-body": ("an empty body", ENTRY | {"body": ""}),
        "crlf": ("line ends within stay as they are", ENTRY | {"body": "a\r\nb"}),
        "yaml": ("front matter is YAML for any title", ENTRY | {"title": "a: 'b' # c\n\"d\"\\"}),
        "not-yaml": (
            "what YAML does not allow is escaped",
            ENTRY | {"title": "\x7f\x85\u2028\u2029\ufeff\uffff\x01"},
        ),
        "astral": ("characters beyond U+FFFF stay", ENTRY | {"title": "😀", "tags": ["😀"]}),
        "decomposed": ("NFC in pages, too", ENTRY | {"title": "e\u0301", "body": "e\u0301"}),
        "other-tags": ("only strings are tags", ENTRY | {"tags": ["a", 1, None, "b"]}),
        "no-tags": ("tags that are no list", ENTRY | {"tags": "a"}),
        "before-1970": ("moments before 1970", ENTRY | {"created_at": -1}),
        "year-1": ("four digits for a year", ENTRY | {"created_at": -62_135_596_800_000}),
        "year-9999": ("the last moment", ENTRY | {"created_at": 253_402_300_799_999}),
        "year-0": ("no moment before the year 1", ENTRY | {"created_at": -62_135_596_800_001}),
        "year-10000": ("no moment after 9999", ENTRY | {"created_at": 253_402_300_800_000}),
        "no-moment": ("a moment is an integer", ENTRY | {"created_at": "1970", "updated_at": True}),
    }
    record = an_id("record")
    for name, (reason, value) in pages.items():
        inputs = {"record": record, "value": value}
        outputs = {"name": page_name(record, value), "page": page_bytes(record, value).decode()}
        yield case(AREA, "page", name, reason, inputs, outputs)
