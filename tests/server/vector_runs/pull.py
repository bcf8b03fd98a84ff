"""The operations of the area "pull"."""

from goldseam.crypto.canonical import canonical_json
from goldseam.crypto.verify import Trust, gather, verify_pull
from goldseam.protocol.revisions import Page
from scripts.vectors_vault import shown_state
from tests.server.vector_runs.commits import held_state, keys_by_epoch, mark
from tests.server.vector_runs.inputs import Inputs, Outputs
from tests.server.vector_runs.keyring import pinned


def _verify(given: Inputs) -> Outputs:
    trust = Trust(
        keys_by_epoch(given),
        pinned(given.inner("keyring")),
        mark(given.inner("mark")) if given.has("mark") else None,
    )
    state = held_state(given.inner("state"), given.data("vault"))
    verified = verify_pull(trust, state, gather(given.structs("pages", Page)))
    return {
        "state": shown_state(verified.state),
        "records": {
            record: canonical_json(value).decode() for record, value in verified.records.items()
        },
        "aside": sorted(verified.aside),
    }


RUNS = {"verify": _verify}
