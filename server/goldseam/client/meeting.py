"""What can keep two devices from meeting (docs/protocol.md, Pairing)."""

from goldseam.errors import GoldseamError


class PairingOver(GoldseamError):
    """Nobody waits under the code, any more or yet."""

    code = "pairing_over"
    sentence = "The code is over, after two minutes; nothing was added by it. Make a new one."


class AnsweredBefore(GoldseamError):
    """Another answer was there first: the new device may be in another account now."""

    code = "answered_before"
    sentence = (
        "The new device had an answer already. If you did not let it in a moment ago, somebody else did, and it may\n"
        "be in another account: write nothing on it, remove what is on it, remove it from your devices, and begin\n"
        "again where nobody sees the code."
    )
