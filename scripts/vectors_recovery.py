"""Vectors of words: recovery codes, and words that are drawn."""

import hashlib
from collections.abc import Iterator

from goldseam.crypto.recovery import draw_words, normalise_code, recovery_secret, word_list
from goldseam.crypto.suite import Random
from scripts.vectors_case import Case, case, source

AREA = "recovery"
WORDS = "abacus drop-down felt-tip zoom t-shirt yo-yo ability sandstorm cranberry moonlight"
LIST = WORDS.split()


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    text = "\n".join(word_list()).encode()
    outputs = {"words": len(word_list()), "sha256": hashlib.sha256(text).digest()}
    reason = "the words in order, each line end but the last"
    yield case(AREA, "list", "eff-long", reason, {}, outputs)
    yield from _good_codes()
    yield from _bad_codes()
    yield from _draws()


def _good_codes() -> Iterator[Case]:
    good = {
        "plain": ("a code in its own form", WORDS),
        "upper-case": ("case does not count", WORDS.upper()),
        "lines": ("line ends are one space", "\n".join(LIST)),
        "numbered": (
            "numbers and points are one space",
            " ".join(f"{n}. {w}" for n, w in enumerate(LIST, 1)),
        ),
        "commas": ("commas are one space", ", ".join(LIST) + "."),
        "wide-letters": ("NFKC makes wide letters plain", WORDS.replace("zoom", "ｚｏｏｍ")),
        "soft-space": ("no-break spaces are spaces", "\u00a0".join(LIST)),
        "around": ("what stands around goes", f"  «{WORDS}»  "),
        "a-word-twice": ("a word may come twice", " ".join(["zoom"] * 10)),
    }
    for name, (reason, typed) in good.items():
        outputs = {"code": normalise_code(typed), "secret": recovery_secret(typed)}
        yield case(AREA, "code", name, reason, {"typed": typed}, outputs)


def _bad_codes() -> Iterator[Case]:
    bad = {
        "nothing": ("no words", ""),
        "only-digits": ("nothing is left", "1 2 3 4 5 6 7 8 9 10"),
        "nine-words": ("nine words", " ".join(LIST[:9])),
        "eleven-words": ("eleven words", WORDS + " zoom"),
        "not-a-word": ("a word that is not on the list", WORDS.replace("zoom", "zoomed")),
        "accent": ("an accent parts a word", WORDS.replace("zoom", "zo\u0301om")),
        "run-together": ("two words without a space", WORDS.replace("zoom t-shirt", "zoomt-shirt")),
        "hyphens": ("words joined by hyphens are one", "-".join(LIST)),
        "hyphen-left-out": ("a hyphen belongs to its word", WORDS.replace("yo-yo", "yo yo")),
        "hyphen-at-end": ("a hyphen that does not belong", WORDS.replace("zoom", "zoom-")),
        "other-hyphen": (
            "U+2010 is not the hyphen of the list",
            WORDS.replace("yo-yo", "yo\u2010yo"),
        ),
        "dotted-i": ("a capital I with a dot is not an i", WORDS.replace("ability", "abİlity")),
        "cyrillic": ("a letter that looks alike", WORDS.replace("zoom", "zооm")),
    }
    for name, (reason, typed) in bad.items():
        yield case(AREA, "code", name, reason, {"typed": typed}, "wrong_secret")


def _draws() -> Iterator[Case]:
    streams = {
        "recovery": ("ten words", 10, source("recovery draw")(64)),
        "passphrase": ("six words", 6, source("passphrase draw")(64)),
        "edges": ("the first and the last word", 2, bytes.fromhex("0000f2ff")),
        "drawn-again": ("62208 and more are drawn again", 1, bytes.fromhex("f300ffff0001")),
    }
    for name, (reason, count, stream) in streams.items():
        outputs = {"words": draw_words(count, _from(stream))}
        inputs = {"count": count, "random": stream}
        yield case(AREA, "draw", name, reason, inputs, outputs)


def _from(stream: bytes) -> Random:
    pairs = iter(stream[at : at + 2] for at in range(0, len(stream), 2))
    return lambda _: next(pairs)
