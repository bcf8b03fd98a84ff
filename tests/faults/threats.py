"""How a test says which threat of docs/threat-model.md it answers."""

from typing import Any

import pytest


def answers(number: str, *values: Any, id: str) -> Any:  # noqa: A002 - pytest's own name for it
    """Parameters of a test that answers this threat, named so that the run tells them apart."""
    return pytest.param(*values, id=f"{number} {id}", marks=pytest.mark.threat(number))
