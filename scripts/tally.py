"""Add up the JUnit reports of a folder, naming what did not pass; a failure, a skip or an empty run is an error."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

BAD = {"failure", "error", "skipped"}
"""What a report puts inside the case of a test that did not pass."""

TOLD = 30
"""How many lines are told of each such test, from the end of what it said."""


def outcome(case: ElementTree.Element) -> str:
    """Give `passed`, `failed` or `skipped` for one test case."""
    marks = {child.tag for child in case} & BAD
    if not marks:
        return "passed"
    return "skipped" if marks == {"skipped"} else "failed"


def told(case: ElementTree.Element) -> str:
    """Give the name of a test that did not pass, and the end of why."""
    lines = [f"{outcome(case)}: {case.get('classname')} {case.get('name')}"]
    for child in case:
        if child.tag in BAD:
            lines += [
                f"    {line}"
                for line in (child.text or child.get("message") or "").splitlines()[-TOLD:]
            ]
    return "\n".join(lines)


def main(folder: Path) -> int:
    """Print each test that did not pass, then the sums of all reports in the folder, and give the exit code."""
    reports = [ElementTree.parse(path) for path in sorted(folder.glob("*.xml"))]  # noqa: S314 - our own files
    cases = [case for report in reports for case in report.iter("testcase")]
    count = Counter(outcome(case) for case in cases)
    for case in cases:
        if outcome(case) != "passed":
            print(told(case))
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 0 if count["passed"] == count.total() > 0 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
