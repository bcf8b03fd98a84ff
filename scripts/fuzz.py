"""All fuzzers in two lanes side by side, each for its part of the time; a finding is told with how to see it again."""

import argparse
import os
import random
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
COUNTED: Final = re.compile(r"fuzz: (.+): (\d+) runs, (\d+) operations, seed (\d+)")
AGAIN: Final = re.compile(r"scripts/fuzz --replay .+")
SPARE_SECONDS: Final = 600  # to begin, and to make a finding smaller
SIMULATION: Final = "tests/server/test_simulation.py::"
DECODERS: Final = "tests/server/test_decoders.py::"


@dataclass(frozen=True)
class Fuzzer:
    """One test that runs as long as it is told, by its name; `share` is its part of the lane's time."""

    name: str
    share: int
    test: str
    title: str = ""

    def command(self) -> list[str]:
        """What runs it, in `ROOT/web` or else in `ROOT`."""
        if self.is_web:
            return ["node_modules/.bin/vitest", "run", str(ROOT / self.test), "-t", self.title]
        return [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", self.test]

    @property
    def is_web(self) -> bool:
        return self.test.endswith(".ts")


PYTHON: Final = (
    Fuzzer(
        "everyday (Python)",
        25,
        f"{SIMULATION}test_devices_agree_whatever_the_network_and_crashes_do",
    ),
    Fuzzer(
        "restores (Python)",
        35,
        f"{SIMULATION}test_a_server_brought_back_from_a_copy_loses_nothing_silently",
    ),
    Fuzzer("decoders (Python)", 15, f"{DECODERS}test_no_changed_bytes_leave_the_error_tree"),
    Fuzzer("requests (Python)", 10, f"{DECODERS}test_no_changed_request_is_answered_with_a_fault"),
    Fuzzer("described routes (Python)", 15, "tests/server/test_described_routes.py"),
)
WEB: Final = (
    Fuzzer("everyday (web)", 30, "tests/web/core/simulation.test.ts", "any order, loss"),
    Fuzzer("restores (web)", 45, "tests/web/core/simulation.test.ts", "a server restored"),
    Fuzzer(
        "decoders (web)", 10, "tests/web/core/decoders.test.ts", "changed bytes that are opened"
    ),
    Fuzzer("answers (web)", 5, "tests/web/core/decoders.test.ts", "changed bytes of an answer"),
    Fuzzer("readers (web)", 5, "tests/web/core/decoders.test.ts", "hostile text"),
    Fuzzer("pages (web)", 5, "tests/web/ui/hostile-pages.test.ts", "hostile pages"),
)


@dataclass(frozen=True)
class Told:
    """How a fuzzer ended: what it counted, and its whole output where something was found."""

    name: str
    runs: int
    operations: int
    seconds: float
    finding: str | None


def run(fuzzer: Fuzzer, seconds: float, seed: int, path: str | None = None) -> Told:
    """Run one fuzzer for so many seconds, 0 for one run only."""
    environment = os.environ | {"GOLDSEAM_SEED": str(seed), "GOLDSEAM_FUZZ_SECONDS": str(seconds)}
    if path is not None:
        environment["GOLDSEAM_PATH"] = path
    begun = time.monotonic()
    try:
        done = subprocess.run(  # noqa: S603 - the commands are those above
            fuzzer.command(),
            cwd=ROOT / "web" if fuzzer.is_web else ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + SPARE_SECONDS,
        )
        output, is_found = done.stdout + done.stderr, done.returncode != 0
    except subprocess.TimeoutExpired as hung:
        output, is_found = f"did not end:\n{hung.output or b''!r}", True
    took = time.monotonic() - begun
    counts = [(int(runs), int(operations)) for _, runs, operations, _ in COUNTED.findall(output)]
    is_found = is_found or not counts
    runs, operations = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return Told(fuzzer.name, runs, operations, took, output if is_found else None)


def run_lane(lane: tuple[Fuzzer, ...], minutes: float, seed: int) -> list[Told]:
    """Run a lane's fuzzers one after the other; all go on where one found something."""
    whole = sum(fuzzer.share for fuzzer in lane)
    told = []
    for fuzzer in lane:
        ended = run(fuzzer, 60 * minutes * fuzzer.share / whole, seed)
        print(line_of(ended, seed), flush=True)
        told.append(ended)
    return told


def line_of(told: Told, seed: int) -> str:
    """One line about one fuzzer."""
    counted = f"{told.runs} runs, {told.operations} operations, seed {seed}"
    return f"fuzz: {told.name}: {'FOUND SOMETHING' if told.finding else counted}"


def print_table(all_told: list[Told], seed: int) -> None:
    """What everything together did, and below it what was found."""
    print(f"\n{'fuzzer':28}{'runs':>9}{'operations':>12}{'seconds':>9}")
    for told in all_told:
        end = "  found something" if told.finding else ""
        print(f"{told.name:28}{told.runs:>9}{told.operations:>12}{told.seconds:>9.0f}{end}")
    operations = sum(told.operations for told in all_told)
    print(f"{'all':28}{sum(told.runs for told in all_told):>9}{operations:>12}   seed {seed}")
    for told in all_told:
        if told.finding:
            again = AGAIN.findall(told.finding)
            print(f"\n== {told.name}\n{told.finding[-6000:]}\n{again[0] if again else ''}")


def asked() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz")
    parser.add_argument("--minutes", type=float, default=10, help="how long both lanes run")
    parser.add_argument("--seed", type=int, help="of the first run; drawn where it is left out")
    parser.add_argument("--replay", metavar="NAME", help="one run of one fuzzer, with --seed")
    parser.add_argument(
        "--path", help="with --replay of a fuzzer of the web: the finding, made smaller"
    )
    asked_for = parser.parse_args()
    if asked_for.replay is not None and asked_for.seed is None:
        parser.error("--replay needs --seed")
    return asked_for


def main() -> int:
    """0 where nothing was found."""
    options = asked()
    if options.replay is not None:
        fuzzer = next(fuzzer for fuzzer in (*PYTHON, *WEB) if fuzzer.name == options.replay)
        told = run(fuzzer, 0, options.seed, options.path)
        print(told.finding or line_of(told, options.seed))
        return int(told.finding is not None)
    seed = random.SystemRandom().randrange(2**31) if options.seed is None else options.seed
    print(f"fuzz: for {options.minutes:g} minutes, seed {seed}", flush=True)
    with ThreadPoolExecutor() as lanes:
        running = [lanes.submit(run_lane, lane, options.minutes, seed) for lane in (PYTHON, WEB)]
        all_told = [told for lane in running for told in lane.result()]
    print_table(all_told, seed)
    return int(any(told.finding for told in all_told))


if __name__ == "__main__":
    sys.exit(main())
