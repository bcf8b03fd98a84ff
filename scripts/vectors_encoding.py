"""Vectors of Conventions and Encoding: integers, names, padding, canonical JSON."""

from collections.abc import Iterator

from goldseam.crypto.canonical import canonical_json, parse_object
from goldseam.protocol.encoding import canonical_name, len16, padded, padme, u8, u32, u64
from scripts.vectors_case import Case, case

AREA = "encoding"
REFUSED = "refused"
INTEGERS = {8: u8, 32: u32, 64: u64}

LENGTHS = [
    0,
    1,
    2,
    3,
    4,
    8,
    9,
    15,
    16,
    17,
    63,
    64,
    65,
    100,
    255,
    256,
    257,
    511,
    512,
    513,
    545,
    1000,
]
LONG_LENGTHS = [1023, 1024, 1025, 1056, 1057, 4095, 4097, 65_535, 65_537, 229_000, 1_000_000, 2**31]

GOOD_NAMES = {
    "plain": ("a plain name is its own form", "mara"),
    "trimmed": ("spaces around a name do not count", "  mara  "),
    "lower-case": ("names are compared in lower case", "MaRa"),
    "composed": ("NFC joins a letter and its accent", "e\u0301lise"),
    "composed-after-lower-case": ("NFC follows lower case", "E\u0301LISE"),
    "sharp-s": ("lower case is not case folding", "Weiß"),
    "final-sigma": ("the last sigma of a word has its own form", "ΟΔΥΣΣΕΥΣ"),
    "dotted-capital-i": ("lower case does not depend on a locale", "İpek"),
    "inner-spaces": ("spaces inside a name stay as they are", "mara  of the hill"),
    "wide-space-kept": ("only U+0020 is trimmed", "\u00a0mara\u3000"),
    "sixty-four": ("64 code points are allowed", "m" * 64),
    "sixty-four-wide": ("256 bytes are allowed", "😀" * 64),
    "not-compatibility": ("NFC keeps a ligature that NFKC would split", "ﬁnn"),
    "cyrillic": ("lower case works outside Latin", "МИРА"),
}
BAD_NAMES = {
    "empty": ("a name has at least one code point", ""),
    "only-spaces": ("nothing is left after trimming", "    "),
    "sixty-five": ("65 code points are too many", "m" * 65),
    "sixty-five-wide": ("260 bytes are too many", "😀" * 65),
    "grows-in-lower-case": ("the limit counts the lower-case form", "İ" * 33),
    "tab": ("U+0009 is below U+0020", "ma\tra"),
    "line-feed": ("U+000A is not trimmed and not allowed", "mara\n"),
    "carriage-return": ("U+000D is not allowed", "\rmara"),
    "nul": ("U+0000 is not allowed", "mara\x00"),
    "unit-separator": ("U+001F is the last one below U+0020", "ma\x1fra"),
    "delete": ("U+007F is not allowed", "mara\x7f"),
}

