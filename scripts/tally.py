"""Add up the JUnit reports of a folder: one line; a failure, a skip or an empty run is an error."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

BAD = {"failure", "error", "skipped"}


def outcome(case: ElementTree.Element) -> str:
    """Give `passed`, `failed` or `skipped` for one test case."""
    marks = {child.tag for child in case} & BAD
    if not marks:
        return "passed"
    return "skipped" if marks == {"skipped"} else "failed"


def main(folder: Path) -> int:
    """Print the sums of all reports in the folder and give the exit code."""
    reports = [ElementTree.parse(path) for path in sorted(folder.glob("*.xml"))]  # noqa: S314 - our own files
    count = Counter(outcome(case) for report in reports for case in report.iter("testcase"))
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 0 if count["passed"] == count.total() > 0 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
