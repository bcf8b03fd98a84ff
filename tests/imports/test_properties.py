"""What holds of importing whatever comes: its own errors alone, the same each time, no word lost."""

import io
import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from goldseam.errors import GoldseamError
from goldseam.imports.front_matter import front_matter
from goldseam.imports.html_markdown import markdown_of_html
from goldseam.imports.item import Choices
from goldseam.imports.members import plain_path
from goldseam.imports.reading import look_at
from goldseam.imports.refusal import ImportRefused
from goldseam.imports.source import SourceFile, members_of
from goldseam.imports.times import Moment, at_zone, local_at, when_of_text
from tests.imports.casing import ID_KEY, a_zip
from tests.imports.running import FOLDER, record_ids

FILES = sorted(
    path for path in (FOLDER / "files").rglob("*") if path.is_file() and path.stat().st_size
)
CHOICES = Choices(ZoneInfo("Europe/Berlin"), 1_795_370_400_000)
TAGS = "<p> </p> <b> </b> <i> <ul> <li> </ul> <a> </a> <pre> <table> <td> <br> <svg> </svg>"
PIECES = st.sampled_from([*TAGS.split(), "<a href=https://x>", "&amp;", "Q", " Q ", "*", "\n", "`"])
LINES = st.sampled_from(
    ["---", "a: b", "a:", "- c", "  d: e", '"f": [g, "h"]', "i: |", "# j", "", "\tk", "tags: x y"]
)
NAMES = st.sampled_from(
    ["a.md", "b/c.json", "d.html", "../e.md", "/f.md", "g.txt", "h.png", "a/./i.md"]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_html_becomes_lines_that_keep_its_words(html: str) -> None:
    """Whatever the tags, the letters stay, in their order, unless they were drawn."""
    made = markdown_of_html(html).text
    assert not made.startswith("\n")
    # Only a row whose first cell is empty begins with a space, of what parts the cells.
    assert not made.startswith(" ") or made.startswith(" | ")
    assert "<svg>" in html or made.count("Q") == html.count("Q")


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_front_matter_takes_nothing_from_a_body(text: str) -> None:
    """A page without front matter is its own body; with one the body is how the text ends."""
    found = front_matter(text)
    assert found is None or text.endswith(found.body)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6), st.binary(max_size=40))
def test_an_archive_comes_in_alike_twice_or_is_refused(
    members: dict[str, bytes], noise: bytes
) -> None:
    """No archive of odd bytes raises anything but a refusal, and what comes of it is the same again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in members.items():
            archive.writestr(path, data)
    changed = bytearray(out.getvalue())
    for at, byte in enumerate(noise):
        changed[(at * 37 + byte) % len(changed)] ^= byte
    assert _outcome(bytes(changed)) == _outcome(bytes(changed))


@given(st.sampled_from(FILES), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=6))
def test_a_file_with_other_bytes_comes_in_alike_twice_or_is_refused(
    path: Path, changes: list[tuple[int, int]]
) -> None:
    """Whatever becomes of a file on its way, nothing but a refusal is raised."""
    changed = bytearray(path.read_bytes())
    for at, byte in changes:
        changed[at % len(changed)] = byte
    assert _outcome(bytes(changed), path.name) == _outcome(bytes(changed), path.name)


def test_a_member_without_a_name_is_passed_over() -> None:
    """What is left of a path when it is made plain may be nothing."""
    report, preview, _ = _outcome(a_zip({"a.md": "Words", ".": "None"}))
    assert (report, preview.pages) == ((), 1)


@given(st.text(max_size=60))
def test_a_path_is_refused_or_stays_inside(raw: str) -> None:
    """Whatever a path says, it is plain or refused."""
    try:
        path = plain_path(raw)
    except ImportRefused:
        return
    parts = path.split("/")
    assert not path.startswith("/")
    assert not {"..", "."}.intersection(parts)


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_local_time_is_the_moment_that_it_says(seconds: int) -> None:
    """The clock of a zone, read back, is the same clock, and written out it is read the same."""
    zone = ZoneInfo("Australia/Lord_Howe")
    local = local_at(seconds * 1000, zone).replace(tzinfo=None, fold=0)
    at = at_zone(local, zone)
    assert local_at(at, zone).replace(tzinfo=None, fold=0) == local
    when = when_of_text(local.isoformat(" "), zone)
    assert when is None or when == Moment(at)


def _outcome(data: bytes, name: str = "a.zip") -> Any:
    def opened() -> BinaryIO:
        return io.BytesIO(data)

    try:
        with members_of([SourceFile(name, len(data), 0, opened)], is_folder=False) as members:
            found = look_at(members, CHOICES, record_ids(ID_KEY.hex()))
            return found.report, found.preview, list(found.records())
    except GoldseamError as error:
        return error.code
