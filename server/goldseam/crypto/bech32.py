"""Bech32 (BIP 173), in which age writes recipients and identities; without its limit of 90 characters."""

from typing import Final

LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECK_LETTERS: Final = 6
GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32_decode(prefix: str, text: str) -> bytes | None:
    """The bytes of a text with this prefix, in lower or in upper case as the prefix is; None for what is none."""
    if not text.isascii() or text != (text.lower() if prefix.islower() else text.upper()):
        return None
    before, one, after = text.lower().rpartition("1")
    values = [LETTERS.find(letter) for letter in after]
    if not one or before != prefix.lower() or len(values) < CHECK_LETTERS or -1 in values:
        return None
    spread = [ord(c) >> 5 for c in before] + [0] + [ord(c) & 31 for c in before]
    return None if _checksum(spread + values) != 1 else _bytes(values[:-CHECK_LETTERS])


def _checksum(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check


def _bytes(values: list[int]) -> bytes | None:
    """Groups of five bits as bytes; the bits that are left over are fewer than five and zero."""
    number = 0
    for value in values:
        number = number << 5 | value
    left = len(values) * 5 % 8
    if left > 4 or number & ((1 << left) - 1):
        return None
    return (number >> left).to_bytes(len(values) * 5 // 8, "big")