GOOD_JSON = {
    "sorted": (
        "members are sorted by UTF-16 code units",
        '{"€":1,"\\r":2,"דּ":3,"1":4,"😀":5,"\\u0080":6,"ö":7}',
    ),
    "numbers": (
        "numbers are written as RFC 8785 says",
        '{"n":[1.0,-0,1e2,0.000001,1e-7,333333333.3333333]}',
    ),
    "escapes": (
        "only what must be is escaped",
        '{"s":"\\u20ac$\\u000F\\u000a\\u0042\\u0022\\u005c\\\\\\"\\/\\u007f"}',
    ),
    "proto": ("a key that JavaScript knows is a key", '{"__proto__":{"a":1},"constructor":2}'),
    "composed": ("strings and keys are NFC", '{"e\\u0301":"a\\u030a"}'),
    "lone-high-surrogate": ("a lone surrogate becomes U+FFFD", '{"s":"a\\ud83d b"}'),
    "lone-low-surrogate": ("a lone surrogate becomes U+FFFD", '{"s":"\\ude00"}'),
    "surrogate-at-the-end": ("a lone surrogate becomes U+FFFD", '{"s":"x\\ud83d"}'),
    "surrogate-pair": ("a pair is one character", '{"s":"\\ud83d\\ude00"}'),
    "greatest-integer": (
        "2^53 - 1 is safe on both sides",
        '{"n":[9007199254740991,-9007199254740991]}',
    ),
    "literals": ("true, false and null stay", '{"a":[true,false,null],"b":{},"c":[]}'),
    "sixty-three-levels": (
        "63 levels within the object are allowed",
        '{"a":' + "[" * 63 + "]" * 63 + "}",
    ),
}
BAD_JSON = {
    "two-to-the-53": ("2^53 is not safe", '{"n":9007199254740992}'),
    "minus-two-to-the-53": ("-2^53 is not safe", '{"n":-9007199254740992}'),
    "large-float": ("1e300 is an integer beyond 2^53 - 1", '{"n":1e300}'),
    "infinite": ("1e999 is not finite", '{"n":1e999}'),
    "nan": ("NaN is not JSON", '{"n":NaN}'),
    "infinity": ("Infinity is not JSON", '{"n":-Infinity}'),
    "sixty-four-levels": ("65 levels are too many", '{"a":' + "[" * 64 + "]" * 64 + "}"),
    "a-list": ("a document is an object", "[1]"),
    "a-string": ("a document is an object", '"a"'),
    "nothing": ("nothing is not JSON", ""),
    "two-values": ("one document, nothing after it", "{}{}"),
    "single-quotes": ("JSON has double quotes", "{'a':1}"),
    "trailing-comma": ("JSON has no trailing comma", '{"a":1,}'),
    "control-in-string": ("a control character must be escaped", '{"a":"\x01"}'),
}


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _integers()
    yield from _padding()
    yield from _names()
    yield from _json()


def _integers() -> Iterator[Case]:
    for bits, value in ((8, 0), (8, 255), (32, 1), (32, 2**32 - 1), (64, 0), (64, 2**53 - 1)):
        name, reason = f"u{bits}-of-{value}", f"a u{bits} is big endian"
        inputs = {"bits": bits, "value": value}
        yield case(AREA, "integer", name, reason, inputs, {"bytes": INTEGERS[bits](value)})
    for bits, value in ((8, 256), (8, -1), (32, 2**32), (32, -1), (64, 2**53), (64, -1)):
        name, reason = f"u{bits}-not-{value}", f"{value} is out of the range of a u{bits}"
        yield case(AREA, "integer", name, reason, {"bits": bits, "value": value}, REFUSED)
    for name, text in (("empty", ""), ("two-bytes-a-letter", "é"), ("long", "a" * 300)):
        yield case(
            AREA,
            "len16",
            name,
            "the length counts bytes of UTF-8",
            {"text": text},
            {"bytes": len16(text.encode())},
        )
    yield case(
        AREA, "len16", "too-long", "65,536 bytes do not fit", {"text": "a" * 65_536}, REFUSED
    )


def _padding() -> Iterator[Case]:
    for name, lengths_of in (("short", LENGTHS), ("long", LONG_LENGTHS)):
        outputs = {"padded": [padme(length) for length in lengths_of]}
        yield case(
            AREA, "padme", name, "each length has its bucket", {"lengths": lengths_of}, outputs
        )
    for least in (64, 512):
        outputs = {"padded": [padded(length, least) for length in LENGTHS]}
        inputs = {"lengths": LENGTHS, "least": least}
        yield case(
            AREA, "padded", f"least-{least}", f"nothing is shorter than {least}", inputs, outputs
        )


def _names() -> Iterator[Case]:
    for name, (reason, typed) in GOOD_NAMES.items():
        yield case(AREA, "name", name, reason, {"typed": typed}, {"name": canonical_name(typed)})
    for name, (reason, typed) in BAD_NAMES.items():
        yield case(AREA, "name", name, reason, {"typed": typed}, "bad_request")


def _json() -> Iterator[Case]:
    for name, (reason, text) in GOOD_JSON.items():
        canonical = canonical_json(parse_object(text.encode()))
        yield case(AREA, "json", name, reason, {"text": text}, {"canonical": canonical.decode()})
    for name, (reason, text) in BAD_JSON.items():
        yield case(AREA, "json", name, reason, {"text": text}, "damaged")
    same = '{"e\\u0301":1,"\\u00e9":2}'
    yield case(AREA, "json", "keys-become-one", "two keys are one in NFC", {"text": same}, REFUSED)
