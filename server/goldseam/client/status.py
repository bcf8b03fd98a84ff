"""How a verb ended (docs/command-line.md)."""

from typing import Final

DONE: Final = 0
REFUSED: Final = 1
NOT_UNDERSTOOD: Final = 2
NOT_REACHED: Final = 3
INTERRUPTED: Final = 130
