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
        "Somebody else answered the new device before this one. It may be in another account now: write nothing on\n"
        "it, remove what is on it, and remove it from your devices. Begin again where nobody sees the code."
    )
