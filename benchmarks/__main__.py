"""`scripts/bench [NAME…] [--json FILE]`: measure what is named, or everything but what is optional."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from benchmarks.lines import Line, tell, write_json

NAMES = (
    "commits",
    "pull",
    "poke",
    "growth",
    "size",
    "first-sync",
    "open",
    "typing",
    "search",
    "backup",
    "lighthouse",
)
"""What runs without a name, in this order."""
OPTIONAL = ("peers",)
"""What runs only when it is named."""


def main(argv: list[str]) -> int:
    """Measure and tell; 0 whatever the figures are: a busy machine is no failure."""
    options = _parser().parse_args(argv)
    lines: list[Line] = []
    for name in options.names or NAMES:
        start = time.monotonic()
        found = _benchmark(name)()
        for line in found:
            tell(line)
        lines += found
        sys.stdout.write(f"{name} took {time.monotonic() - start:.0f} s\n\n")
        if options.json:
            write_json(lines, options.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=[*NAMES, *OPTIONAL, []],
        metavar="NAME",
        help=f"{', '.join(NAMES)}; only when named: {', '.join(OPTIONAL)}",
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _benchmark(name: str) -> Callable[[], list[Line]]:
    """Loaded only when it is asked for: the browser's takes a while."""
    modules: Mapping[str, str] = {"open": "opening", "typing": "keystrokes"}
    module = import_module(f"benchmarks.{modules.get(name, name.replace('-', '_'))}")
    lines: Callable[[], list[Line]] = module.lines
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
