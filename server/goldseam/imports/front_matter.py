"""Front matter in a safe subset of YAML (docs/imports.md, YAML subset)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from goldseam.imports.limits import MAX_FRONT_MATTER_BYTES, MAX_FRONT_MATTER_KEYS

Value: TypeAlias = str | list[str]

FIRST = re.compile(r"---[ \t]*\n")
LAST = re.compile(r"(?:---|\.\.\.)[ \t]*")
KEY = re.compile(
    r"""(?P<key>(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*"""
    r"""|(?:[^\s"'#\[\]{},&*!|>%@`?:-]|[-:](?=\S))(?:[^:#]|:(?=\S)|(?<!\s)\#)*?)"""
    r""":(?:[ \t]+(?P<value>.*))?"""
)
BLOCK = re.compile(r"(?P<style>[|>])[-+0-9]*(?:[ \t]+#.*)?")
DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"')
SINGLE = re.compile(r"'(?:[^']|'')*'")
COMMENT = re.compile(r"[ \t]#.*")
COMMENT_AFTER = re.compile(r"[ \t]+#")
IS_COMMENT = re.compile(r"[ \t]*#")
ITEM = re.compile(r"[ ]*-(?:[ \t]+(?P<value>.*))?")
NOT_PLAIN: Final = tuple("&*!{}@%`|>[]\"',")
"""A plain scalar begins with none of these; nor with `? `, `- ` or `: `."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys in lower case and what they say, and the text after it."""

    keys: Mapping[str, Value]
    body: str


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of a page, or None where it has none."""
    first = FIRST.match(text)
    if first is None:
        return None
    lines = _lines(text[first.end() :])
    if lines is None:
        return None
    keys = _keys(lines)
    if keys is None or len(keys) > MAX_FRONT_MATTER_KEYS:
        return None
    after = first.end() + sum(len(line) + 1 for line in lines)
    return FrontMatter(_first_of_each(keys), text[after:].partition("\n")[2])


def _lines(text: str) -> list[str] | None:
    """The lines before the one that ends the front matter, or None."""
    lines: list[str] = []
    size = 0
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        if LAST.fullmatch(line):
            return lines
        size += len(line.encode()) + 1
        if end < 0 or size > MAX_FRONT_MATTER_BYTES:
            return None
        lines.append(line)
        start = end + 1
    return None


def _keys(lines: list[str]) -> list[tuple[str, Value | None]] | None:
    """Every key with its value, None where that is passed over; None for what is no mapping at all."""
    found: list[tuple[str, Value | None]] = []
    at, has_other = 0, False
    while at < len(lines):
        line, at = lines[at], at + 1
        if not line.strip(" \t") or IS_COMMENT.match(line):
            continue
        has_other = True
        match = KEY.fullmatch(line) if line[0] not in " \t" else None
        if match is None:
            continue
        more = _indented(lines, at)
        at += len(more)
        key = _scalar(match["key"])
        if key is not None:
            found.append((key.lower(), _value((match["value"] or "").strip(" \t"), more)))
    return None if has_other and not found else found


def _first_of_each(keys: list[tuple[str, Value | None]]) -> dict[str, Value]:
    known: dict[str, Value | None] = {}
    for key, value in keys:
        known.setdefault(key, value)
    return {key: value for key, value in known.items() if value is not None}


def _indented(lines: list[str], at: int) -> list[str]:
    """The lines that go on with a key: indented ones, items of a list, empty ones before such."""
    end = at
    for index in range(at, len(lines)):
        line = lines[index]
        is_item = line == "-" or line.startswith(("- ", "-\t"))
        if is_item or (line.startswith(" ") and line.strip(" \t")):
            end = index + 1
        elif line.strip(" \t") and not IS_COMMENT.match(line):
            break
    return lines[at:end]


def _value(text: str, more: list[str]) -> Value | None:
    block = BLOCK.fullmatch(text)
    if block is not None:
        return _block(more, is_literal=block["style"] == "|")
    if text and not text.startswith("#"):
        if any(not IS_COMMENT.match(line) and line.strip(" \t") for line in more):
            return None
        return _flow(text) if text.startswith("[") else _scalar(text)
    if not more:
        return ""
    return _items(more)


def _scalar(text: str) -> str | None:
    """A scalar on one line, its comment gone; None for what is none."""
    if text.startswith('"'):
        found = DOUBLE.match(text)
        return None if found is None or _has_more(text, found) else _unescaped(found[0])
    if text.startswith("'"):
        found = SINGLE.match(text)
        return (
            None if found is None or _has_more(text, found) else found[0][1:-1].replace("''", "'")
        )
    if text.startswith("#"):
        return ""
    plain = COMMENT.sub("", text, count=1).strip(" \t")
    is_odd = plain.startswith((*NOT_PLAIN, "? ", "- ", ": ")) or plain in {"?", "-"}
    return None if is_odd else plain


def _has_more(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :]
    return bool(rest.strip(" \t")) and not COMMENT_AFTER.match(rest)


def _unescaped(quoted: str) -> str | None:
    try:
        value = json.loads(quoted)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _flow(text: str) -> list[str] | None:
    """A list on one line, or None where it is not closed or holds more than scalars."""
    items: list[str] = []
    at = 1
    while True:
        at = _past_space(text, at)
        if text[at : at + 1] == "]":
            rest = text[at + 1 :]
            is_over = not rest.strip(" \t") or COMMENT_AFTER.match(rest)
            return items if is_over else None
        end = _end_of_item(text, at)
        item = None if end is None else _scalar(text[at:end].strip(" \t"))
        if end is None or item is None or (": " in text[at:end] and text[at] not in "\"'"):
            return None
        if text[at:end].strip(" \t"):
            items.append(item)
        at = end + 1 if text[end] == "," else end


def _past_space(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\t"}:
        at += 1
    return at


def _end_of_item(text: str, at: int) -> int | None:
    """Where an item of a list ends: at a comma or the bracket; None where neither comes."""
    quoted = (DOUBLE if text[at : at + 1] == '"' else SINGLE).match(text, at)
    if text[at : at + 1] in {'"', "'"}:
        if quoted is None:
            return None
        end = _past_space(text, quoted.end())
        return end if text[end : end + 1] in {",", "]"} else None
    ends = [end for sign in ",]" if (end := text.find(sign, at)) >= 0]
    return min(ends, default=None)


def _items(lines: list[str]) -> list[str] | None:
    """A list of `- item` lines of one indent, or None for a nested mapping."""
    items: list[str] = []
    indent: int | None = None
    for line in lines:
        if not line.strip(" \t") or IS_COMMENT.match(line):
            continue
        width = len(line) - len(line.lstrip(" "))
        match = ITEM.fullmatch(line)
        if indent is None:
            if match is None:
                return None
            indent = width
        if match is None or width != indent:
            continue
        text = (match["value"] or "").strip(" \t")
        item = _scalar(text) if text and not KEY.fullmatch(text) else None
        if item:
            items.append(item)
    return items


def _block(lines: list[str], *, is_literal: bool) -> str:
    """The text of a `|` or `>` block."""
    first = next((line for line in lines if line.strip(" \t")), "")
    width = len(first) - len(first.lstrip(" "))
    texts = [
        line[width:] if line[:width].isspace() or not width else line.lstrip(" ") for line in lines
    ]
    if is_literal:
        return "\n".join(texts).rstrip("\n")
    return _folded([text.strip(" \t") for text in texts]).rstrip("\n")


def _folded(texts: list[str]) -> str:
    folded = ""
    for text in texts:
        if not text:
            folded += "\n"
        elif folded and not folded.endswith("\n"):
            folded += f" {text}"
        else:
            folded += text
    return folded
