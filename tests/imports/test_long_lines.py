"""R-32. Texts that are made to keep a reader busy: none takes more than one look at each sign, or this never ends."""

import pytest

from goldseam.imports.day_one import LINK as DAY_ONE_LINK
from goldseam.imports.day_one import MOMENT
from goldseam.imports.front_matter import front_matter
from goldseam.imports.heading import headed
from goldseam.imports.html_markdown import markdown_of_html
from goldseam.imports.joplin import LINK as JOPLIN_LINK
from goldseam.imports.markdown_code import outside_code
from goldseam.imports.markdown_links import LINK, WIKI
from goldseam.imports.tagging import words_after

TIMES = 100_000


@pytest.mark.parametrize(
    "sign", ["![", "[", "[](", "[[", "[[a|", "![](dayone-moment://", "[](a(b)"]
)
def test_links_that_never_end(sign: str) -> None:
    """A beginning of a link, over and over, is looked at once each time."""
    text = sign * TIMES
    for link in (DAY_ONE_LINK, MOMENT, JOPLIN_LINK, LINK, WIKI):
        assert link.sub("", text) is not None


@pytest.mark.parametrize("line", ["a" + " " * 65_000, "'" * 65_000, '"\\' * 30_000, ":b" * 30_000])
def test_front_matter_of_one_long_line(line: str) -> None:
    """A line that is nearly a key is found to be none."""
    assert front_matter(f"---\n{line}\n---\nx") is None


def test_a_heading_of_spaces() -> None:
    """A heading that is nearly all spaces keeps its words."""
    assert headed(f"# a{' ' * TIMES}b")[0] == f"a{' ' * TIMES}b"


@pytest.mark.parametrize("html", ["<i> </i>", "<br> ", "<b>a", "<p><div>", "<a><b><i>x</a>"])
def test_html_of_many_small_parts(html: str) -> None:
    """Many elements, one after the other or one within the other, are each looked at a few times."""
    assert markdown_of_html(html * 3000) is not None


def test_signs_of_tags_and_code() -> None:
    """Signs without words after them are no tags, and code that is never closed is no code."""
    assert list(words_after("#", "#" * TIMES)) == []
    text = "`` ` " * 3000
    assert outside_code(text, str.upper) == text
