/**
 * Everything that can go wrong, as one tree (docs/protocol.md, Errors):
 *
 *     GoldseamError         a stable code
 *     ├── Refusal           an error answer of the server: `sequence`, `record`, `retryAfter` where they mean something
 *     ├── Malformed         bytes that are not what the protocol says; code bad_request
 *     ├── SealError         a sealed thing cannot be opened, or must not be used
 *     ├── PairingError      two devices did not meet
 *     ├── ImportError       a source from elsewhere is refused as a whole; nothing of it was kept
 *     ├── Unready           this device is not where it has to be for what was asked; nothing was done
 *     └── Alarm             a history that does not fit: the vault becomes read-only for sync on this device
 *
 * No message holds content, keys or names; the ui has its own words for every code.
 */

export const refusalCodes = [
  "bad_request",
  "bad_signature",
  "session_stale",
  "sign_in_again",
  "login_refused",
  "challenge_refused",
  "origin_refused",
  "invitation_refused",
  "registration_closed",
  "revoked",
  "not_found",
  "method_not_allowed",
  "behind",
  "number_stale",
  "epoch_stale",
  "blob_missing",
  "keyring_behind",
  "name_taken",
  "gone",
  "too_large",
  "unsupported_media",
  "rate_limited",
  "server_error",
  "unavailable",
  "quota",
] as const;

export const sealErrorCodes = [
  "suite_refused",
  "wrong_secret",
  "damaged",
  "unknown_version",
  "backup_damaged",
] as const;

export const alarmCodes = [
  "rolled_back",
  "chain_mismatch",
  "keyring_mismatch",
  "number_reversed",
  "tag_mismatch",
  "signature_mismatch",
] as const;

/** `not_synced`: something waits here, or an alarm stands. `begun_before`: a sign-up under other words has arrived. Never on the wire. */
export const unreadyCodes = ["not_synced", "begun_before"] as const;

/** `answered_before`: somebody else let the new device in. `other_server`: it is at another one. Never on the wire. */
export const pairingCodes = ["pairing_over", "answered_before", "other_server"] as const;

/** `import_is_backup`: a backup of Goldseam is restored, not imported (docs/imports.md). Never on the wire. */
export const importCodes = ["import_refused", "import_is_backup"] as const;

export type RefusalCode = (typeof refusalCodes)[number];
export type SealErrorCode = (typeof sealErrorCodes)[number];
export type AlarmCode = (typeof alarmCodes)[number];
export type UnreadyCode = (typeof unreadyCodes)[number];
export type PairingCode = (typeof pairingCodes)[number];
export type ImportCode = (typeof importCodes)[number];
export type ErrorCode =
  | RefusalCode
  | SealErrorCode
  | AlarmCode
  | UnreadyCode
  | PairingCode
  | ImportCode;

/** The root of every error that Goldseam throws on purpose. */
export class GoldseamError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = "GoldseamError";
  readonly code: Code;

  constructor(code: Code, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
  }
}

/** What an error answer says beyond its code; `retryAfter` in seconds. */
export type RefusalFacts = {
  readonly sequence: number | null;
  readonly record: string | null;
  readonly retryAfter: number | null;
};

export class Refusal extends GoldseamError<RefusalCode> {
  override readonly name = "Refusal";
  readonly facts: RefusalFacts;

  constructor(
    code: RefusalCode,
    facts: RefusalFacts = { sequence: null, record: null, retryAfter: null },
  ) {
    super(code);
    this.facts = facts;
  }
}

export class Malformed extends GoldseamError<"bad_request"> {
  override readonly name = "Malformed";

  constructor(detail: string) {
    super("bad_request", detail);
  }
}

export class PairingError extends GoldseamError<PairingCode> {
  override readonly name = "PairingError";
}

export class ImportError extends GoldseamError<ImportCode> {
  override readonly name = "ImportError";
}

export class SealError extends GoldseamError<SealErrorCode> {
  override readonly name = "SealError";
}

export class Unready extends GoldseamError<UnreadyCode> {
  override readonly name = "Unready";
}

export class Alarm extends GoldseamError<AlarmCode> {
  override readonly name = "Alarm";
}
