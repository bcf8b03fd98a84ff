"""Everything that can go wrong, as one tree.

GoldseamError
├── WireError            crosses the wire: a stable code, a status, a sentence (docs/protocol.md, Errors)
│   ├── BadRequest  BadSignature  SessionStale  SignInAgain  LoginRefused  ChallengeRefused
│   ├── OriginRefused  InvitationRefused  RegistrationClosed  Revoked  NotFound  MethodNotAllowed
│   └── Behind  NumberStale  EpochStale  BlobMissing  KeyringBehind  NameTaken  Gone  TooLarge
│       UnsupportedMedia  RateLimited  ServerError  Unavailable  Quota
├── SealError            a client could not open or will not use what it was given
│   └── SuiteRefused  WrongSecret  Damaged  UnknownVersion  BackupDamaged
├── Alarm                a verified history does not fit: the vault becomes read-only on this device
│   └── RolledBack  ChainMismatch  KeyringMismatch  NumberReversed  TagMismatch
│       SignatureMismatch
└── SettingsError        the settings cannot be used; says which and why
"""

from typing import ClassVar


class GoldseamError(Exception):
    """The root of every error that Goldseam raises on purpose."""

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.sentence)
        self.detail = detail or self.sentence


class WireError(GoldseamError):
    """An error answer of the server. `detail` never holds content, keys or names."""

    status: ClassVar[int] = 400

    def __init__(
        self,
        detail: str | None = None,
        *,
        sequence: int | None = None,
        record: bytes | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.sequence = sequence
        self.record = record
        self.retry_after = retry_after


class BadRequest(WireError):
    code, status, sentence = "bad_request", 400, "The request is not well formed."


class BadSignature(WireError):
    code, status, sentence = "bad_signature", 400, "A signature does not verify."


class SessionStale(WireError):
    code, status, sentence = "session_stale", 401, "The session is unknown or over: renew it."


class SignInAgain(WireError):
    code, status, sentence = "sign_in_again", 401, "This device has to sign in again."


class LoginRefused(WireError):
    code, status, sentence = "login_refused", 403, "The proof does not verify."


class ChallengeRefused(WireError):
    code, status, sentence = "challenge_refused", 403, "The challenge is over or was used."


class OriginRefused(WireError):
    code, status, sentence = "origin_refused", 403, "This origin is not on the server's list."


class InvitationRefused(WireError):
    code, status, sentence = (
        "invitation_refused",
        403,
        "The invitation is missing, unknown or over.",
    )


class RegistrationClosed(WireError):
    code, status, sentence = "registration_closed", 403, "This server takes no new accounts."


class Revoked(WireError):
    code, status, sentence = "revoked", 403, "This device was revoked."


class NotFound(WireError):
    code, status, sentence = "not_found", 404, "There is no such thing here."


class MethodNotAllowed(WireError):
    code, status, sentence = "method_not_allowed", 405, "The path exists, the method does not."


class Behind(WireError):
    code, status, sentence = "behind", 409, "The vault has moved on: pull first."


class NumberStale(WireError):
    code, status, sentence = "number_stale", 409, "A revision's number does not grow."


class EpochStale(WireError):
    code, status, sentence = "epoch_stale", 409, "The epoch is below the vault's minimum."


class BlobMissing(WireError):
    code, status, sentence = "blob_missing", 409, "A declared blob is not complete."


class KeyringBehind(WireError):
    code, status, sentence = "keyring_behind", 409, "The keyring has another version."


class NameTaken(WireError):
    code, status, sentence = "name_taken", 409, "The name belongs to another account."


class Gone(WireError):
    code, status, sentence = "gone", 410, "The account was closed."


class TooLarge(WireError):
    code, status, sentence = "too_large", 413, "The body or a revision is above the limit."


class UnsupportedMedia(WireError):
    code, status, sentence = "unsupported_media", 415, "Send msgpack or JSON."


class RateLimited(WireError):
    code, status, sentence = "rate_limited", 429, "Too many requests: wait a little."


class ServerError(WireError):
    code, status, sentence = "server_error", 500, "The server failed; nothing can be concluded."


class Unavailable(WireError):
    code, status, sentence = "unavailable", 503, "The server is stopping or busy: try later."


class Quota(WireError):
    code, status, sentence = "quota", 507, "The account's space is used up."


class SealError(GoldseamError):
    """A sealed thing cannot be opened, or must not be used."""


class SuiteRefused(SealError):
    code, sentence = "suite_refused", "The server asked for a suite that is not ours."


class WrongSecret(SealError):
    code, sentence = "wrong_secret", "That did not open it."


class Damaged(SealError):
    code, sentence = "damaged", "The sealed bytes do not open."


class UnknownVersion(SealError):
    code, sentence = "unknown_version", "This was written by a newer version."


class BackupDamaged(SealError):
    code, sentence = "backup_damaged", "The backup is not whole."


class Alarm(GoldseamError):
    """A pulled history does not fit what this device verified before (Pulling and verifying)."""


class RolledBack(Alarm):
    code, sentence = "rolled_back", "The server shows an older state than it did."


class ChainMismatch(Alarm):
    code, sentence = "chain_mismatch", "The list of commits does not fit its head."


class KeyringMismatch(Alarm):
    code, sentence = "keyring_mismatch", "The keyring does not continue the one seen before."


class NumberReversed(Alarm):
    code, sentence = "number_reversed", "A page came with an older or different revision."


class TagMismatch(Alarm):
    code, sentence = "tag_mismatch", "The state is not the one that a device of yours confirmed."


class SignatureMismatch(Alarm):
    code, sentence = "signature_mismatch", "The head was not signed by a device of yours."


class SettingsError(GoldseamError):
    code, sentence = "settings", "The settings cannot be used."


def wire_errors() -> dict[str, type[WireError]]:
    """Every error that crosses the wire, by its code."""
    return {kind.code: kind for kind in WireError.__subclasses__()}
