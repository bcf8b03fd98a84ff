"""The operations of the area "rejoin"."""

from goldseam.client.lineage import Mark
from goldseam.client.verdict import Known, chains_of, judge
from goldseam.crypto.state import HeldRow
from tests.server.vector_runs.inputs import Inputs, Outputs


def _verdict(given: Inputs) -> Outputs:
    known = Known(
        held=_row(given, "held"),
        marks=[_mark(mark) for mark in given.inners("marks")],
        attempts=given.datas("attempts"),
        is_here=given.flag("is_here"),
    )
    chains = chains_of(given.data("vault"), given.datas("commits"))
    verdict = judge(known, _row(given, "theirs"), chains)
    return {"verdict": verdict.kind, "base": verdict.base and verdict.base.hash}


def _row(given: Inputs, name: str) -> HeldRow | None:
    if not given.has(name):
        return None
    row = given.inner(name)
    return HeldRow(row.number("number"), row.number("epoch"), row.data("hash"))


def _mark(given: Inputs) -> Mark:
    place = given.number("sequence"), given.data("chain")
    return Mark(given.number("number"), given.data("hash"), *place)


RUNS = {"verdict": _verdict}
