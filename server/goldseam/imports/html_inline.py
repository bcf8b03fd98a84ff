"""Words, emphasis, links and media of one line of Markdown (docs/imports.md, From HTML)."""

import re
from typing import Final
from urllib.parse import unquote

from goldseam.imports.html_tree import Element, walk
from goldseam.imports.item import media_name

SPACES = re.compile("[ \t\n\f\r\u00a0]+")
SPECIAL = re.compile(r"[\\`*\[\]<~]|&(?=#?[0-9A-Za-z]+;)|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")
AROUND_BREAK = re.compile(" ?\n ?")
AT_START = re.compile(r"^(?:(?=[#>+=|-])|([0-9]{1,9})(?=[.)]))", re.MULTILINE)
BACKQUOTES = re.compile("`+")
KEPT_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
LINE_ENDS_AND_TABS = re.compile("[\t\n\r]")
NOT_IN_ADDRESS = re.compile("[<>\\\\\x00-\x20\x7f-\xa0]")
MARKS: Final = {
    "strong": "**",
    "b": "**",
    "em": "*",
    "i": "*",
    "s": "~~",
    "del": "~~",
    "strike": "~~",
}
"""What stands around emphasised words. A line end within inline words is a `br`, until `line_of`."""


def words_of(text: str) -> str:
    """Words of a text, escaped."""
    return SPECIAL.sub(r"\\\g<0>", SPACES.sub(" ", text))


def line_of(inline: str) -> str:
    """Inline words as a block of their own: spaces made one, `br` written, escaped where a line begins."""
    spaced = AROUND_BREAK.sub("\n", re.sub(" +", " ", inline)).strip(" \n")
    return AT_START.sub(r"\1\\", spaced).replace("\n", "\\\n")


def emphasised(inline: str, mark: str) -> str:
    """The words between marks, spaces at their ends outside."""
    words = inline.strip(" \n")
    if not words:
        return inline
    before, _, after = inline.partition(words)
    return f"{before}{mark}{words}{mark}{after}"


def code_of(text: str) -> str:
    """Words as code within a line."""
    words = SPACES.sub(" ", text).strip(" ")
    if not words:
        return ""
    quotes = fence(words, 1)
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{quotes}{pad}{words}{pad}{quotes}"


def fence(text: str, least: int) -> str:
    """More backquotes than stand anywhere in a text."""
    longest = max((len(run) for run in BACKQUOTES.findall(text)), default=0)
    return "`" * max(least, longest + 1)


def link_of(inline: str, address: str) -> str:
    """The words of a link, with the address where it is one that leads somewhere."""
    href = LINE_ENDS_AND_TABS.sub("", address).strip(" ")
    if not KEPT_ADDRESS.match(href):
        return inline
    words = inline.strip(" \n")
    if not words:
        return inline
    before, _, after = inline.partition(words)
    safe = NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), href)
    return f"{before}[{words}](<{safe}>){after}"


def media_of(element: Element) -> str:
    """The name of an `img`, `audio` or `video`."""
    source = element.attributes.get("src", "")
    if not source:
        within = (one.attributes.get("src", "") for one in walk(element) if one.tag == "source")
        source = next(within, "")
    path = "" if source.lower().startswith("data:") else re.split("[?#]", source, maxsplit=1)[0]
    name = unquote(path.rpartition("/")[2]) or element.attributes.get("alt", "") or element.tag
    return media_name(SPACES.sub(" ", name).strip(" "))
