"""Codes of invitations (docs/protocol.md, Invitations): 100 random bits as 20 characters of Crockford's base32."""

from collections.abc import Callable
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
CODE_LETTERS: Final = 20
GROUP_LETTERS: Final = 4
_LOOKALIKES: Final = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def draw_invitation(random: Callable[[int], bytes]) -> str:
    """A new code, canonical; `random` gives that many random bytes."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in random(CODE_LETTERS))


def canonical_invitation(typed: str) -> str | None:
    """The code that a person typed, None where it cannot be one.

    Capitals, spaces and dashes do not count, and letters that are not in the alphabet are the digits they look like.
    """
    code = typed.strip().lower().translate(_LOOKALIKES)
    return code if len(code) == CODE_LETTERS and set(code) <= set(ALPHABET) else None


def grouped(code: str) -> str:
    """A canonical code as it is shown: in groups of four."""
    starts = range(0, CODE_LETTERS, GROUP_LETTERS)
    return "-".join(code[start : start + GROUP_LETTERS] for start in starts)
