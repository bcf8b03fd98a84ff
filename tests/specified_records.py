"""The tables of docs/records.md, which tests hold the code against and make records from."""

import re
from collections.abc import Iterator
from pathlib import Path

SPECIFICATION = (Path(__file__).parents[1] / "docs/records.md").read_text(encoding="utf-8")


def tables() -> Iterator[tuple[str, list[list[str]]]]:
    """The kinds of the specification with the cells of their rows: name, type, how it is merged."""
    for heading, body in re.findall(r"\n## (.+?)\n(.*?)(?=\n## |\Z)", SPECIFICATION, re.DOTALL):
        kind = "" if heading == "Every kind" else "".join(re.findall(r"^`(.+)`, version", heading))
        if kind or heading == "Every kind":
            rows = [line.split("|")[1:4] for line in body.splitlines() if line.startswith("| `")]
            yield kind, [[cell.strip(" `") for cell in row] for row in rows]


TABLES = dict(tables())
"""By kind, "" for the fields of every kind."""
