"""Where two devices meet: the offer of a new one, the answer of an old one (docs/protocol.md, Pairing).

All of it rests in memory, for two minutes, and means nothing here: the code from which its keys are made never comes.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from goldseam.errors import BadRequest, NotFound, RateLimited
from goldseam.proofs import Proofs
from goldseam.protocol.accounts import PURPOSE_PAIR, ProvenRequest
from goldseam.protocol.limits import MAX_PAIRING_BYTES, MAX_PAIRINGS, PAIRING_SECONDS
from goldseam.protocol.pairings import PairingAnswerBody


@dataclass
class _Meeting:
    """One pairing; `ends_at` in ticks."""

    offer: bytes
    ends_at: float
    answer: bytes | None = None


class Pairings:
    """The pairings of one process; `ticks` gives seconds that never go back."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        # In the order in which they end, since all last equally long.
        self._meetings: dict[bytes, _Meeting] = {}

    def put_offer(self, pairing: bytes, offer: bytes) -> None:
        """Keep an offer; the same one again changes nothing. Raises `BadRequest`, `RateLimited`."""
        self._forget_ended()
        known = self._meetings.get(pairing)
        if known is None:
            self._require_room(len(self._meetings) < MAX_PAIRINGS)
            self._meetings[pairing] = _Meeting(offer, self._ticks() + PAIRING_SECONDS)
        elif known.offer != offer:
            raise BadRequest("There is another offer of this pairing.")

    def offer(self, pairing: bytes) -> bytes:
        """The offer of a pairing; raises `NotFound`."""
        return self._meeting(pairing).offer

    def answer(self, pairing: bytes) -> bytes:
        """The answer of a pairing; raises `NotFound` until there is one."""
        answer = self._meeting(pairing).answer
        if answer is None:
            raise NotFound
        return answer

    def put_answer(self, pairing: bytes, answer: bytes) -> None:
        """Keep the one answer; the same one again changes nothing. Raises `NotFound`, `BadRequest`, `RateLimited`."""
        meeting = self._meeting(pairing)
        if meeting.answer is None:
            held = sum(len(one.answer or b"") for one in self._meetings.values())
            self._require_room(held + len(answer) <= MAX_PAIRING_BYTES)
            meeting.answer = answer
        elif meeting.answer != answer:
            raise BadRequest("There is another answer of this pairing.")

    def _meeting(self, pairing: bytes) -> _Meeting:
        self._forget_ended()
        meeting = self._meetings.get(pairing)
        if meeting is None:
            raise NotFound
        return meeting

    def _forget_ended(self) -> None:
        now = self._ticks()
        ended = [pairing for pairing, meeting in self._meetings.items() if meeting.ends_at <= now]
        for pairing in ended:
            del self._meetings[pairing]

    def _require_room(self, is_room: bool) -> None:
        if is_room:
            return
        soonest = next(iter(self._meetings.values())).ends_at
        raise RateLimited(retry_after=max(1, math.ceil(soonest - self._ticks())))

    def __len__(self) -> int:
        return len(self._meetings)


async def answer_pairing(
    proofs: Proofs, pairings: Pairings, request: ProvenRequest, body: PairingAnswerBody
) -> None:
    """Keep the answer of a device of any account. Raises as `put_answer` does, and what refuses a proof.

    Its challenge is not spent: whatever is sent again is this answer or none.
    """
    claim = await proofs.claim(request, PURPOSE_PAIR)
    await proofs.proving_device(claim, body.device)
    pairings.put_answer(body.pairing, body.answer)
