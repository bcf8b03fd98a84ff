"""Words: recovery codes, offered passphrases, checkpoints (docs/protocol.md, Keys and slots, Commits)."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from goldseam.crypto.chain import Checkpoint, checkpoint_hash
from goldseam.crypto.suite import Random, Secret
from goldseam.errors import WrongSecret

WORDS = 7_776
RECOVERY_WORDS = 10
PASSPHRASE_WORDS = 6
CHECKPOINT_WORDS = 8
# The greatest multiple of the number of words that two bytes can hold: draws from it on are repeated.
DRAW_LIMIT = WORDS * (65_536 // WORDS)
NOT_OF_A_WORD = re.compile(r"[^a-z-]+")


@cache
def word_list() -> tuple[str, ...]:
    """The EFF long list in its order: 7,776 words."""
    text = files("goldseam").joinpath("content", "eff-long.txt").read_text("ascii")
    return tuple(text.split())


def draw_words(count: int, random: Random) -> str:
    """Words drawn uniformly, joined by one space."""
    return " ".join(_draw_word(random) for _ in range(count))


def draw_recovery_code(random: Random) -> str:
    """Ten words: 129 bits."""
    return draw_words(RECOVERY_WORDS, random)


def draw_passphrase(random: Random) -> str:
    """The six words that a person is offered: 77 bits."""
    return draw_words(PASSPHRASE_WORDS, random)


def normalise_code(typed: str, count: int = RECOVERY_WORDS) -> str:
    """The one form of a code as typed. Raises `WrongSecret` unless it is so many words of the list."""
    lowered = unicodedata.normalize("NFKC", typed).lower()
    code = NOT_OF_A_WORD.sub(" ", lowered).strip(" ")
    words = code.split(" ")
    if len(words) != count or not set(words) <= set(word_list()):
        raise WrongSecret
    return code


def recovery_secret(typed: str) -> Secret:
    """The secret of a recovery slot. Raises `WrongSecret` before anything is derived."""
    return Secret(normalise_code(typed).encode())


def checkpoint_words(checkpoint: Checkpoint) -> tuple[str, ...]:
    """The eight words by which two people, or one person twice, compare a checkpoint."""
    return digest_words(checkpoint_hash(checkpoint), CHECKPOINT_WORDS)


def digest_words(digest: bytes, count: int) -> tuple[str, ...]:
    """The words that stand for a hash where people compare it: two bytes of it make one."""
    pairs = (digest[2 * at : 2 * at + 2] for at in range(count))
    return tuple(word_list()[int.from_bytes(pair, "big") % WORDS] for pair in pairs)


def _draw_word(random: Random) -> str:
    while (drawn := int.from_bytes(random(2), "big")) >= DRAW_LIMIT:
        pass
    return word_list()[drawn % WORDS]
