"""The error answer on the wire (docs/protocol.md, Errors)."""

import msgspec

from goldseam.protocol.encoding import Id


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`detail` is for people who read logs; clients show words of their own."""

    code: str
    detail: str
    sequence: int | None = None
    record: Id | None = None
    retry_after: int | None = None
