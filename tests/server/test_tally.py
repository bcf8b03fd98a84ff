"""The sums at the end of a run, and the name of what did not pass."""

from pathlib import Path

import pytest

from scripts import tally

REPORT = "<testsuites><testsuite>{}</testsuite></testsuites>"
PASSED = '<testcase classname="a" name="one"/>'
FAILED = '<testcase classname="a" name="two"><failure message="m">first\nlast</failure></testcase>'
BROKEN = '<testcase classname="a" name="three"><error message="gone"/></testcase>'
SKIPPED = '<testcase classname="a" name="four"><skipped message="later"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "code", "said"),
    [
        ([PASSED], 0, "1 passed, 0 failed, 0 skipped\n"),
        ([], 1, "0 passed, 0 failed, 0 skipped\n"),
        (
            [FAILED, PASSED],
            1,
            "failed: a two\n    first\n    last\n1 passed, 1 failed, 0 skipped\n",
        ),
        ([BROKEN], 1, "failed: a three\n    gone\n0 passed, 1 failed, 0 skipped\n"),
        ([PASSED, SKIPPED], 1, "skipped: a four\n    later\n1 passed, 0 failed, 1 skipped\n"),
    ],
)
def test_whatever_did_not_pass_is_named_and_fails_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: list[str], code: int, said: str
) -> None:
    """Fails when a failure, an error, a skip or an empty run counts as fine, or is not named."""
    for number, case in enumerate(cases):
        (tmp_path / f"{number}.xml").write_text(REPORT.format(case))
    assert tally.main(tmp_path) == code
    assert capsys.readouterr().out == said
