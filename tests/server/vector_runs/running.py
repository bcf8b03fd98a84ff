"""Running any operation of any area, as all tests over vectors do."""

from collections.abc import Callable, Mapping

from goldseam.errors import GoldseamError
from scripts.vectors_case import plain
from tests.server.vector_runs import (
    backup,
    commits,
    encoding,
    keyring,
    login,
    pairing,
    pull,
    recovery,
    rejoin,
    revisions,
    slots,
    suite,
)
from tests.server.vector_runs.inputs import Inputs, Outputs

RUNS: Mapping[str, Mapping[str, Callable[[Inputs], Outputs]]] = {
    "encoding": encoding.RUNS,
    "suite": suite.RUNS,
    "slots": slots.RUNS,
    "keyring": keyring.RUNS,
    "login": login.RUNS,
    "pairing": pairing.RUNS,
    "revisions": revisions.RUNS,
    "recovery": recovery.RUNS,
    "commits": commits.RUNS,
    "pull": pull.RUNS,
    "rejoin": rejoin.RUNS,
    "backup": backup.RUNS,
}


def outcome(area: str, inputs: Mapping[str, object]) -> tuple[str, object]:
    """The code of the error, or "ok" and the outputs."""
    operation = inputs["operation"]
    assert isinstance(operation, str)
    try:
        return "ok", plain(RUNS[area][operation](Inputs(inputs)))
    except GoldseamError as error:
        return error.code, {}
    except (ValueError, OverflowError):
        return "refused", {}
