"""The operations of the area "recovery"."""

import hashlib

from goldseam.crypto.recovery import draw_words, normalise_code, recovery_secret, word_list
from tests.server.vector_runs.inputs import Inputs, Outputs


def _list(_: Inputs) -> Outputs:
    text = "\n".join(word_list()).encode()
    return {"words": len(word_list()), "sha256": hashlib.sha256(text).digest()}


def _code(given: Inputs) -> Outputs:
    typed = given.text("typed")
    return {"code": normalise_code(typed), "secret": recovery_secret(typed)}


def _draw(given: Inputs) -> Outputs:
    stream = iter(given.data("random"))
    words = draw_words(given.number("count"), lambda size: bytes(next(stream) for _ in range(size)))
    return {"words": words}


RUNS = {"list": _list, "code": _code, "draw": _draw}
